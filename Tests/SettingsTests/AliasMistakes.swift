extension Mistake {
    static let aliasMistakes: [Mistake] = [
        Mistake(
            "an alias of a value that is wrong, at the value and at the alias", .small,
            """
                scheme: &s httpx
                marker: { placement: *s }
            """,
            """
            distrib.yaml:5:16: error: "scheme" must be http or https, not "httpx"; did you mean \
            "http"?
                    scheme: &s httpx
                               ^~~~~
            distrib.yaml:6:26: error: "placement" must be path or query, not "httpx"
                    marker: { placement: *s }
                                         ^~
            """),
        Mistake(
            "what is wrong within a value that aliases stand for is said once", .small,
            """
                marker: &m { ttl: 5 }
              - { pool: app.net, sites: [{ site: a.app.net }], marker: *m }
              - { pool: app.org, sites: [{ site: a.app.org }], marker: *m }
            """,
            """
            distrib.yaml:5:23: error: "ttl": a duration needs a unit: 5s?
                    marker: &m { ttl: 5 }
                                      ^
            """),
        Mistake(
            "an alias within the value that it stands for", .small,
            """
                marker: &m { keys: [*m] }
            """,
            """
            distrib.yaml:5:25: error: the alias stands within the value that it stands for
                    marker: &m { keys: [*m] }
                                        ^~
            """),
        Mistake(
            "an anchor that is given again", .small,
            """
                scheme: &a http
                marker: { placement: &a path }
                redirect: { mechanism: *a }
            """,
            """
            distrib.yaml:7:28: error: "mechanism" must be location or meta_refresh, not "path"
                    redirect: { mechanism: *a }
                                           ^~
            """),
        Mistake(
            "a Site that stands twice by an alias", .small,
            """
                  - &s { site: geneva.app.com }
                  - *s
            """,
            """
            distrib.yaml:5:20: error: the Site Name "geneva.app.com" is already at line 5, from \
            where an alias takes it over, as a Site Name
                      - &s { site: geneva.app.com }
                                   ^~~~~~~~~~~~~~
            """),
        Mistake(
            "a pool that takes over the Sites of another one", .small,
            """
              - &p
                pool: app.org
                sites: [{ site: paris.app.org }]
              - <<: *p
                pool: app.net
            """,
            """
            distrib.yaml:7:21: error: the name "paris.app.org" belongs to another pool already, \
            at line 7, from where an alias takes it over
                    sites: [{ site: paris.app.org }]
                                    ^~~~~~~~~~~~~
            """),
        Mistake(
            "mistakes in a mapping that is taken over, and beside it", .small,
            """
              - &p
                pool: app.org
                sites: [{ site: paris.app.org }]
                marker: { ttl: 5 }
                shceme: http
              - <<: *p
                pool: app.net
                sites: [{ site: a.app.net }]
                redirct: {}
            """,
            """
            distrib.yaml:8:20: error: "ttl": a duration needs a unit: 5s?
                    marker: { ttl: 5 }
                                   ^
            distrib.yaml:9:5: error: unknown key "shceme" in a pool; did you mean "scheme"?
                    shceme: http
                    ^~~~~~
            distrib.yaml:13:5: error: unknown key "redirct" in a pool; did you mean "redirect"?
                    redirct: {}
                    ^~~~~~~
            """),
        Mistake(
            "merge keys that name no mapping", .small,
            """
                marker: { <<: x }
                redirect: { <<: [[], { status: 1 }] }
                busy_page: { << : }
            """,
            """
            distrib.yaml:5:19: error: "<<" takes over the keys of another mapping: its value must \
            be an alias, such as *name, or a list of aliases, not a single value
                    marker: { <<: x }
                                  ^
            distrib.yaml:6:22: error: "<<" takes over mappings only, not a list
                    redirect: { <<: [[], { status: 1 }] }
                                     ^~
            distrib.yaml:6:36: error: "status" must be 302, 303 or 307, not "1"
                    redirect: { <<: [[], { status: 1 }] }
                                                   ^
            distrib.yaml:7:23: error: "<<" takes over the keys of another mapping: its value must \
            be an alias, such as *name, or a list of aliases, not nothing
                    busy_page: { << : }
                                      ^
            """),
        Mistake(
            "two merge keys", .small,
            """
                marker: &m { ttl: 60s }
              - pool: app.net
                sites: [{ site: a.app.net }]
                marker: { <<: *m, <<: *m, placement: q }
            """,
            """
            distrib.yaml:8:23: error: the key "<<" is already at line 8; to take over several \
            mappings, write a list: <<: [*one, *other]
                    marker: { <<: *m, <<: *m, placement: q }
                                      ^~
            distrib.yaml:8:42: error: "placement" must be path or query, not "q"
                    marker: { <<: *m, <<: *m, placement: q }
                                                         ^
            """),
        Mistake(
            "a merge key between quotes is a key", .small,
            """
                marker: { "<<": { ttl: 60s } }
            """,
            """
            distrib.yaml:5:15: error: unknown key "<<" in "marker" (known: name, ttl, \
            clock_tolerance, placement, keys)
                    marker: { "<<": { ttl: 60s } }
                              ^~~~
            """),
        Mistake(
            "too many values by aliases of aliases", .none,
            """
            a: &a [1, 2, 3, 4, 5, 6, 7, 8, 9, 0]
            b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]
            c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]
            d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]
            e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]
            f: &f [*e, *e, *e, *e, *e, *e, *e, *e, *e, *e]
            g: &g [*f, *f, *f, *f, *f, *f, *f, *f, *f, *f]
            h: &h [*g, *g, *g, *g, *g, *g, *g, *g, *g, *g]
            i: &i [*h, *h, *h, *h, *h, *h, *h, *h, *h, *h]
            """,
            """
            distrib.yaml:6:36: error: the file holds too many values: more than 1000000, with \
            those that aliases stand for
                f: &f [*e, *e, *e, *e, *e, *e, *e, *e, *e, *e]
                                                   ^~
            """),
        Mistake(
            "tags", .small,
            """
                scheme: !secret http
                marker: !!map { ttl: !!str 60s }
                sub_names: !!bool yes
            """,
            """
            distrib.yaml:5:13: error: the tag "!secret" has no meaning here: take it out, or put \
            quotes around a value that begins with an exclamation mark
                    scheme: !secret http
                            ^~~~~~~
            """),
        Mistake(
            "a mistake before a second document", .small,
            """
                scheme: gopher
            ---
            pools: []
            """,
            """
            distrib.yaml:5:13: error: "scheme" must be http or https, not "gopher"
                    scheme: gopher
                            ^~~~~~
            distrib.yaml:6:1: error: not YAML: expected a single document in the stream, but \
            found another document
                ---
                ^~~
            """),
        Mistake(
            "something after the end of the document", .none,
            """
            pools: []
            ...
            site: x
            """,
            """
            distrib.yaml:3:1: error: not YAML: did not find expected <document start>
                site: x
                ^~~~
            """),
        Mistake(
            "a null", .none,
            """
            null
            """,
            """
            distrib.yaml:1:1: error: the configuration must be a mapping of keys to values, not \
            nothing
                null
                ^~~~
            """),
    ]
}
