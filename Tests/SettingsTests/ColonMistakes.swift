extension Mistake {
    static let colonMistakes: [Mistake] = [
        Mistake(
            "a key without its colon", .small,
            """
                scheme http
                marker: { ttl: 60s }
            """,
            """
            distrib.yaml:5:5: error: not YAML: could not find expected ':'; write "key: value", \
            with a space after the colon
                    scheme http
                    ^~~~~~
            """),
        Mistake(
            "a key without its colon, at the end", .small,
            """
                scheme http
            """,
            """
            distrib.yaml:5:5: error: not YAML: could not find expected ':'; write "key: value", \
            with a space after the colon
                    scheme http
                    ^~~~~~
            """),
        Mistake(
            "a colon without its space", .small,
            """
                scheme:http
                marker: { ttl: 60s }
            """,
            """
            distrib.yaml:5:5: error: not YAML: could not find expected ':'; write "key: value", \
            with a space after the colon
                    scheme:http
                    ^~~~~~~~~~~
            """),
        Mistake(
            "the first key of a mapping without its colon", .small,
            """
                marker:
                  ttl 60s

                  # a minute
                  placement: path
            """,
            """
            distrib.yaml:6:7: error: not YAML: could not find expected ':'; write "key: value", \
            with a space after the colon
                      ttl 60s
                      ^~~
            """),
        Mistake(
            "the first key of the file without its colon", .none,
            """
            pools
              - pool: app.com
            """,
            """
            distrib.yaml:1:1: error: not YAML: could not find expected ':'; write "key: value", \
            with a space after the colon
                pools
                ^~~~~
            """),
        Mistake(
            "a line that is indented further than the one before", .small,
            """
                scheme: http
                  marker: {}
            """,
            """
            distrib.yaml:6:7: error: not YAML: mapping values are not allowed in this context; \
            this line is indented further than line 5, which has a value already
                      marker: {}
                      ^~~~~~
            """),
        Mistake(
            "a value with a colon and a space", .small,
            """
                busy_page: { status: 503 }
                scheme: http: x
            """,
            """
            distrib.yaml:6:13: error: not YAML: mapping values are not allowed in this context; \
            put quotes around a value with a colon in it
                    scheme: http: x
                            ^~~~
            """),
        Mistake(
            "an address that ends with a colon", .none,
            """
            trusted_proxies: 2001:db8::
            """,
            """
            distrib.yaml:1:18: error: not YAML: mapping values are not allowed in this context; \
            put quotes around a value with a colon in it
                trusted_proxies: 2001:db8::
                                 ^~~~~~~~~
            """),
        Mistake(
            "an address that begins with a colon, in brackets", .none,
            """
            trusted_proxies: [ ::1/128 ]
            """,
            """
            distrib.yaml:1:20: error: not YAML: did not find expected node content while parsing \
            a flow node (line 1); put quotes around the value
                trusted_proxies: [ ::1/128 ]
                                   ^~~~~~~
            """),
        Mistake(
            "an address that ends with a colon, in brackets", .none,
            """
            trusted_proxies: [2001:db8::, 192.0.2.1]
            """,
            """
            distrib.yaml:1:19: error: not YAML: found unexpected ':' while scanning a plain \
            scalar; put quotes around the value
                trusted_proxies: [2001:db8::, 192.0.2.1]
                                  ^~~~~~~~~~
            """),
        Mistake(
            "a name and a port that YAML takes for a mapping", .groups,
            """
                  rules: [{ group: us.app.com, when: { host: [shop.app.com: 80] } }]
            """,
            """
            distrib.yaml:10:51: error: a value of "host" must be a single value, not a mapping; \
            if it is a text with a colon, put quotes around it
                      rules: [{ group: us.app.com, when: { host: [shop.app.com: 80] } }]
                                                                  ^~~~~~~~~~~~
            """),
        Mistake(
            "a quote that is not closed", .small,
            """
                scheme: "http
                marker: {}
            """,
            """
            distrib.yaml:5:13: error: not YAML: found unexpected end of stream while scanning a \
            quoted scalar; the quote here is not closed
                    scheme: "http
                            ^~~~~
            """),
        Mistake(
            "sites as far left as their pool's dash", .none,
            """
            pools:
              - pool: app.com
              sites:
                - site: boston.app.com
            """,
            """
            distrib.yaml:3:3: error: not YAML: did not find expected '-' indicator while parsing \
            a block collection (line 2); indent this line like those that it belongs beside
                  sites:
                  ^~~~~
            """),
        Mistake(
            "a quoted value that goes on", .small,
            """
                scheme: "http" s
            """,
            """
            distrib.yaml:5:20: error: not YAML: did not find expected key while parsing a block \
            mapping (line 2); put quotes around the whole value
                    scheme: "http" s
                                   ^
            """),
        Mistake(
            "an outdented key", .none,
            """
            pools:
              - pool: app.com
            sites:
              - site: boston.app.com
            """,
            """
            distrib.yaml:2:5: error: a pool lacks "sites"
                  - pool: app.com
                    ^~~~
            distrib.yaml:3:1: error: unknown key "sites" in the configuration; it belongs to a \
            pool: indent it as far as the "pool" of that
                sites:
                ^~~~~
            """),
        Mistake(
            "a key of the top within a pool", .small,
            """
                trusted_proxies: []
            """,
            """
            distrib.yaml:5:5: error: unknown key "trusted_proxies" in a pool; it belongs to the \
            top of the file: begin it at the first column
                    trusted_proxies: []
                    ^~~~~~~~~~~~~~~
            """),
        Mistake(
            "keys of sections in the pool itself", .small,
            """
                sessions: { rate: 1/s }
                ttl: 60s
            """,
            """
            distrib.yaml:5:5: error: unknown key "sessions" in a pool; it belongs to "admission": \
            indent it further than that
                    sessions: { rate: 1/s }
                    ^~~~~~~~
            distrib.yaml:6:5: error: unknown key "ttl" in a pool; it belongs to "marker": indent it \
            further than that
                    ttl: 60s
                    ^~~
            """),
    ]
}
