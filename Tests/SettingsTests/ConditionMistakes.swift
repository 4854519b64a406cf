extension Mistake {
    static let conditionMistakes: [Mistake] = [
        Mistake(
            "unknown condition", .groups,
            """
                  rules: [{ group: eu.app.com, when: { contry: CH } }]
            """,
            """
            distrib.yaml:10:44: error: unknown key "contry" in "when"; did you mean "country"?
                      rules: [{ group: eu.app.com, when: { contry: CH } }]
                                                           ^~~~~~
            """),
        Mistake(
            "country in words", .groups,
            """
                  rules: [{ group: eu.app.com, when: { country: [CH, Germany], continent: 1 } }]
            """,
            """
            distrib.yaml:10:58: error: "Germany" is not a country code of two letters, such \
            as CH
                      rules: [{ group: eu.app.com, when: { country: [CH, Germany], continent: \
            1 } }]
                                                                         ^~~~~~~
            distrib.yaml:10:79: error: "1" is not a continent code of two letters, such as EU
                      rules: [{ group: eu.app.com, when: { country: [CH, Germany], continent: \
            1 } }]
                                                                                              ^
            """),
        Mistake(
            "condition with an empty list", .groups,
            """
                  rules: [{ group: eu.app.com, when: { country: [] } }]
            """,
            """
            distrib.yaml:10:53: error: "country" needs at least one value
                      rules: [{ group: eu.app.com, when: { country: [] } }]
                                                                    ^~
            """),
        Mistake(
            "condition with a mapping", .groups,
            """
                  rules: [{ group: eu.app.com, when: { country: { CH: DE } } }]
            """,
            """
            distrib.yaml:10:53: error: "country" must be a single value or a list, not a mapping
                      rules: [{ group: eu.app.com, when: { country: { CH: DE } } }]
                                                                    ^~~~~~~~~~
            """),
        Mistake(
            "language", .groups,
            """
                  rules: [{ group: eu.app.com, when: { language: [de, de_CH] } }]
            """,
            """
            distrib.yaml:10:59: error: "de_CH" is not a language tag, such as de or pt-BR
                      rules: [{ group: eu.app.com, when: { language: [de, de_CH] } }]
                                                                          ^~~~~
            """),
        Mistake(
            "client network", .groups,
            """
                  rules: [{ group: eu.app.com, when: { client: 192.0.2.1/24 } }]
            """,
            """
            distrib.yaml:10:52: error: "192.0.2.1/24" has bits set beyond its prefix of 24
                      rules: [{ group: eu.app.com, when: { client: 192.0.2.1/24 } }]
                                                                   ^~~~~~~~~~~~
            """),
        Mistake(
            "client_host", .groups,
            """
                  rules: [{ group: eu.app.com, when: { client_host: [.eu, "*.org", a.org:80] \
            } }]
            """,
            """
            distrib.yaml:10:63: error: the suffix "*.org": the name has a character that DNS \
            names lack: '*'
                      rules: [{ group: eu.app.com, when: { client_host: [.eu, "*.org", \
            a.org:80] } }]
                                                                              ^~~~~~~
            distrib.yaml:10:72: error: the suffix "a.org:80" can't have a port
                      rules: [{ group: eu.app.com, when: { client_host: [.eu, "*.org", \
            a.org:80] } }]
                                                                                       ^~~~~~~~
            """),
        Mistake(
            "cookie without patterns", .groups,
            """
                  rules: [{ group: eu.app.com, when: { cookie: region } }]
            """,
            """
            distrib.yaml:10:52: error: "cookie" must be a mapping of keys to values, not a \
            single value
                      rules: [{ group: eu.app.com, when: { cookie: region } }]
                                                                   ^~~~~~
            """),
        Mistake(
            "cookie with an empty mapping", .groups,
            """
                  rules: [{ group: eu.app.com, when: { cookie: {} } }]
            """,
            """
            distrib.yaml:10:52: error: "cookie" needs a name and a value
                      rules: [{ group: eu.app.com, when: { cookie: {} } }]
                                                                   ^~
            """),
        Mistake(
            "names that can't be", .groups,
            """
                  rules: [{ group: eu.app.com, when: { cookie: { a b: x }, header: { "X:": x \
            }, variable: { 1A: x } } }]
            """,
            """
            distrib.yaml:10:54: error: "a b" can't be a cookie's name
                      rules: [{ group: eu.app.com, when: { cookie: { a b: x }, header: { \
            "X:": x }, variable: { 1A: x } } }]
                                                                     ^~~
            distrib.yaml:10:74: error: "X:" can't be a header's name
                      rules: [{ group: eu.app.com, when: { cookie: { a b: x }, header: { \
            "X:": x }, variable: { 1A: x } } }]
                                                                                         ^~~~
            distrib.yaml:10:97: error: "1A" can't be the name of a CGI variable
                      rules: [{ group: eu.app.com, when: { cookie: { a b: x }, header: { \
            "X:": x }, variable: { 1A: x } } }]
                                                                                              \
                              ^~
            """),
        Mistake(
            "bad pattern", .groups,
            """
                  rules: [{ group: eu.app.com, when: { header: { X-Region: "e*u" } } }]
            """,
            """
            distrib.yaml:10:64: error: the pattern "e*u" has a star where none may stand: \
            write "x", "x*", "*x", "*x*" or "*"
                      rules: [{ group: eu.app.com, when: { header: { X-Region: "e*u" } } }]
                                                                               ^~~~~
            """),
        Mistake(
            "path without a slash", .groups,
            """
                  rules: [{ group: eu.app.com, when: { path: [eu/, "/a b", "/a?b"] } }]
            """,
            """
            distrib.yaml:10:51: error: the path "eu/" must begin with "/"
                      rules: [{ group: eu.app.com, when: { path: [eu/, "/a b", "/a?b"] } }]
                                                                  ^~~
            distrib.yaml:10:56: error: the path "/a b" has a character that no path of a URI \
            has: percent-encode it
                      rules: [{ group: eu.app.com, when: { path: [eu/, "/a b", "/a?b"] } }]
                                                                       ^~~~~~
            distrib.yaml:10:64: error: the path "/a?b" has a character that no path of a URI \
            has: percent-encode it
                      rules: [{ group: eu.app.com, when: { path: [eu/, "/a b", "/a?b"] } }]
                                                                               ^~~~~~
            """),
        Mistake(
            "host", .groups,
            """
                  rules: [{ group: eu.app.com, when: { host: "shop.*" } }]
            """,
            """
            distrib.yaml:10:50: error: host "shop.*": the name has a character that DNS names \
            lack: '*'
                      rules: [{ group: eu.app.com, when: { host: "shop.*" } }]
                                                                 ^~~~~~~~
            """),
    ]
}
