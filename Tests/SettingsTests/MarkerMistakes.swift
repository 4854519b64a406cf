extension Mistake {
    static let markerMistakes: [Mistake] = [
        Mistake(
            "duration without a unit", .small,
            """
                marker: { ttl: 60 }
            """,
            """
            distrib.yaml:5:20: error: "ttl": a duration needs a unit: 60s?
                    marker: { ttl: 60 }
                                   ^~
            """),
        Mistake(
            "duration in words", .small,
            """
                marker: { ttl: a minute }
            """,
            """
            distrib.yaml:5:20: error: "ttl": "a minute" is not a duration; write a whole \
            number and a unit, such as 500ms, 60s, 5m, 12h or 30d
                    marker: { ttl: a minute }
                                   ^~~~~~~~
            """),
        Mistake(
            "duration of an unknown unit", .small,
            """
                marker: { ttl: 60sec }
            """,
            """
            distrib.yaml:5:20: error: "ttl": "60sec" is not a duration; write a whole number \
            and a unit, such as 500ms, 60s, 5m, 12h or 30d
                    marker: { ttl: 60sec }
                                   ^~~~~
            """),
        Mistake(
            "duration with a fraction", .small,
            """
                marker: { ttl: 1.5s }
            """,
            """
            distrib.yaml:5:20: error: "ttl": "1.5s" is not a duration; write a whole number \
            and a unit, such as 500ms, 60s, 5m, 12h or 30d
                    marker: { ttl: 1.5s }
                                   ^~~~
            """),
        Mistake(
            "negative duration", .small,
            """
                marker: { clock_tolerance: -5s }
            """,
            """
            distrib.yaml:5:32: error: "clock_tolerance": a duration can't be negative
                    marker: { clock_tolerance: -5s }
                                               ^~~
            """),
        Mistake(
            "duration beyond all bounds", .small,
            """
                marker: { ttl: 99999999999999999999d }
            """,
            """
            distrib.yaml:5:20: error: "ttl": a duration can't be longer than 3650d
                    marker: { ttl: 99999999999999999999d }
                                   ^~~~~~~~~~~~~~~~~~~~~
            """),
        Mistake(
            "duration of more than ten years", .small,
            """
                marker: { ttl: 3651d }
            """,
            """
            distrib.yaml:5:20: error: "ttl": a duration can't be longer than 3650d
                    marker: { ttl: 3651d }
                                   ^~~~~
            """),
        Mistake(
            "ttl of zero", .small,
            """
                marker: { ttl: 0s }
            """,
            """
            distrib.yaml:5:20: error: "ttl" must be whole seconds, at least 1s
                    marker: { ttl: 0s }
                                   ^~
            """),
        Mistake(
            "ttl in milliseconds", .small,
            """
                marker: { ttl: 500ms }
            """,
            """
            distrib.yaml:5:20: error: "ttl" must be whole seconds, at least 1s
                    marker: { ttl: 500ms }
                                   ^~~~~
            """),
        Mistake(
            "ttl a list", .small,
            """
                marker: { ttl: [60s] }
            """,
            """
            distrib.yaml:5:20: error: "ttl" must be a single value, not a list
                    marker: { ttl: [60s] }
                                   ^~~~~
            """),
        Mistake(
            "unknown placement", .small,
            """
                marker: { placement: qery }
            """,
            """
            distrib.yaml:5:26: error: "placement" must be path or query, not "qery"; did you \
            mean "query"?
                    marker: { placement: qery }
                                         ^~~~
            """),
        Mistake(
            "marker a text", .small,
            """
                marker: path
            """,
            """
            distrib.yaml:5:13: error: "marker" must be a mapping of keys to values, not a \
            single value
                    marker: path
                            ^~~~
            """),
        Mistake(
            "key without id and file", .small,
            """
                marker: { keys: [{}] }
            """,
            """
            distrib.yaml:5:22: error: a key lacks "id"
                    marker: { keys: [{}] }
                                     ^~
            distrib.yaml:5:22: error: a key lacks "file"
                    marker: { keys: [{}] }
                                     ^~
            """),
        Mistake(
            "bad key id", .small,
            """
                marker: { keys: [{ id: k.1, file: missing/k1.key }] }
            """,
            """
            distrib.yaml:5:28: error: "k.1" can't be a key id: write 1 to 32 letters, digits, \
            "-" or "_"
                    marker: { keys: [{ id: k.1, file: missing/k1.key }] }
                                           ^~~
            distrib.yaml:5:39: error: the key file missing/k1.key can't be read: open: No \
            such file or directory; copy it from another Site, or make it: distrib-fcgi key missing/k1.key
                    marker: { keys: [{ id: k.1, file: missing/k1.key }] }
                                                      ^~~~~~~~~~~~~~
            """),
        Mistake(
            "missing key file", .small,
            """
                marker:
                  keys:
                    - { id: k1, file: missing/k1.key }
                    - { id: k1, file: missing/k2.key }
            """,
            """
            distrib.yaml:7:27: error: the key file missing/k1.key can't be read: open: No \
            such file or directory; copy it from another Site, or make it: distrib-fcgi key missing/k1.key
                        - { id: k1, file: missing/k1.key }
                                          ^~~~~~~~~~~~~~
            distrib.yaml:8:17: error: the key id "k1" is already at line 7
                        - { id: k1, file: missing/k2.key }
                                ^~
            distrib.yaml:8:27: error: the key file missing/k2.key can't be read: open: No \
            such file or directory; copy it from another Site, or make it: distrib-fcgi key missing/k2.key
                        - { id: k1, file: missing/k2.key }
                                          ^~~~~~~~~~~~~~
            """),
    ]
}
