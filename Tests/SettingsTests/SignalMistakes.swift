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
            "signal without settings", .small,
            """
                busy: { any: load_average }
            """,
            """
            distrib.yaml:5:18: error: a signal must be a mapping of keys to values, not a single \
            value
                    busy: { any: load_average }
                                 ^~~~~~~~~~~~
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
            distrib.yaml:5:58: error: "shed_from" must be under "above": between the two, a \
            growing part of the clients is refused
                    busy: { any: [{ load_average: { above: 2, shed_from: 2 } }] }
                                                                         ^
            """),
        Mistake(
            "shedding from beyond a low threshold", .small,
            """
                busy: { any: [{ memory_available: { below: 5%, shed_from: 4% } }] }
            """,
            """
            distrib.yaml:5:63: error: "shed_from" must be over "below": between the two, a \
            growing part of the clients is refused
                    busy: { any: [{ memory_available: { below: 5%, shed_from: 4% } }] }
                                                                              ^~
            """),
    ]
}
