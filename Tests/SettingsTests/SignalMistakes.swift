extension Mistake {
    static let signalMistakes: [Mistake] = [
        Mistake(
            "busy a list", .small,
            """
                busy: []
            """,
            """
            distrib.yaml:5:11: error: "busy" must be a mapping of keys to values, not a list
                    busy: []
                          ^~
            """),
        Mistake(
            "signals not a list", .small,
            """
                busy: { any: { file: { path: /run/drain } } }
            """,
            """
            distrib.yaml:5:18: error: "any" must be a list, not a mapping
                    busy: { any: { file: { path: /run/drain } } }
                                 ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            """),
        Mistake(
            "signal of two keys", .small,
            """
                busy: { any: [{ file: { path: /a }, load_average: { above: 1 } }] }
            """,
            """
            distrib.yaml:5:19: error: a signal is one key, such as "file", with its settings; \
            here are 2
                    busy: { any: [{ file: { path: /a }, load_average: { above: 1 } }] }
                                  ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            """),
        Mistake(
            "unknown signal", .small,
            """
                busy: { any: [{ load_avrage: { above: 1 } }, { moon: full }] }
            """,
            """
            distrib.yaml:5:21: error: unknown signal "load_avrage"; did you mean "load_average"?
                    busy: { any: [{ load_avrage: { above: 1 } }, { moon: full }] }
                                    ^~~~~~~~~~~
            distrib.yaml:5:52: error: unknown signal "moon" (available: file, load_average, \
            pressure, memory_available, php_fpm, http, agent, command)
                    busy: { any: [{ load_avrage: { above: 1 } }, { moon: full }] }
                                                                   ^~~~
            """),
        Mistake(
            "file signal without a path", .small,
            """
                busy: { any: [{ file: {} }] }
            """,
            """
            distrib.yaml:5:27: error: "file" lacks "path"
                    busy: { any: [{ file: {} }] }
                                          ^~
            """),
        Mistake(
            "relative path of a signal", .small,
            """
                busy: { any: [{ file: { path: drain } }] }
            """,
            """
            distrib.yaml:5:35: error: the path "drain" must be absolute: it must begin with "/"
                    busy: { any: [{ file: { path: drain } }] }
                                                  ^~~~~
            """),
        Mistake(
            "load average without a threshold", .small,
            """
                busy: { any: [{ load_average: { per_core: maybe } }] }
            """,
            """
            distrib.yaml:5:35: error: "load_average" lacks "above"
                    busy: { any: [{ load_average: { per_core: maybe } }] }
                                                  ^~~~~~~~~~~~~~~~~~~
            distrib.yaml:5:47: error: "per_core" must be true or false, not "maybe"
                    busy: { any: [{ load_average: { per_core: maybe } }] }
                                                              ^~~~~
            """),
        Mistake(
            "thresholds crossed", .small,
            """
                busy: { any: [{ load_average: { above: 1.0, resume_below: 1.5 } }] }
            """,
            """
            distrib.yaml:5:63: error: "resume_below" must not be over "above": it would be \
            busy and free at once between them
                    busy: { any: [{ load_average: { above: 1.0, resume_below: 1.5 } }] }
                                                                              ^~~
            """),
        Mistake(
            "thresholds that are no numbers", .small,
            """
                busy: { any: [{ load_average: { above: nan, resume_below: -1 } }] }
            """,
            """
            distrib.yaml:5:44: error: "above" must be a number over 0, such as 1.5, not "nan"
                    busy: { any: [{ load_average: { above: nan, resume_below: -1 } }] }
                                                           ^~~
            distrib.yaml:5:63: error: "resume_below" must be a number over 0, such as 1.5, \
            not "-1"
                    busy: { any: [{ load_average: { above: nan, resume_below: -1 } }] }
                                                                              ^~
            """),
        Mistake(
            "interval", .small,
            """
                busy: { any: [{ file: { path: /a, interval: 10ms, dwell: 2d, on_failure: busi \
            } }] }
            """,
            """
            distrib.yaml:5:49: error: "interval" must be from 100ms to 1h
                    busy: { any: [{ file: { path: /a, interval: 10ms, dwell: 2d, on_failure: \
            busi } }] }
                                                                ^~~~
            distrib.yaml:5:62: error: "dwell" must be from 0s to 1d
                    busy: { any: [{ file: { path: /a, interval: 10ms, dwell: 2d, on_failure: \
            busi } }] }
                                                                             ^~
            distrib.yaml:5:78: error: "on_failure" must be busy or not_busy, not "busi"; did \
            you mean "busy"?
                    busy: { any: [{ file: { path: /a, interval: 10ms, dwell: 2d, on_failure: \
            busi } }] }
                                                                                             ^\
            ~~~
            """),
        Mistake(
            "unit of a threshold", .small,
            """
                busy: { any: [{ pressure: { resource: cpu, above: 40s, resume_below: 120% } }] }
            """,
            """
            distrib.yaml:5:55: error: "above" must be a percentage over 0, such as 40%, not "40s"
                    busy: { any: [{ pressure: { resource: cpu, above: 40s, resume_below: 120% } }] }
                                                                      ^~~
            distrib.yaml:5:74: error: "resume_below" must be a percentage over 0, such as 40%, \
            not "120%"
                    busy: { any: [{ pressure: { resource: cpu, above: 40s, resume_below: 120% } }] }
                                                                                         ^~~~
            """),
        Mistake(
            "pressure of something else", .small,
            """
                busy: { any: [{ pressure: { resource: disk, kind: all, cgroup: php, above: 4 } }] }
            """,
            """
            distrib.yaml:5:43: error: "resource" must be cpu or memory or io, not "disk"
                    busy: { any: [{ pressure: { resource: disk, kind: all, cgroup: php, above: 4 } }] }
                                                          ^~~~
            distrib.yaml:5:55: error: "kind" must be some or full, not "all"
                    busy: { any: [{ pressure: { resource: disk, kind: all, cgroup: php, above: 4 } }] }
                                                                      ^~~
            distrib.yaml:5:68: error: "cgroup" must be a path as in /proc/PID/cgroup, such as \
            /system.slice/php-fpm.service, not "php"
                    busy: { any: [{ pressure: { resource: disk, kind: all, cgroup: php, above: 4 } }] }
                                                                                   ^~~
            """),
        Mistake(
            "too little memory said as if it were too much", .small,
            """
                busy: { any: [{ memory_available: { above: 5% } }] }
            """,
            """
            distrib.yaml:5:39: error: "memory_available" lacks "below"
                    busy: { any: [{ memory_available: { above: 5% } }] }
                                                      ^~~~~~~~~~~~~
            distrib.yaml:5:41: error: unknown key "above" in "memory_available" (known: cgroup, \
            below, resume_above, shed_from, smooth, interval, timeout, dwell, on_failure)
                    busy: { any: [{ memory_available: { above: 5% } }] }
                                                        ^~~~~
            """),
        Mistake(
            "memory without a unit", .small,
            """
                busy: { any: [{ memory_available: { below: 500, resume_above: 1GB } }] }
            """,
            """
            distrib.yaml:5:48: error: "below" must be a percentage such as 5%, or an amount such as \
            500MiB or 2GiB, not "500"
                    busy: { any: [{ memory_available: { below: 500, resume_above: 1GB } }] }
                                                               ^~~
            distrib.yaml:5:67: error: "resume_above" must be a percentage such as 5%, or an amount \
            such as 500MiB or 2GiB, not "1GB"
                    busy: { any: [{ memory_available: { below: 500, resume_above: 1GB } }] }
                                                                                  ^~~
            """),
        Mistake(
            "thresholds of different units", .small,
            """
                busy: { any: [{ memory_available: { below: 5%, resume_above: 500MiB } }] }
            """,
            """
            distrib.yaml:5:66: error: "resume_above" must have the unit of "below": both in percent, \
            or neither
                    busy: { any: [{ memory_available: { below: 5%, resume_above: 500MiB } }] }
                                                                                 ^~~~~~
            """),
        Mistake(
            "low thresholds crossed", .small,
            """
                busy: { any: [{ memory_available: { below: 8%, resume_above: 5% } }] }
            """,
            """
            distrib.yaml:5:66: error: "resume_above" must not be under "below": it would be busy \
            and free at once between them
                    busy: { any: [{ memory_available: { below: 8%, resume_above: 5% } }] }
                                                                                 ^~
            """),
        Mistake(
            "shedding from beyond a high threshold", .small,
            """
                busy: { any: [{ load_average: { above: 2, shed_from: 2 } }] }
            """,
            """
            distrib.yaml:5:58: error: "shed_from" must be under "above": from it on a part of the \
            clients is refused, which grows until there
                    busy: { any: [{ load_average: { above: 2, shed_from: 2 } }] }
                                                                         ^
            """),
        Mistake(
            "shedding from beyond a low threshold", .small,
            """
                busy: { any: [{ memory_available: { below: 5%, shed_from: 4% } }] }
            """,
            """
            distrib.yaml:5:63: error: "shed_from" must be over "below": from it on a part of the \
            clients is refused, which grows until there
                    busy: { any: [{ memory_available: { below: 5%, shed_from: 4% } }] }
                                                                              ^~
            """),
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
