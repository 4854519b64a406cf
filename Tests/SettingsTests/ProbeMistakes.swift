/// Of the signals that are asked of other programs, and of what all signals have.
extension Mistake {
    static let probeMistakes: [Mistake] = [
        Mistake(
            "php_fpm", .small,
            """
                busy: { any: [{ php_fpm: { socket: /run/php.sock, status_path: status } }] }
            """,
            """
            distrib.yaml:5:30: error: "php_fpm" lacks "above"
                    busy: { any: [{ php_fpm: { socket: /run/php.sock, status_path: status } }] }
                                             ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            distrib.yaml:5:40: error: "socket" must be unix:/run/name.sock, address:port or \
            name:port, not "/run/php.sock"; did you mean "unix:/run/php.sock"?
                    busy: { any: [{ php_fpm: { socket: /run/php.sock, status_path: status } }] }
                                                       ^~~~~~~~~~~~~
            distrib.yaml:5:68: error: "status_path" must begin with "/", as pm.status_path in \
            PHP-FPM's pool does, not "status"
                    busy: { any: [{ php_fpm: { socket: /run/php.sock, status_path: status } }] }
                                                                                   ^~~~~~
            """),
        Mistake(
            "php_fpm without its processes", .small,
            """
                busy: { any: [{ php_fpm: { socket: "a:1", resume_below: 5, listen_queue: {} } }] }
            """,
            """
            distrib.yaml:5:61: error: "resume_below" needs "above" beside it
                    busy: { any: [{ php_fpm: { socket: "a:1", resume_below: 5, listen_queue: {} } }] }
                                                                            ^
            distrib.yaml:5:78: error: "listen_queue" lacks "above"
                    busy: { any: [{ php_fpm: { socket: "a:1", resume_below: 5, listen_queue: {} } }] }
                                                                                             ^~
            """),
        Mistake(
            "http", .small,
            """
                busy: { any: [{ http: { url: "https://a/", busy_status: 99, above: 5 } }] }
            """,
            """
            distrib.yaml:5:34: error: the URL "https://a/" is https, which is not spoken here: ask the \
            application itself, at a port of this machine
                    busy: { any: [{ http: { url: "https://a/", busy_status: 99, above: 5 } }] }
                                                 ^~~~~~~~~~~~
            distrib.yaml:5:61: error: "busy_status" must be a whole number from 200 to 599, not "99"
                    busy: { any: [{ http: { url: "https://a/", busy_status: 99, above: 5 } }] }
                                                                            ^~
            distrib.yaml:5:72: error: "above" needs "number_after" beside it
                    busy: { any: [{ http: { url: "https://a/", busy_status: 99, above: 5 } }] }
                                                                                       ^
            """),
        Mistake(
            "http by status and number", .small,
            """
                busy: { any: [{ http: { url: "http://a/", busy_status: 503, number_after: "x ", \
            above: 2, below: 1 } }] }
            """,
            """
            distrib.yaml:5:27: error: "above" and "below" exclude each other: for both, write two \
            signals
                    busy: { any: [{ http: { url: "http://a/", busy_status: 503, number_after: "x ", \
            above: 2, below: 1 } }] }
                                          ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~\
            ~~~~~~~~~~~~~~~~~~~~
            distrib.yaml:5:60: error: "busy_status" and "number_after" exclude each other: for \
            both, write two signals
                    busy: { any: [{ http: { url: "http://a/", busy_status: 503, number_after: "x ", \
            above: 2, below: 1 } }] }
                                                                           ^~~
            """),
        Mistake(
            "agent", .small,
            """
                busy: { any: [{ agent: { adress: "127.0.0.1:9707" } }, { agent: { address: 9707 } }] }
            """,
            """
            distrib.yaml:5:28: error: "agent" lacks "address"
                    busy: { any: [{ agent: { adress: "127.0.0.1:9707" } }, { agent: { address: 9707 } }] }
                                           ^~~~~~~~~~~~~~~~~~~~~~~~~~~~
            distrib.yaml:5:30: error: unknown key "adress" in "agent"; did you mean "address"?
                    busy: { any: [{ agent: { adress: "127.0.0.1:9707" } }, { agent: { address: 9707 } }] }
                                             ^~~~~~
            distrib.yaml:5:80: error: "address" must be unix:/run/name.sock, address:port or \
            name:port, not "9707"
                    busy: { any: [{ agent: { adress: "127.0.0.1:9707" } }, { agent: { address: 9707 } }] }
                                                                                               ^~~~
            """),
        Mistake(
            "command", .small,
            """
                busy: { any: [{ command: { run: sessions, shed_from: 5 } }] }
            """,
            """
            distrib.yaml:5:37: error: "run" must begin with the absolute path of a program, not \
            "sessions"
                    busy: { any: [{ command: { run: sessions, shed_from: 5 } }] }
                                                    ^~~~~~~~
            distrib.yaml:5:58: error: "shed_from" needs "above" beside it
                    busy: { any: [{ command: { run: sessions, shed_from: 5 } }] }
                                                                         ^
            """),
        Mistake(
            "command with spaces, and without anything", .small,
            """
                busy: { any: [{ command: { run: /bin/a -x } }, { command: { run: [] } }] }
            """,
            """
            distrib.yaml:5:37: error: "run" goes to no shell: write the program and each argument \
            as an item of a list, such as [/usr/bin/program, --option]
                    busy: { any: [{ command: { run: /bin/a -x } }, { command: { run: [] } }] }
                                                    ^~~~~~~~~
            distrib.yaml:5:70: error: "run" needs at least one value
                    busy: { any: [{ command: { run: /bin/a -x } }, { command: { run: [] } }] }
                                                                                     ^~
            """),
        Mistake(
            "timeout and smoothing", .small,
            """
                busy: { any: [{ load_average: { above: 1, timeout: 1ms, smooth: 1ms } }, \
            { file: { path: /a, smooth: 5s } }] }
            """,
            """
            distrib.yaml:5:56: error: "timeout" must be from 10ms to 1m
                    busy: { any: [{ load_average: { above: 1, timeout: 1ms, smooth: 1ms } }, \
            { file: { path: /a, smooth: 5s } }] }
                                                                       ^~~
            distrib.yaml:5:69: error: "smooth" must be from 100ms to 1h
                    busy: { any: [{ load_average: { above: 1, timeout: 1ms, smooth: 1ms } }, \
            { file: { path: /a, smooth: 5s } }] }
                                                                                    ^~~
            distrib.yaml:5:98: error: unknown key "smooth" in "file" (known: path, interval, timeout, \
            dwell, on_failure)
                    busy: { any: [{ load_average: { above: 1, timeout: 1ms, smooth: 1ms } }, \
            { file: { path: /a, smooth: 5s } }] }
                                                                                                         \
                    ^~~~~~
            """),
    ]
}
