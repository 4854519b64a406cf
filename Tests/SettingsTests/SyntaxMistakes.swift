extension Mistake {
    static let syntaxMistakes: [Mistake] = [
        Mistake(
            "not closed", .small,
            """
                marker: { ttl: 60s
                scheme: http
            """,
            """
            distrib.yaml:6:11: error: not YAML: did not find expected ',' or '}' while \
            parsing a flow mapping (line 5)
                    scheme: http
                          ^
            """),
        Mistake(
            "tabs", .small,
            #"""
            \#tscheme: http
            """#,
            """
            distrib.yaml:5:1: error: not YAML: found a tab character that violates \
            indentation while scanning a plain scalar (line 4); indent with spaces, not tabs
                 scheme: http
                ^
            """),
        Mistake(
            "an unquoted named location", .small,
            """
                session_start: { x_accel_redirect: @app }
            """,
            """
            distrib.yaml:5:40: error: not YAML: found character that cannot start any token \
            while scanning for the next token (line 5); put quotes around the value
                    session_start: { x_accel_redirect: @app }
                                                       ^~~~
            """),
        Mistake(
            "an unquoted star", .groups,
            """
                  rules: [{ group: us.app.com, when: { cookie: { region: * } } }]
            """,
            """
            distrib.yaml:10:63: error: not YAML: did not find expected alphabetic or numeric \
            character while scanning an alias (line 10); put quotes around a value that begins \
            with a star
                      rules: [{ group: us.app.com, when: { cookie: { region: * } } }]
                                                                              ^
            """),
        Mistake(
            "undefined alias", .small,
            """
                marker: *nothing
            """,
            """
            distrib.yaml:5:13: error: not YAML: found undefined alias; put quotes around a \
            value that begins with a star
                    marker: *nothing
                            ^~~~~~~~
            """),
        Mistake(
            "two documents", .small,
            """
            ---
            pools: []
            """,
            """
            distrib.yaml:5:1: error: not YAML: expected a single document in the stream, but \
            found another document
                ---
                ^~~
            """),
        Mistake(
            "a control character", .small,
            #"""
                scheme: http\#u{7}s
            """#,
            """
            distrib.yaml:5:17: error: the character U+0007 can't stand in YAML
                    scheme: http�s
                                ^
            """),
        Mistake(
            "a tab before the token", .small,
            #"""
                scheme:\#thttpx
            """#,
            """
            distrib.yaml:5:13: error: "scheme" must be http or https, not "httpx"; did you \
            mean "http"?
                    scheme: httpx
                            ^~~~~
            """),
        Mistake(
            "indentation", .small,
            """
               scheme: http
            """,
            """
            distrib.yaml:5:4: error: not YAML: did not find expected '-' indicator while \
            parsing a block collection (line 2); indent this line like those that it belongs \
            beside
                   scheme: http
                   ^~~~~~
            """),
        Mistake(
            "a token far to the right", .small,
            """
                marker: { keys: [], placement: query, ttl: 60s, clock_tolerance:              \
                                 5s, tll: 60s } # \
            xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\
            xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
            """,
            """
            distrib.yaml:5:108: error: unknown key "tll" in "marker"; did you mean "ttl"?
                …                                   5s, tll: 60s } # \
            xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\
            xxxxxxxxxxxxxxxxxxxxxxxxxx…
                                                        ^~~
            """),
        Mistake(
            "line breaks of other systems", .none,
            #"""
            pools:\#r
              - pool: app.com\#r
                sites: [{ site: b.app.com }]\#r
                schema: http\#r
            """#,
            """
            distrib.yaml:4:5: error: unknown key "schema" in a pool; did you mean "scheme"?
                    schema: http
                    ^~~~~~
            """),
        Mistake(
            "a byte order mark", .none,
            #"""
            \#u{FEFF}pools: []
            """#,
            """
            distrib.yaml:1:8: error: "pools" needs at least one pool
                pools: []
                       ^~
            """),
        Mistake(
            "letters of several bytes", .small,
            """
                marker: { 'größe': 1, ttl: 5 }
            """,
            """
            distrib.yaml:5:15: error: unknown key "größe" in "marker" (known: name, ttl, \
            clock_tolerance, placement, keys)
                    marker: { 'größe': 1, ttl: 5 }
                              ^~~~~~~
            distrib.yaml:5:32: error: "ttl": a duration needs a unit: 5s?
                    marker: { 'größe': 1, ttl: 5 }
                                               ^
            """),
        Mistake(
            "a quoted token with escapes", .small,
            #"""
                scheme: "ht\"tp"
            """#,
            #"""
            distrib.yaml:5:13: error: "scheme" must be http or https, not "ht\"tp"; did you \#
            mean "http"?
                    scheme: "ht\"tp"
                            ^~~~~~~~
            """#),
        Mistake(
            "a text over several lines", .small,
            """
                scheme: >
                  ht
                  tp
            """,
            #"""
            distrib.yaml:5:13: error: "scheme" must be http or https, not "ht tp\n"; did you \#
            mean "http"?
                    scheme: >
                            ^
            """#),
        Mistake(
            "a value that has an anchor", .small,
            """
                    addresses: &a [nowhere]
                redirect: { status: 1 }
            """,
            """
            distrib.yaml:5:24: error: "nowhere" is not an IPv4 or IPv6 address
                        addresses: &a [nowhere]
                                       ^~~~~~~
            distrib.yaml:6:25: error: "status" must be 302, 303 or 307, not "1"
                    redirect: { status: 1 }
                                        ^
            """),
    ]
}
