extension Mistake {
    static let cookieMistakes: [Mistake] = [
        Mistake(
            "cookie of a host with a domain", .groups,
            """
                  remember: { cookie: __Host-Group, domain: app.com }
            """,
            """
            distrib.yaml:10:27: error: browsers refuse a cookie whose name begins with "__Host-" \
            if it has a domain: leave "domain" out, or choose another name
                      remember: { cookie: __Host-Group, domain: app.com }
                                          ^~~~~~~~~~~~
            """),
        Mistake(
            "cookies for https alone", .groups,
            """
                  remember: { cookie: __secure-Group }
                scheme: http
            """,
            """
            distrib.yaml:10:27: error: browsers refuse a cookie whose name begins with \
            "__Secure-" unless it comes by https
                      remember: { cookie: __secure-Group }
                                          ^~~~~~~~~~~~~~
            """),
        Mistake(
            "single label as a domain", .groups,
            """
                  remember: { cookie: a, domain: com }
            """,
            """
            distrib.yaml:10:38: error: browsers refuse a cookie for the domain com, which is a \
            single label
                      remember: { cookie: a, domain: com }
                                                     ^~~
            """),
        Mistake(
            "domain that Sites are outside of", .groups,
            """
                  remember: { cookie: a, domain: us.app.com }
            """,
            """
            distrib.yaml:10:38: error: browsers refuse a cookie for the domain us.app.com from \
            names outside it: boston.app.com, geneva.app.com
                      remember: { cookie: a, domain: us.app.com }
                                                     ^~~~~~~~~~
            """),
        Mistake(
            "domain with a letter beyond ASCII", .groups,
            """
                  remember: { cookie: a, domain: .zürich.ch }
            """,
            """
            distrib.yaml:10:38: error: "domain" ".zürich.ch": DNS names have no letters beyond \
            ASCII: write it as "xn--zrich-kva.ch"
                      remember: { cookie: a, domain: .zürich.ch }
                                                     ^~~~~~~~~~
            """),
        Mistake(
            "remembered Group in the session cookie", .groups,
            """
                  remember: { cookie: SID }
                web_server: { session_cookie: sid }
            """,
            """
            distrib.yaml:10:27: error: the cookie "SID" is the application's session cookie, at \
            line 11: every client that has it would seem to have a session
                      remember: { cookie: SID }
                                          ^~~
            """),
    ]
}
