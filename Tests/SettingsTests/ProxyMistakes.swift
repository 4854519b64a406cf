extension Mistake {
    static let proxyMistakes: [Mistake] = [
        Mistake(
            "a path where unix: belongs", .none,
            """
            trusted_proxies: ["unix:/run/proxy.sock"]
            pools: [{ pool: app.com, sites: [boston.app.com] }]
            """,
            """
            distrib.yaml:1:19: error: write "unix:" alone: a peer that came through a unix socket \
            has no address
                trusted_proxies: ["unix:/run/proxy.sock"]
                                  ^~~~~~~~~~~~~~~~~~~~~~
            """),
        Mistake(
            "an address without quotes", .none,
            """
            trusted_proxies: [::1]
            pools: [{ pool: app.com, sites: [boston.app.com] }]
            """,
            """
            distrib.yaml:1:19: error: not YAML: did not find expected node content while parsing \
            a flow node (line 1); put quotes around the value
                trusted_proxies: [::1]
                                  ^~~
            """),
        Mistake(
            "family of fields", .none,
            """
            forwarded: x-forwaded
            pools: [{ pool: app.com, sites: [boston.app.com] }]
            """,
            """
            distrib.yaml:1:12: error: "forwarded" must be x-forwarded, forwarded, or a list of \
            names of header fields, not "x-forwaded"; did you mean "x-forwarded"?
                forwarded: x-forwaded
                           ^~~~~~~~~~
            """),
        Mistake(
            "names of fields", .none,
            """
            forwarded: [X-Real-IP, "X Scheme"]
            pools: [{ pool: app.com, sites: [boston.app.com] }]
            """,
            """
            distrib.yaml:1:24: error: "X Scheme" can't be a header's name
                forwarded: [X-Real-IP, "X Scheme"]
                                       ^~~~~~~~~~
            """),
        Mistake(
            "no names of fields", .none,
            """
            forwarded: []
            pools: [{ pool: app.com, sites: [boston.app.com] }]
            """,
            """
            distrib.yaml:1:12: error: "forwarded" needs at least one value
                forwarded: []
                           ^~
            """),
        Mistake(
            "forwarded within a pool", .small,
            """
                forwarded: forwarded
            """,
            """
            distrib.yaml:5:5: error: unknown key "forwarded" in a pool; it belongs to the top of \
            the file: begin it at the first column
                    forwarded: forwarded
                    ^~~~~~~~~
            """),
        Mistake(
            "answer to scripts", .small,
            """
                fetch: { answer: problems }
            """,
            """
            distrib.yaml:5:22: error: "answer" must be problem or redirect, not "problems"; did \
            you mean "problem"?
                    fetch: { answer: problems }
                                     ^~~~~~~~
            """),
        Mistake(
            "name of the application", .small,
            #"""
                busy_page: { name: "two\nlines" }
            """#,
            #"""
            distrib.yaml:5:24: error: "name" must be a text of 1 to 100 characters in one line, \#
            not "two\nlines"
                    busy_page: { name: "two\nlines" }
                                       ^~~~~~~~~~~~
            """#),
        Mistake(
            "logo that is not there", .small,
            """
                busy_page: { logo: missing/logo.svg }
            """,
            """
            distrib.yaml:5:24: error: the logo missing/logo.svg can't be read: open: No such file \
            or directory
                    busy_page: { logo: missing/logo.svg }
                                       ^~~~~~~~~~~~~~~~
            """),
    ]
}
