extension Mistake {
    static let answerMistakes: [Mistake] = [
        Mistake(
            "scheme", .small,
            """
                scheme: htps
            """,
            """
            distrib.yaml:5:13: error: "scheme" must be http or https, not "htps"; did you \
            mean "https"?
                    scheme: htps
                            ^~~~
            """),
        Mistake(
            "permanent redirect", .small,
            """
                redirect: { status: 301, unsafe_method_status: 308 }
            """,
            """
            distrib.yaml:5:25: error: "status" can't be 301: permanent redirects bind \
            browsers for ever; use 302, 303 or 307
                    redirect: { status: 301, unsafe_method_status: 308 }
                                        ^~~
            distrib.yaml:5:52: error: "unsafe_method_status" can't be 308: permanent \
            redirects bind browsers for ever; use 302, 303 or 307
                    redirect: { status: 301, unsafe_method_status: 308 }
                                                                   ^~~
            """),
        Mistake(
            "not a redirect", .small,
            """
                redirect: { status: 200 }
            """,
            """
            distrib.yaml:5:25: error: "status" must be 302, 303 or 307, not "200"
                    redirect: { status: 200 }
                                        ^~~
            """),
        Mistake(
            "mechanism", .small,
            """
                redirect: { mechanism: meta-refresh }
            """,
            """
            distrib.yaml:5:28: error: "mechanism" must be location or meta_refresh, not \
            "meta-refresh"; did you mean "meta_refresh"?
                    redirect: { mechanism: meta-refresh }
                                           ^~~~~~~~~~~~
            """),
        Mistake(
            "named location without its at sign", .small,
            """
                session_start: { x_accel_redirect: app }
            """,
            """
            distrib.yaml:5:40: error: "x_accel_redirect" must be a named location, such as \
            "@app", not "app"
                    session_start: { x_accel_redirect: app }
                                                       ^~~
            """),
        Mistake(
            "a prefix of a path", .small,
            """
                session_start: { x_accel_redirect: /internal }
            """,
            """
            distrib.yaml:5:40: error: "x_accel_redirect" must be a named location, such as \
            "@app", not "/internal": at a path, nginx would forget method and encoding of the \
            request
                    session_start: { x_accel_redirect: /internal }
                                                       ^~~~~~~~~
            """),
        Mistake(
            "line break in a path", .small,
            #"""
                session_start: { x_accel_redirect: "/a\r\nX: y" }
            """#,
            #"""
            distrib.yaml:5:40: error: "x_accel_redirect" must be a named location, such as \#
            "@app", not "/a\u{d}\nX: y": at a path, nginx would forget method and encoding of the \#
            request
                    session_start: { x_accel_redirect: "/a\r\nX: y" }
                                                       ^~~~~~~~~~~~
            """#),
        Mistake(
            "max_sites of zero", .small,
            """
                overflow: { max_sites: 0 }
            """,
            """
            distrib.yaml:5:28: error: "max_sites" must be a whole number from 1 to 20, not "0"
                    overflow: { max_sites: 0 }
                                           ^
            """),
        Mistake(
            "max_sites beyond what browsers follow", .small,
            """
                overflow: { max_sites: 21 }
            """,
            """
            distrib.yaml:5:28: error: "max_sites" must be a whole number from 1 to 20, not "21"
                    overflow: { max_sites: 21 }
                                           ^~
            """),
        Mistake(
            "max_sites not a number", .small,
            """
                overflow: { max_sites: many }
            """,
            """
            distrib.yaml:5:28: error: "max_sites" must be a whole number from 1 to 20, not \
            "many"
                    overflow: { max_sites: many }
                                           ^~~~
            """),
        Mistake(
            "status of the busy page", .small,
            """
                busy_page: { status: 404 }
            """,
            """
            distrib.yaml:5:26: error: "status" must be 200 or 503, not "404"
                    busy_page: { status: 404 }
                                         ^~~
            """),
        Mistake(
            "retry_after of zero", .small,
            """
                busy_page: { retry_after: 0s }
            """,
            """
            distrib.yaml:5:31: error: "retry_after" must be whole seconds, at least 1s
                    busy_page: { retry_after: 0s }
                                              ^~
            """),
        Mistake(
            "missing template", .small,
            """
                busy_page: { template: missing/busy.html }
            """,
            """
            distrib.yaml:5:28: error: the template missing/busy.html can't be read: open: No \
            such file or directory
                    busy_page: { template: missing/busy.html }
                                           ^~~~~~~~~~~~~~~~~
            """),
    ]
}
