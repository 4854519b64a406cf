extension Mistake {
    static let peersMistakes: [Mistake] = [
        Mistake(
            "a Site that cannot be asked", .small,
            """
                peers: {}
            """,
            """
            distrib.yaml:5:12: error: peers are asked at their addresses, and boston.app.com has \
            none: add "addresses" to it
                    peers: {}
                           ^~
            """),
        Mistake(
            "questions that take longer than their interval", .small,
            """
                peers: { interval: 1s, timeout: 2s }
            """,
            """
            distrib.yaml:5:12: error: peers are asked at their addresses, and boston.app.com has \
            none: add "addresses" to it
                    peers: { interval: 1s, timeout: 2s }
                           ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            distrib.yaml:5:37: error: "timeout" must not be longer than "interval"
                    peers: { interval: 1s, timeout: 2s }
                                                    ^~
            """),
        Mistake(
            "a path that is none, and what does not belong there", .small,
            """
                peers: { path: ready, url: "http://app.com" }
            """,
            """
            distrib.yaml:5:12: error: peers are asked at their addresses, and boston.app.com has \
            none: add "addresses" to it
                    peers: { path: ready, url: "http://app.com" }
                           ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            distrib.yaml:5:20: error: "path" must begin with "/", not "ready"
                    peers: { path: ready, url: "http://app.com" }
                                   ^~~~~
            distrib.yaml:5:27: error: unknown key "url" in "peers" (known: interval, timeout, port, path)
                    peers: { path: ready, url: "http://app.com" }
                                          ^~~
            """),
        Mistake(
            "Sites that must remain, and nobody knows how they are", .small,
            """
                drain: { leave: 2, force: yes }
            """,
            """
            distrib.yaml:5:21: error: "leave" needs "peers": else nobody knows how many Sites are free
                    drain: { leave: 2, force: yes }
                                    ^
            distrib.yaml:5:21: warning: no Site of a ring of 1 can be drained without --force: \
            at most 0 others can be free
                    drain: { leave: 2, force: yes }
                                    ^
            distrib.yaml:5:24: error: unknown key "force" in "drain" (known: leave)
                    drain: { leave: 2, force: yes }
                                       ^~~~~
            """),
    ]
}
