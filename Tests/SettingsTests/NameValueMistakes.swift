extension Mistake {
    /// Names in letters that DNS does not have, names that stand twice, and what stands beside names.
    static let nameValueMistakes: [Mistake] = [
        Mistake(
            "letters beyond ASCII", .none,
            """
            pools:
              - pool: zürich.ch
                sites: [Bücher.zürich.ch., 'zürich.ch:80', 日本.jp]
            """,
            """
            distrib.yaml:2:11: error: Pool Name "zürich.ch": DNS names have no letters beyond \
            ASCII: write it as "xn--zrich-kva.ch"
                  - pool: zürich.ch
                          ^~~~~~~~~
            distrib.yaml:3:13: error: Site Name "Bücher.zürich.ch.": DNS names have no letters \
            beyond ASCII: write it as "xn--bcher-kva.xn--zrich-kva.ch"
                    sites: [Bücher.zürich.ch., 'zürich.ch:80', 日本.jp]
                            ^~~~~~~~~~~~~~~~~
            distrib.yaml:3:32: error: Site Name "zürich.ch:80": DNS names have no letters beyond \
            ASCII: write it as "xn--zrich-kva.ch:80"
                    sites: [Bücher.zürich.ch., 'zürich.ch:80', 日本.jp]
                                               ^~~~~~~~~~~~~~
            distrib.yaml:3:48: error: Site Name "日本.jp": DNS names have no letters beyond ASCII: \
            write it as "xn--wgv71a.jp"
                    sites: [Bücher.zürich.ch., 'zürich.ch:80', 日本.jp]
                                                               ^~~~~
            """),
        Mistake(
            "letters whose form is not plain", .none,
            """
            pools:
              - pool: app.com
                sites: ['é.ch', '☃.net', straße.ch]
            """,
            """
            distrib.yaml:3:13: error: Site Name "é.ch": the name has a character beyond ASCII; \
            DNS has such names in a form with "xn--", which your registrar or a web page for IDN \
            shows
                    sites: ['é.ch', '☃.net', straße.ch]
                            ^~~~~~~
            distrib.yaml:3:22: error: Site Name "☃.net": the name has a character beyond ASCII; \
            DNS has such names in a form with "xn--", which your registrar or a web page for IDN \
            shows
                    sites: ['é.ch', '☃.net', straße.ch]
                                     ^~~~~~~
            distrib.yaml:3:31: error: Site Name "straße.ch": the name has a character beyond \
            ASCII; DNS has such names in a form with "xn--", which your registrar or a web page \
            for IDN shows
                    sites: ['é.ch', '☃.net', straße.ch]
                                              ^~~~~~~~~
            """),
        Mistake(
            "aliases that are names already", .small,
            """
                aliases: [www.app.com, app.com, WWW.app.com]
            """,
            """
            distrib.yaml:5:28: error: the alias "app.com" is already at line 2, as the Pool Name
                    aliases: [www.app.com, app.com, WWW.app.com]
                                           ^~~~~~~
            distrib.yaml:5:37: error: the alias "www.app.com" is already at line 5, as an alias \
            of the Pool
                    aliases: [www.app.com, app.com, WWW.app.com]
                                                    ^~~~~~~~~~~
            """),
        Mistake(
            "weight", .small,
            """
                    weight: 0
            """,
            """
            distrib.yaml:5:17: error: "weight" must be a whole number from 1 to 1000, not "0"
                        weight: 0
                                ^
            """),
    ]
}
