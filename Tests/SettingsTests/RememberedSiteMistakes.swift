extension Mistake {
    static let rememberedSiteMistakes: [Mistake] = [
        Mistake(
            "remembered Site in the session cookie", .small,
            """
                remember_site: { cookie: SID, domain: app.com }
                web_server: { session_cookie: SID }
            """,
            """
            distrib.yaml:5:30: error: the cookie "SID" is the application's session cookie, at \
            line 6: every client that has it would seem to have a session
                    remember_site: { cookie: SID, domain: app.com }
                                             ^~~
            """),
        Mistake(
            "remembered Site in the cookie of the Group", .groups,
            """
                  remember: { cookie: Where }
                remember_site: { cookie: Where, domain: app.com }
            """,
            """
            distrib.yaml:11:30: error: the cookie "Where" remembers the Group, at line 10: it \
            can't also remember a Site
                    remember_site: { cookie: Where, domain: app.com }
                                             ^~~~~
            """),
        Mistake(
            "a cookie of web servers with a character of theirs", .small,
            """
                remember_site: { cookie: "Distrib$Site", domain: app.com }
            """,
            """
            distrib.yaml:5:30: error: the cookie of "remember_site" needs a name of letters, \
            digits, "-", "." and "_", not "Distrib$Site"
                    remember_site: { cookie: "Distrib$Site", domain: app.com }
                                             ^~~~~~~~~~~~~~
            """),
        Mistake(
            "remembered Site without a cookie", .small,
            """
                remember_site: { domain: app.com }
            """,
            """
            distrib.yaml:5:20: error: "remember_site" lacks "cookie"
                    remember_site: { domain: app.com }
                                   ^~~~~~~~~~~~~~~~~~~
            """),
        Mistake(
            "remembered Site with a prefix and a domain", .small,
            """
                remember_site: { cookie: __Host-Site, domain: app.com }
            """,
            """
            distrib.yaml:5:30: error: browsers refuse a cookie whose name begins with "__Host-" \
            if it has a domain: leave "domain" out, or choose another name
                    remember_site: { cookie: __Host-Site, domain: app.com }
                                             ^~~~~~~~~~~
            """),
        Mistake(
            "nobody exempt", .small,
            """
                exempt: {}
            """,
            """
            distrib.yaml:5:13: error: "exempt" lacks "when"
                    exempt: {}
                            ^~
            """),
        Mistake(
            "everybody exempt", .small,
            """
                exempt: [{ when: {} }]
            """,
            """
            distrib.yaml:5:22: error: "when" has no condition: it would exempt every request
                    exempt: [{ when: {} }]
                                     ^~
            """),
        Mistake(
            "exempt without when", .small,
            """
                exempt: { header: { User-Agent: "*bot*" } }
            """,
            """
            distrib.yaml:5:13: error: "exempt" lacks "when"
                    exempt: { header: { User-Agent: "*bot*" } }
                            ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            distrib.yaml:5:15: error: unknown key "header" in "exempt" (known: when)
                    exempt: { header: { User-Agent: "*bot*" } }
                              ^~~~~~
            """),
        Mistake(
            "marker name", .small,
            """
                marker: { name: "a/b" }
            """,
            """
            distrib.yaml:5:21: error: "a/b" can't be a marker's name: write 1 to 15 letters, \
            digits, "-" or "_"
                    marker: { name: "a/b" }
                                    ^~~~~
            """),
        Mistake(
            "marker name too long", .small,
            """
                marker: { name: a-name-of-16-byt }
            """,
            """
            distrib.yaml:5:21: error: "a-name-of-16-byt" can't be a marker's name: write 1 to 15 \
            letters, digits, "-" or "_"
                    marker: { name: a-name-of-16-byt }
                                    ^~~~~~~~~~~~~~~~
            """),
        Mistake(
            "beyond the Group", .small,
            """
                overflow: { beyond_group: maybe }
            """,
            """
            distrib.yaml:5:31: error: "beyond_group" must be true or false, not "maybe"
                    overflow: { beyond_group: maybe }
                                              ^~~~~
            """),
    ]
}
