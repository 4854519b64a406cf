extension Mistake {
    static let waitingMistakes: [Mistake] = [
        Mistake(
            "a line without keys, and without a rate by which to call", .small,
            """
                waiting: { keep: 5m }
            """,
            """
            distrib.yaml:5:14: error: a place in the line is signed, and this pool has no keys: \
            add "keys" to "marker"
                    waiting: { keep: 5m }
                             ^~~~~~~~~~~~
            distrib.yaml:5:14: error: those who wait are called as sessions may start, and these \
            are not limited: add "sessions" to "admission"
                    waiting: { keep: 5m }
                             ^~~~~~~~~~~~
            """),
        Mistake(
            "unknown keys, a text, and no value", .small,
            withRate + """
                    waiting: { kept: 5m, poll: 5s, state: }
                """,
            needsKeys(7, "waiting: { kept: 5m, poll: 5s, state: }") + """
                distrib.yaml:7:16: error: unknown key "kept" in "waiting" (known: keep, poll, state, \
                template)
                        waiting: { kept: 5m, poll: 5s, state: }
                                   ^~~~
                distrib.yaml:7:32: error: "poll" must be a mapping of keys to values, not a \
                single value
                        waiting: { kept: 5m, poll: 5s, state: }
                                                   ^~
                distrib.yaml:7:36: error: "state" has no value: give it one, or leave the key out
                        waiting: { kept: 5m, poll: 5s, state: }
                                                       ^~~~~
                """),
        Mistake(
            "times beyond all bounds", .small,
            withRate + """
                    waiting: { keep: 5h, poll: { near: 1500ms, far: 61m } }
                """,
            needsKeys(7, "waiting: { keep: 5h, poll: { near: 1500ms, far: 61m } }") + """
                distrib.yaml:7:22: error: "keep" must be at most 4h
                        waiting: { keep: 5h, poll: { near: 1500ms, far: 61m } }
                                         ^~
                distrib.yaml:7:40: error: "near" must be whole seconds, at least 1s
                        waiting: { keep: 5h, poll: { near: 1500ms, far: 61m } }
                                                           ^~~~~~
                distrib.yaml:7:53: error: "far" must be at most 1h
                        waiting: { keep: 5h, poll: { near: 1500ms, far: 61m } }
                                                                        ^~~
                """),
        Mistake(
            "who is near asks later than who is far", .small,
            withRate + """
                    waiting: { poll: { near: 10s, far: 5s } }
                """,
            needsKeys(7, "waiting: { poll: { near: 10s, far: 5s } }") + """
                distrib.yaml:7:30: error: "near" is 10s and "far" 5s: those who are about to be called \
                must not ask later than those who have long to wait
                        waiting: { poll: { near: 10s, far: 5s } }
                                                 ^~~
                """),
        Mistake(
            "a place that is lost between two requests", .small,
            withRate + """
                    waiting: { keep: 1m }
                """,
            needsKeys(7, "waiting: { keep: 1m }") + """
                distrib.yaml:7:22: error: a place that is kept for 1m would be lost between two \
                requests of its holder, who asks every 1m or somewhat later: make "keep" at least \
                87s, or "far" shorter
                        waiting: { keep: 1m }
                                         ^~
                """),
        Mistake(
            "the same by a long way to the head of the line", .small,
            withRate + """
                    waiting: { poll: { far: 4m } }
                """,
            needsKeys(7, "waiting: { poll: { far: 4m } }") + """
                distrib.yaml:7:29: error: a place that is kept for 5m would be lost between two \
                requests of its holder, who asks every 4m or somewhat later: make "keep" at least \
                346s, or "far" shorter
                        waiting: { poll: { far: 4m } }
                                                ^~
                """),
        Mistake(
            "states that can't be written", .none,
            """
            pools:
              - pool: app.com
                sites: [boston.app.com]
                waiting: { state: /no/such/app.line }
              - pool: app.net
                sites: [boston.app.net]
                waiting: { state: / }
              - pool: app.org
                sites: [boston.app.org]
                waiting: { state: /tmp/app.line }
              - pool: app.info
                sites: [boston.app.info]
                waiting: { state: /tmp/app.line }
            """,
            needs(4, "waiting: { state: /no/such/app.line }") + """
                distrib.yaml:4:23: error: the directory of the state, /no/such/, does not exist: \
                create it, writable for the user of the component
                        waiting: { state: /no/such/app.line }
                                          ^~~~~~~~~~~~~~~~~

                """ + needs(7, "waiting: { state: / }") + """
                    distrib.yaml:7:23: error: "state" must be a file, and / is a directory: add a name to it
                            waiting: { state: / }
                                              ^

                    """ + needs(10, "waiting: { state: /tmp/app.line }")
                + needs(13, "waiting: { state: /tmp/app.line }") + """
                    distrib.yaml:13:23: error: the state of another pool's line is in the same file, at \
                    line 10: give this one a file of its own
                            waiting: { state: /tmp/app.line }
                                              ^~~~~~~~~~~~~
                    """),
    ]

    private static let withRate = "    admission:\n      sessions: { rate: 1/s }\n"

    private static func needsKeys(_ line: Int, _ text: String) -> String {
        need(
            "a place in the line is signed, and this pool has no keys: add \"keys\" to \"marker\"",
            line, text)
    }

    private static func needs(_ line: Int, _ text: String) -> String {
        needsKeys(line, text)
            + need(
                "those who wait are called as sessions may start, and these are not limited: add "
                    + "\"sessions\" to \"admission\"", line, text)
    }

    private static func need(_ message: String, _ line: Int, _ text: String) -> String {
        """
        distrib.yaml:\(line):14: error: \(message)
                \(text)
                         ^\(String(repeating: "~", count: text.count - 10))

        """
    }
}
