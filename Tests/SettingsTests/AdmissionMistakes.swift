extension Mistake {
    static let admissionMistakes: [Mistake] = [
        Mistake(
            "rate without a unit of time", .small,
            """
                admission: { sessions: { rate: 50 } }
            """,
            """
            distrib.yaml:5:36: error: "rate" must be a number of sessions and a unit of time, \
            such as 50/s, 60/m or 3600/h, not "50"
                    admission: { sessions: { rate: 50 } }
                                                   ^~
            """),
        Mistake(
            "rate beyond all bounds", .small,
            """
                admission: { sessions: { rate: 0.5/h } }
            """,
            """
            distrib.yaml:5:36: error: "rate" must be from 1/h to 1000000/s
                    admission: { sessions: { rate: 0.5/h } }
                                                   ^~~~~
            """),
        Mistake(
            "sessions without a rate", .small,
            """
                admission: { sessions: { burst: 5 } }
            """,
            """
            distrib.yaml:5:28: error: "sessions" lacks "rate"
                    admission: { sessions: { burst: 5 } }
                                           ^~~~~~~~~~~~
            """),
        Mistake(
            "a class of everybody, one that is called normal, and one that stands twice", .small,
            """
                admission:
                  classes:
                    - { class: all, when: {} }
                    - { class: normal, when: { path: /a } }
                    - { class: gold, when: { path: /a } }
                    - { class: gold, when: { path: /b } }
                    - { class: "a b", when: { path: /b } }
            """,
            """
            distrib.yaml:7:31: error: "when" has no condition: it would be everybody's class
                        - { class: all, when: {} }
                                              ^~
            distrib.yaml:8:20: error: "normal" is the class of whoever belongs to no other: \
            give this one another name
                        - { class: normal, when: { path: /a } }
                                   ^~~~~~
            distrib.yaml:10:20: error: the class "gold" is already at line 9
                        - { class: gold, when: { path: /b } }
                                   ^~~~
            distrib.yaml:11:20: error: "a b" can't be a class: write 1 to 32 letters, digits, \
            "-" or "_"
                        - { class: "a b", when: { path: /b } }
                                   ^~~~~
            """),
        Mistake(
            "more classes than the door has", .small,
            """
                admission:
                  classes:
                    - { class: a, when: { path: /a } }
                    - { class: b, when: { path: /b } }
                    - { class: c, when: { path: /c } }
                    - { class: d, when: { path: /d } }
                    - { class: e, when: { path: /e } }
                    - { class: f, when: { path: /f } }
                    - { class: g, when: { path: /g } }
            """,
            """
            distrib.yaml:13:11: error: there are 7 classes; at most 6 can stand here, beside \
            "normal"
                        - { class: g, when: { path: /g } }
                          ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            """),
        Mistake(
            "shares of nothing, and of too much", .small,
            """
                admission:
                  classes:
                    - { class: a, when: { path: /a }, share: 60% }
                    - { class: b, when: { path: /b }, share: 50% }
                    - { class: c, when: { path: /c }, share: 0.3 }
            """,
            """
            distrib.yaml:7:9: error: the shares of all classes add up to 110%; at most 100% \
            can be shared
                        - { class: a, when: { path: /a }, share: 60% }
                        ^
            distrib.yaml:7:50: error: "share" is a part of the rate, and there is none: add \
            "sessions" to "admission"
                        - { class: a, when: { path: /a }, share: 60% }
                                                                 ^~~
            distrib.yaml:8:50: error: "share" is a part of the rate, and there is none: add \
            "sessions" to "admission"
                        - { class: b, when: { path: /b }, share: 50% }
                                                                 ^~~
            distrib.yaml:9:50: error: "share" must be a part of the rate from 1% to 100%, not \
            "0.3"
                        - { class: c, when: { path: /c }, share: 0.3 }
                                                                 ^~~
            """),
        Mistake(
            "always, and yet with a share", .small,
            """
                admission:
                  sessions: { rate: 1/s }
                  classes:
                    - { class: a, when: { path: /a }, always: true, share: 60%, thresholds: 2 }
            """,
            """
            distrib.yaml:8:64: error: a class that is "always" admitted has no use for \
            "share": leave one of them out
                        - { class: a, when: { path: /a }, always: true, share: 60%, thresholds: 2 }
                                                                               ^~~
            distrib.yaml:8:81: error: a class that is "always" admitted has no use for \
            "thresholds": leave one of them out
                        - { class: a, when: { path: /a }, always: true, share: 60%, thresholds: 2 }
                                                                                                ^
            """),
        Mistake(
            "thresholds that are no factor", .small,
            """
                admission: { classes: [{ class: a, when: { path: /a }, thresholds: 90 }] }
            """,
            """
            distrib.yaml:5:72: error: "thresholds" is a factor on the thresholds of the \
            signals, from 0.1 to 10
                    admission: { classes: [{ class: a, when: { path: /a }, thresholds: 90 }] }
                                                                                       ^~
            """),
        Mistake(
            "a class that asks for an indicator that is not there", .small,
            """
                admission:
                  classes: [{ class: a, when: { indicator: a } }]
            """,
            """
            distrib.yaml:6:48: error: "indicator" asks for a cookie that "admission" does not \
            name: add "indicator" there
                      classes: [{ class: a, when: { indicator: a } }]
                                                               ^
            """),
        Mistake(
            "an indicator without keys", .small,
            """
                admission:
                  indicator: { cookie: DistribClass }
            """,
            """
            distrib.yaml:6:18: error: an indicator is signed, and this pool has no keys: add \
            "keys" to "marker"
                      indicator: { cookie: DistribClass }
                                 ^~~~~~~~~~~~~~~~~~~~~~~~
            """),
        Mistake(
            "the indicator in the cookie of the session", .small,
            """
                web_server: { session_cookie: sid }
                admission:
                  indicator: { cookie: SID }
            """,
            """
            distrib.yaml:7:18: error: an indicator is signed, and this pool has no keys: add \
            "keys" to "marker"
                      indicator: { cookie: SID }
                                 ^~~~~~~~~~~~~~~
            distrib.yaml:7:28: error: the cookie "SID" is the application's session cookie, \
            at line 5: it can't also show a class
                      indicator: { cookie: SID }
                                           ^~~
            """),
        Mistake(
            "an indicator where no class is asked for", .small,
            """
                exempt: { when: { indicator: a } }
            """,
            """
            distrib.yaml:5:23: error: unknown key "indicator" in "when" (known: client, \
            client_host, country, continent, language, cookie, header, variable, path, host)
                    exempt: { when: { indicator: a } }
                                      ^~~~~~~~~
            """),
    ]
}
