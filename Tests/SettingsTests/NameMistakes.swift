extension Mistake {
    static let nameMistakes: [Mistake] = [
        Mistake(
            "pool without a name", .none,
            """
            pools:
              - sites: [{ site: boston.app.com }]
            """,
            """
            distrib.yaml:2:5: error: a pool lacks "pool"
                  - sites: [{ site: boston.app.com }]
                    ^~~~~
            """),
        Mistake(
            "pool without sites", .none,
            """
            pools:
              - pool: app.com
            """,
            """
            distrib.yaml:2:5: error: a pool lacks "sites"
                  - pool: app.com
                    ^~~~
            """),
        Mistake(
            "no Site", .none,
            """
            pools:
              - pool: app.com
                sites: []
            """,
            """
            distrib.yaml:3:12: error: a pool needs at least one Site
                    sites: []
                           ^~
            """),
        Mistake(
            "site without a name", .none,
            """
            pools:
              - pool: app.com
                sites:
                  - addresses: [192.0.2.10]
            """,
            """
            distrib.yaml:4:9: error: a site lacks "site"
                      - addresses: [192.0.2.10]
                        ^~~~~~~~~
            """),
        Mistake(
            "space", .none,
            """
            pools:
              - pool: app.com
                sites: [{ site: bos ton.app.com }]
            """,
            """
            distrib.yaml:3:21: error: Site Name "bos ton.app.com": the name has a character \
            that DNS names lack: byte 32
                    sites: [{ site: bos ton.app.com }]
                                    ^~~~~~~~~~~~~~~
            """),
        Mistake(
            "user information", .none,
            """
            pools:
              - pool: app.com
                sites: [{ site: me@boston.app.com }]
            """,
            """
            distrib.yaml:3:21: error: Site Name "me@boston.app.com": the name has a character \
            that DNS names lack: '@'
                    sites: [{ site: me@boston.app.com }]
                                    ^~~~~~~~~~~~~~~~~
            """),
        Mistake(
            "URL", .none,
            """
            pools:
              - pool: https://app.com
                sites: [{ site: boston.app.com }]
            """,
            """
            distrib.yaml:2:11: error: Pool Name "https://app.com": the port is not a number \
            from 1 to 65535; give the name alone, without the scheme
                  - pool: https://app.com
                          ^~~~~~~~~~~~~~~
            """),
        Mistake(
            "port", .none,
            """
            pools:
              - pool: app.com:99999
                sites: [{ site: boston.app.com }]
            """,
            """
            distrib.yaml:2:11: error: Pool Name "app.com:99999": the port is not a number \
            from 1 to 65535
                  - pool: app.com:99999
                          ^~~~~~~~~~~~~
            """),
        Mistake(
            "empty name", .none,
            """
            pools:
              - pool: ""
                sites: [{ site: boston.app.com }]
            """,
            """
            distrib.yaml:2:11: error: Pool Name "": the name is empty
                  - pool: ""
                          ^~
            """),
        Mistake(
            "two dots", .none,
            """
            pools:
              - pool: app..com
                sites: [{ site: boston.app.com }]
            """,
            """
            distrib.yaml:2:11: error: Pool Name "app..com": the name has an empty label (two \
            dots in a row, or one in front)
                  - pool: app..com
                          ^~~~~~~~
            """),
        Mistake(
            "escape sequence in a name", .none,
            #"""
            pools:
              - pool: "app\e[31m"
                sites: [{ site: boston.app.com }]
            """#,
            #"""
            distrib.yaml:2:11: error: Pool Name "app\u{1b}[31m": the name has a character \#
            that DNS names lack: byte 27
                  - pool: "app\e[31m"
                          ^~~~~~~~~~~
            """#),
        Mistake(
            "not an address", .small,
            """
                    addresses: [192.0.2.256, boston]
            """,
            """
            distrib.yaml:5:21: error: "192.0.2.256" is not an IPv4 or IPv6 address
                        addresses: [192.0.2.256, boston]
                                    ^~~~~~~~~~~
            distrib.yaml:5:34: error: "boston" is not an IPv4 or IPv6 address
                        addresses: [192.0.2.256, boston]
                                                 ^~~~~~
            """),
        Mistake(
            "not an address, in place of a list", .small,
            """
                    addresses: boston
            """,
            """
            distrib.yaml:5:20: error: "boston" is not an IPv4 or IPv6 address
                        addresses: boston
                                   ^~~~~~
            """),
        Mistake(
            "trusted proxy not a network", .none,
            """
            trusted_proxies: [localhost, 10.0.0.0/33, 10.0.0.1/24, "2001:db8::1/x"]
            pools:
              - pool: app.com
                sites:
                  - site: boston.app.com
            """,
            """
            distrib.yaml:1:19: error: "localhost" is not an address or a network, such as \
            192.0.2.0/24
                trusted_proxies: [localhost, 10.0.0.0/33, 10.0.0.1/24, "2001:db8::1/x"]
                                  ^~~~~~~~~
            distrib.yaml:1:30: error: the prefix of "10.0.0.0/33" is not a number from 0 to 32
                trusted_proxies: [localhost, 10.0.0.0/33, 10.0.0.1/24, "2001:db8::1/x"]
                                             ^~~~~~~~~~~
            distrib.yaml:1:43: error: "10.0.0.1/24" has bits set beyond its prefix of 24
                trusted_proxies: [localhost, 10.0.0.0/33, 10.0.0.1/24, "2001:db8::1/x"]
                                                          ^~~~~~~~~~~
            distrib.yaml:1:56: error: the prefix of "2001:db8::1/x" is not a number from 0 to \
            128
                trusted_proxies: [localhost, 10.0.0.0/33, 10.0.0.1/24, "2001:db8::1/x"]
                                                                       ^~~~~~~~~~~~~~~
            """),
        Mistake(
            "own Site unknown", .none,
            """
            site: bosten.app.com
            pools:
              - pool: app.com
                sites:
                  - site: boston.app.com
            """,
            """
            distrib.yaml:1:7: error: "bosten.app.com" is not a Site of any pool; did you mean \
            "boston.app.com"?
                site: bosten.app.com
                      ^~~~~~~~~~~~~~
            """),
        Mistake(
            "own Site twice in a pool", .none,
            """
            site:
              - boston.app.com
              - boston.app.com
            pools:
              - pool: app.com
                sites:
                  - site: boston.app.com
            """,
            """
            distrib.yaml:3:5: error: "site" names a Site of the same pool already at line 2; \
            a process can be only one Site of each pool
                  - boston.app.com
                    ^~~~~~~~~~~~~~
            """),
        Mistake(
            "number at the end", .none,
            """
            pools:
              - pool: app.com
                sites: [boston.1, app.0x7]
            """,
            """
            distrib.yaml:3:13: error: Site Name "boston.1": the last label of the name is a \
            number: browsers take such a name for an IPv4 address
                    sites: [boston.1, app.0x7]
                            ^~~~~~~~
            distrib.yaml:3:23: error: Site Name "app.0x7": the last label of the name is a \
            number: browsers take such a name for an IPv4 address
                    sites: [boston.1, app.0x7]
                                      ^~~~~~~
            """),
    ]
}
