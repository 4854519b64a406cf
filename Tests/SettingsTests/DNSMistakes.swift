extension Mistake {
    static let dnsMistakes: [Mistake] = [
        Mistake(
            "unknown key in dns", .small,
            """
                dns: { nameserver: [] }
            """,
            """
            distrib.yaml:5:12: error: unknown key "nameserver" in "dns"; did you mean \
            "nameservers"?
                    dns: { nameserver: [] }
                           ^~~~~~~~~~
            """),
        Mistake(
            "nameservers", .small,
            """
                dns:
                  nameservers:
                    - { name: ns1.app.com }
                    - { name: "ns2.app.com:53", address: ns2 }
                    - ns3.app.com
                  failover_nameservers: ns4.app.com
            """,
            """
            distrib.yaml:7:11: error: a nameserver lacks "address"
                        - { name: ns1.app.com }
                          ^~~~~~~~~~~~~~~~~~~~~
            distrib.yaml:8:19: error: the name of a nameserver has no port
                        - { name: "ns2.app.com:53", address: ns2 }
                                  ^~~~~~~~~~~~~~~~
            distrib.yaml:8:46: error: "ns2" is not an IPv4 or IPv6 address
                        - { name: "ns2.app.com:53", address: ns2 }
                                                             ^~~
            distrib.yaml:9:11: error: a nameserver must be a mapping of keys to values, not a \
            single value
                        - ns3.app.com
                          ^~~~~~~~~~~
            distrib.yaml:10:29: error: a nameserver must be a mapping of keys to values, not a \
            single value
                      failover_nameservers: ns4.app.com
                                            ^~~~~~~~~~~
            """),
        Mistake(
            "zone with a port", .small,
            """
                dns: { zone: "app.com:80" }
            """,
            """
            distrib.yaml:5:18: error: the name of a zone has no port
                    dns: { zone: "app.com:80" }
                                 ^~~~~~~~~~~~
            """),
        Mistake(
            "where to listen", .small,
            """
                dns: { listen: ["192.0.2.53:0", any, "::1", "[::1]", "[::1]:53", "1.2.3.4:x"] }
            """,
            """
            distrib.yaml:5:21: error: "192.0.2.53:0" is not an address to listen on, such as \
            192.0.2.53, 192.0.2.53:5353 or [2001:db8::53]:5353
                    dns: { listen: ["192.0.2.53:0", any, "::1", "[::1]", "[::1]:53", "1.2.3.4:x"] }
                                    ^~~~~~~~~~~~~~
            distrib.yaml:5:37: error: "any" is not an address to listen on, such as 192.0.2.53, \
            192.0.2.53:5353 or [2001:db8::53]:5353
                    dns: { listen: ["192.0.2.53:0", any, "::1", "[::1]", "[::1]:53", "1.2.3.4:x"] }
                                                    ^~~
            distrib.yaml:5:49: error: "[::1]" is not an address to listen on, such as \
            192.0.2.53, 192.0.2.53:5353 or [2001:db8::53]:5353
                    dns: { listen: ["192.0.2.53:0", any, "::1", "[::1]", "[::1]:53", "1.2.3.4:x"] }
                                                                ^~~~~~~
            distrib.yaml:5:70: error: "1.2.3.4:x" is not an address to listen on, such as \
            192.0.2.53, 192.0.2.53:5353 or [2001:db8::53]:5353
                    dns: { listen: ["192.0.2.53:0", any, "::1", "[::1]", "[::1]:53", "1.2.3.4:x"] }
                                                                                     ^~~~~~~~~~~
            """),
        Mistake(
            "answers", .small,
            """
                dns: { answers: severel }
            """,
            """
            distrib.yaml:5:21: error: "answers" must be single or several, not "severel"; did \
            you mean "several"?
                    dns: { answers: severel }
                                    ^~~~~~~
            """),
        Mistake(
            "health check", .small,
            """
                dns:
                  health_check:
                    { port: 0, interval: 1s, timeout: 1500ms, down_after: 0, health_path: up }
            """,
            """
            distrib.yaml:7:17: error: "port" must be a whole number from 1 to 65535, not "0"
                        { port: 0, interval: 1s, timeout: 1500ms, down_after: 0, health_path: up }
                                ^
            distrib.yaml:7:30: error: "interval" must be from 2s to 255s
                        { port: 0, interval: 1s, timeout: 1500ms, down_after: 0, health_path: up }
                                             ^~
            distrib.yaml:7:43: error: "timeout" must be whole seconds
                        { port: 0, interval: 1s, timeout: 1500ms, down_after: 0, health_path: up }
                                                          ^~~~~~
            distrib.yaml:7:63: error: "down_after" must be a whole number from 1 to 100, not "0"
                        { port: 0, interval: 1s, timeout: 1500ms, down_after: 0, health_path: up }
                                                                              ^
            distrib.yaml:7:79: error: "health_path" must begin with "/", not "up"
                        { port: 0, interval: 1s, timeout: 1500ms, down_after: 0, health_path: up }
                                                                                              ^~
            """),
        Mistake(
            "timeout as long as the interval", .small,
            """
                dns: { health_check: { interval: 3s, timeout: 3s } }
            """,
            """
            distrib.yaml:5:51: error: "timeout" must be shorter than "interval"
                    dns: { health_check: { interval: 3s, timeout: 3s } }
                                                                  ^~
            """),
        Mistake(
            "records file with a quote", .small,
            """
                dns: { records_file: "a;b" }
            """,
            """
            distrib.yaml:5:26: error: "records_file" must be one word of letters, digits and \
            "./_-:", not "a;b"
                    dns: { records_file: "a;b" }
                                         ^~~~~
            """),
        Mistake(
            "options of gdnsd", .small,
            """
                dns: { gdnsd_options: { run_dir: /run/x, listen: any, "a b": 1, nsid: "a b" } }
            """,
            """
            distrib.yaml:5:46: error: the option "listen" is set already, by what is \
            generated
                    dns: { gdnsd_options: { run_dir: /run/x, listen: any, "a b": 1, nsid: "a b" } }
                                                             ^~~~~~
            distrib.yaml:5:59: error: an option's name must be one word of letters, digits and \
            "./_-:", not "a b"
                    dns: { gdnsd_options: { run_dir: /run/x, listen: any, "a b": 1, nsid: "a b" } }
                                                                          ^~~~~
            distrib.yaml:5:75: error: "nsid" must be one word of letters, digits and "./_-:", \
            not "a b"
                    dns: { gdnsd_options: { run_dir: /run/x, listen: any, "a b": 1, nsid: "a b" } }
                                                                                          ^~~~~
            """),
    ]
}
