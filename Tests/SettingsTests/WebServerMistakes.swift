extension Mistake {
    static let webServerMistakes: [Mistake] = [
        Mistake(
            "unknown key in web_server", .small,
            """
                web_server: { cookie: SID }
            """,
            """
            distrib.yaml:5:19: error: unknown key "cookie" in "web_server" (known: component, \
            application, session_cookie, session_cookie_attributes, component_down, assets, \
            country, listen, port, tls, upload_limit)
                    web_server: { cookie: SID }
                                  ^~~~~~
            """),
        Mistake(
            "sockets", .small,
            """
                web_server:
                  component: /run/distrib.sock
                  application: { http: http://127.0.0.1:8080/ }
            """,
            """
            distrib.yaml:6:18: error: "component" must be a socket, such as \
            unix:/run/distrib/distrib.sock or 127.0.0.1:9000, not "/run/distrib.sock"
                      component: /run/distrib.sock
                                 ^~~~~~~~~~~~~~~~~
            distrib.yaml:7:28: error: "http" must be a socket, such as \
            unix:/run/distrib/distrib.sock or 127.0.0.1:9000, not "http://127.0.0.1:8080/"
                      application: { http: http://127.0.0.1:8080/ }
                                           ^~~~~~~~~~~~~~~~~~~~~~
            """),
        Mistake(
            "two applications", .small,
            """
                web_server: { application: { http: 127.0.0.1:80, fastcgi: 127.0.0.1:90 } }
            """,
            """
            distrib.yaml:5:32: error: "application" needs either "http" or "fastcgi": where it \
            listens
                    web_server: { application: { http: 127.0.0.1:80, fastcgi: 127.0.0.1:90 } }
                                               ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            """),
        Mistake(
            "PHP without a root", .small,
            """
                web_server: { application: { fastcgi: unix:/run/php.sock } }
            """,
            """
            distrib.yaml:5:32: error: "application" lacks "root"
                    web_server: { application: { fastcgi: unix:/run/php.sock } }
                                               ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            """),
        Mistake(
            "cookie that is none", .small,
            """
                web_server: { session_cookie: S=D }
            """,
            """
            distrib.yaml:5:35: error: "session_cookie" must be a cookie's name of letters, \
            digits, "-", "." and "_", not "S=D"
                    web_server: { session_cookie: S=D }
                                                  ^~~
            """),
        Mistake(
            "cookie with a character of web servers", .small,
            """
                web_server: { session_cookie: "$SID" }
            """,
            """
            distrib.yaml:5:35: error: "session_cookie" must be a cookie's name of letters, \
            digits, "-", "." and "_", not "$SID"
                    web_server: { session_cookie: "$SID" }
                                                  ^~~~~~
            """),
        Mistake(
            "addresses to listen at", .small,
            """
                web_server: { listen: [192.0.2.1, "*", "192.0.2.1:80"] }
            """,
            """
            distrib.yaml:5:39: error: "*" is not an IPv4 or IPv6 address
                    web_server: { listen: [192.0.2.1, "*", "192.0.2.1:80"] }
                                                      ^~~
            distrib.yaml:5:44: error: "192.0.2.1:80" is not an IPv4 or IPv6 address; leave the port \
            out
                    web_server: { listen: [192.0.2.1, "*", "192.0.2.1:80"] }
                                                           ^~~~~~~~~~~~~~
            """),
        Mistake(
            "component_down", .small,
            """
                web_server: { component_down: opne }
            """,
            """
            distrib.yaml:5:35: error: "component_down" must be open or closed, not "opne"
                    web_server: { component_down: opne }
                                                  ^~~~
            """),
        Mistake(
            "assets", .small,
            """
                web_server: { assets: { paths: [assets/], suffixes: ["c;s"] } }
            """,
            """
            distrib.yaml:5:37: error: a path of assets must begin with "/", not "assets/"
                    web_server: { assets: { paths: [assets/], suffixes: ["c;s"] } }
                                                    ^~~~~~~
            distrib.yaml:5:58: error: a suffix of assets must be one word of letters, digits and \
            "./_-:", not "c;s"
                    web_server: { assets: { paths: [assets/], suffixes: ["c;s"] } }
                                                                         ^~~~~
            """),
        Mistake(
            "no country", .small,
            """
                web_server: { country: {} }
            """,
            """
            distrib.yaml:5:28: error: "country" needs either "header" or "variable"
                    web_server: { country: {} }
                                           ^~
            """),
        Mistake(
            "two countries", .small, "    web_server: { country: { header: A, variable: b } }",
            """
            distrib.yaml:5:28: error: "country" needs either "header" or "variable"
                    web_server: { country: { header: A, variable: b } }
                                           ^~~~~~~~~~~~~~~~~~~~~~~~~~
            """),
        Mistake(
            "TLS without its files", .small,
            """
                web_server:
                  tls: { certificate: app.pem, strict_transport_security: 1 }
            """,
            """
            distrib.yaml:6:12: error: "tls" lacks "key"
                      tls: { certificate: app.pem, strict_transport_security: 1 }
                           ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            distrib.yaml:6:27: error: "certificate" must begin with "/", not "app.pem"
                      tls: { certificate: app.pem, strict_transport_security: 1 }
                                          ^~~~~~~
            distrib.yaml:6:63: error: "strict_transport_security": a duration needs a unit: 1s?
                      tls: { certificate: app.pem, strict_transport_security: 1 }
                                                                              ^
            """),
        Mistake(
            "upload limit", .small,
            """
                web_server: { upload_limit: 16 }
            """,
            """
            distrib.yaml:5:33: error: "upload_limit" must be a size from 1k to 9999g, such as \
            16m, not "16"
                    web_server: { upload_limit: 16 }
                                                ^~
            """),
        Mistake(
            "upload limit of nothing", .small,
            """
                web_server: { upload_limit: 0m }
            """,
            """
            distrib.yaml:5:33: error: "upload_limit" must be a size from 1k to 9999g, such as \
            16m, not "0m"
                    web_server: { upload_limit: 0m }
                                                ^~
            """),
        Mistake(
            "attributes that a web server would take apart", .small,
            """
                web_server: { session_cookie_attributes: 'Path=/"' }
            """,
            """
            distrib.yaml:5:46: error: "session_cookie_attributes" must look like "Path=/; \
            Domain=app.com", not "Path=/\\""
                    web_server: { session_cookie_attributes: 'Path=/"' }
                                                             ^~~~~~~~~
            """),
    ]
}
