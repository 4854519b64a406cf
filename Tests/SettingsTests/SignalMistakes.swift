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
            "signal that is not built in", .small,
            """
                busy: { any: [{ pressure: { resource: cpu, above: 40 } }] }
            """,
            """
            distrib.yaml:5:21: error: signal "pressure" is not available in this version; \
            available: file, load_average
                    busy: { any: [{ pressure: { resource: cpu, above: 40 } }] }
                                    ^~~~~~~~
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
            distrib.yaml:5:52: error: unknown signal "moon" (available: file, load_average)
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
    ]
}
