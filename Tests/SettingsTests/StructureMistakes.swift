extension Mistake {
    static let structureMistakes: [Mistake] = [
        Mistake(
            "empty", .none,
            """

            """,
            """
            distrib.yaml:1:1: error: the configuration is empty: it needs "pools"
            """),
        Mistake(
            "comments alone", .none,
            """
            # nothing yet
            """,
            """
            distrib.yaml:1:1: error: the configuration is empty: it needs "pools"
                # nothing yet
                ^
            """),
        Mistake(
            "not a mapping", .none,
            """
            - pool: app.com
            """,
            """
            distrib.yaml:1:1: error: the configuration must be a mapping of keys to values, \
            not a list
                - pool: app.com
                ^
            """),
        Mistake(
            "a text", .none,
            """
            hello
            """,
            """
            distrib.yaml:1:1: error: the configuration must be a mapping of keys to values, \
            not a single value
                hello
                ^~~~~
            """),
        Mistake(
            "no pools", .none,
            """
            trusted_proxies: [127.0.0.1]
            """,
            """
            distrib.yaml:1:1: error: the configuration lacks "pools"
                trusted_proxies: [127.0.0.1]
                ^~~~~~~~~~~~~~~
            """),
        Mistake(
            "pools without a value", .none,
            """
            pools:
            """,
            """
            distrib.yaml:1:1: error: "pools" has no value: give it one, or leave the key out
                pools:
                ^~~~~
            """),
        Mistake(
            "pools empty", .none,
            """
            pools: []
            """,
            """
            distrib.yaml:1:8: error: "pools" needs at least one pool
                pools: []
                       ^~
            """),
        Mistake(
            "pools a mapping", .none,
            """
            pools: { pool: app.com }
            """,
            """
            distrib.yaml:1:8: error: a pool lacks "sites"
                pools: { pool: app.com }
                       ^~~~~~~~~~~~~~~~~
            """),
        Mistake(
            "pool a text", .none,
            """
            pools: [app.com]
            """,
            """
            distrib.yaml:1:9: error: a pool must be a mapping of keys to values, not a single \
            value
                pools: [app.com]
                        ^~~~~~~
            """),
        Mistake(
            "unknown key at the top", .none,
            """
            Pools: []
            pools: [{ pool: a.com, sites: [{ site: b.a.com }] }]
            """,
            """
            distrib.yaml:1:1: error: unknown key "Pools" in the configuration; did you mean \
            "pools"?
                Pools: []
                ^~~~~
            """),
        Mistake(
            "unknown key, nothing near", .small,
            """
                colour: blue
            """,
            """
            distrib.yaml:5:5: error: unknown key "colour" in a pool (known: pool, mode, \
            aliases, sites, groups, sub_names, proper_group, remember_site, exempt, geo, scheme, \
            marker, fetch, redirect, session_start, overflow, busy, admission, waiting, peers, \
            drain, busy_page, dns, web_server)
                    colour: blue
                    ^~~~~~
            """),
        Mistake(
            "unknown key in a pool", .small,
            """
                marker: { ttl: 60s }
                redirct: {}
            """,
            """
            distrib.yaml:6:5: error: unknown key "redirct" in a pool; did you mean "redirect"?
                    redirct: {}
                    ^~~~~~~
            """),
        Mistake(
            "unknown key in a site", .none,
            """
            pools:
              - pool: app.com
                sites:
                  - site: boston.app.com
                    adresses: [192.0.2.10]
            """,
            """
            distrib.yaml:5:9: error: unknown key "adresses" in a site; did you mean "addresses"?
                        adresses: [192.0.2.10]
                        ^~~~~~~~
            """),
        Mistake(
            "repeated key", .small,
            """
                scheme: http
                scheme: https
                scheme: http
            """,
            """
            distrib.yaml:6:5: error: the key "scheme" is already at line 5
                    scheme: https
                    ^~~~~~
            distrib.yaml:7:5: error: the key "scheme" is already at line 5
                    scheme: http
                    ^~~~~~
            """),
        Mistake(
            "repeated key in braces, quoted and plain", .small,
            """
                marker: { "ttl": 60s, ttl: 70s }
            """,
            """
            distrib.yaml:5:27: error: the key "ttl" is already at line 5
                    marker: { "ttl": 60s, ttl: 70s }
                                          ^~~
            """),
        Mistake(
            "repeated header", .groups,
            """
                  rules: [{ group: us.app.com, when: { header: { X-A: a, X-A: b } } }]
            """,
            """
            distrib.yaml:10:62: error: the key "X-A" is already at line 10
                      rules: [{ group: us.app.com, when: { header: { X-A: a, X-A: b } } }]
                                                                             ^~~
            """),
        Mistake(
            "key that is a list", .small,
            """
                ? [a, b]
                : c
            """,
            """
            distrib.yaml:5:7: error: a key must be a single value, not a list
                    ? [a, b]
                      ^~~~~~
            """),
    ]
}
