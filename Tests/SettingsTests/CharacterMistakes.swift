extension Mistake {
    static let characterMistakes: [Mistake] = [
        Mistake(
            "no-break spaces as indentation", .small,
            #"""
            \#u{A0}\#u{A0}\#u{A0}\#u{A0}scheme: http
            """#,
            #"""
            distrib.yaml:5:1: error: U+00A0 NO-BREAK SPACE is not a space to YAML: write an \#
            ordinary space, or put quotes around the text where it is meant
                \#u{A0}\#u{A0}\#u{A0}\#u{A0}scheme: http
                ^~~~
            """#),
        Mistake(
            "no-break spaces among the indentation of several lines", .small,
            #"""
                marker:
                \#u{A0} ttl: 60s
                \#u{A0} placement: path
            """#,
            #"""
            distrib.yaml:6:5: error: U+00A0 NO-BREAK SPACE is not a space to YAML: write an \#
            ordinary space, or put quotes around the text where it is meant
                    \#u{A0} ttl: 60s
                    ^
            distrib.yaml:7:5: error: U+00A0 NO-BREAK SPACE is not a space to YAML: write an \#
            ordinary space, or put quotes around the text where it is meant
                    \#u{A0} placement: path
                    ^
            """#),
        Mistake(
            "a no-break space behind a colon", .small,
            #"""
                scheme:\#u{A0}http
                marker: { ttl: 5 }
            """#,
            #"""
            distrib.yaml:5:12: error: U+00A0 NO-BREAK SPACE is not a space to YAML: write an \#
            ordinary space, or put quotes around the text where it is meant
                    scheme:\#u{A0}http
                           ^
            """#),
        Mistake(
            "a no-break space behind a colon, before braces", .small,
            #"""
                marker:\#u{A0}{ ttl: 60s }
                scheme: x
            """#,
            #"""
            distrib.yaml:5:12: error: U+00A0 NO-BREAK SPACE is not a space to YAML: write an \#
            ordinary space, or put quotes around the text where it is meant
                    marker:\#u{A0}{ ttl: 60s }
                           ^
            """#),
        Mistake(
            "a no-break space within braces", .small,
            #"""
                marker: { ttl: \#u{A0}60s }
            """#,
            #"""
            distrib.yaml:5:20: error: U+00A0 NO-BREAK SPACE is not a space to YAML: write an \#
            ordinary space, or put quotes around the text where it is meant
                    marker: { ttl: \#u{A0}60s }
                                   ^
            """#),
        Mistake(
            "a narrow no-break space at the end of a value", .small,
            #"""
                scheme: http\#u{202F}
            """#,
            #"""
            distrib.yaml:5:17: error: U+202F NARROW NO-BREAK SPACE is not a space to YAML: write \#
            an ordinary space, or put quotes around the text where it is meant
                    scheme: http\#u{202F}
                                ^
            """#),
        Mistake(
            "zero-width characters in a name and in a key, beside another mistake", .small,
            #"""
                  - site: gen\#u{200B}eva\#u{200D}.app.com
                sch\#u{2060}eme: https
                marker: { ttl: 5 }
            """#,
            """
            distrib.yaml:5:18: error: U+200B ZERO WIDTH SPACE can't be seen: take it out, or put \
            quotes around the text where it is meant
                      - site: gen�eva�.app.com
                                 ^
            distrib.yaml:5:22: error: U+200D ZERO WIDTH JOINER can't be seen: take it out, or put \
            quotes around the text where it is meant
                      - site: gen�eva�.app.com
                                     ^
            distrib.yaml:6:8: error: U+2060 WORD JOINER can't be seen: take it out, or put quotes \
            around the text where it is meant
                    sch�eme: https
                       ^
            distrib.yaml:7:20: error: "ttl": a duration needs a unit: 5s?
                    marker: { ttl: 5 }
                                   ^
            """),
        Mistake(
            "zero-width characters between quotes", .small,
            #"""
                  - site: "gen\#u{200B}eva.app.com"
                "sch\#u{200C}eme": https
            """#,
            #"""
            distrib.yaml:5:15: error: Site Name "gen\u{200b}eva.app.com": the name has the \#
            character U+200B ZERO WIDTH SPACE, which can't be seen: take it out
                      - site: "gen�eva.app.com"
                              ^~~~~~~~~~~~~~~~~
            distrib.yaml:6:5: error: unknown key "sch\u{200c}eme" in a pool; did you mean "scheme"?
                    "sch�eme": https
                    ^~~~~~~~~
            """#),
        Mistake(
            "characters that can't be seen in comments and quotes are let pass", .groups,
            #"""
                  # a\#u{A0}b\#u{200B}
                  rules: [{ group: us.app.com, when: { header: { X-A: "a\#u{A0}b" }, path: x } }]
            """#,
            #"""
            distrib.yaml:11:74: error: the path "x" must begin with "/"
                      rules: [{ group: us.app.com, when: { header: { X-A: "a\#u{A0}b" }, path: x \#
            } }]
                                                                                         ^
            """#),
        Mistake(
            "a byte order mark within the text", .small,
            #"""
                  - site: gen\#u{FEFF}eva.app.com
            """#,
            """
            distrib.yaml:5:18: error: the character U+FEFF ZERO WIDTH NO-BREAK SPACE can't stand \
            in YAML
                      - site: gen�eva.app.com
                                 ^
            """),
        Mistake(
            "a no-break space in a comment before a mistake of syntax", .small,
            #"""
                # a\#u{A0}b
                scheme: "x\#u{A0}y" z
            """#,
            #"""
            distrib.yaml:6:19: error: not YAML: did not find expected key while parsing a block \#
            mapping (line 2); put quotes around the whole value
                    scheme: "x\#u{A0}y" z
                                  ^
            """#),
        Mistake(
            "a tab before a key", .small,
            #"""
            \#tscheme: http
            """#,
            """
            distrib.yaml:5:1: error: not YAML: found a tab character that violates indentation \
            while scanning a plain scalar (line 4); indent with spaces, not tabs
                 scheme: http
                ^
            """),
        Mistake(
            "a tab below a key", .small,
            #"""
                marker:
            \#t  ttl: 60s
            """#,
            """
            distrib.yaml:6:1: error: not YAML: found character that cannot start any token while \
            scanning for the next token (line 6); indent with spaces, not tabs
                   ttl: 60s
                ^
            """),
        Mistake(
            "a tab behind a dash", .small,
            #"""
                  -\#tsite: geneva.app.com
            """#,
            """
            distrib.yaml:5:8: error: not YAML: found character that cannot start any token while \
            scanning for the next token (line 5); indent with spaces, not tabs
                      - site: geneva.app.com
                       ^
            """),
    ]
}
