extension Mistake {
    static let ruleMistakes: [Mistake] = [
        Mistake(
            "database that is not there", .small,
            """
                geo: { database: nothing/countries.mmdb }
            """,
            """
            distrib.yaml:5:22: error: the database "nothing/countries.mmdb" can't be read: open: No \
            such file or directory; put a country or city database in the MaxMind DB format there, or \
            leave "database" out
                    geo: { database: nothing/countries.mmdb }
                                     ^~~~~~~~~~~~~~~~~~~~~~
            """),
        Mistake(
            "database that is none", .small,
            """
                geo: { database: /proc }
            """,
            """
            distrib.yaml:5:22: error: the database "/proc" can't be read: it is a directory; put a \
            country or city database in the MaxMind DB format there, or leave "database" out
                    geo: { database: /proc }
                                     ^~~~~
            """),
        Mistake(
            "proper_group without Groups", .small,
            """
                proper_group: { default: us.app.com }
            """,
            """
            distrib.yaml:5:5: error: "proper_group" chooses among Groups, and this pool has \
            none: add "groups", or leave "proper_group" out
                    proper_group: { default: us.app.com }
                    ^~~~~~~~~~~~
            """),
        Mistake(
            "unknown Group", .groups,
            """
                  default: us.app.org
            """,
            """
            distrib.yaml:10:16: error: "us.app.org" is not a Group of this pool
                      default: us.app.org
                               ^~~~~~~~~~
            """),
        Mistake(
            "unknown Group in a rule", .groups,
            """
                  rules: [{ group: eur.app.com, when: { country: CH } }]
            """,
            """
            distrib.yaml:10:24: error: "eur.app.com" is not a Group of this pool; did you \
            mean "eu.app.com"?
                      rules: [{ group: eur.app.com, when: { country: CH } }]
                                       ^~~~~~~~~~~
            """),
        Mistake(
            "rule without group", .groups,
            """
                  rules: [{ when: { country: CH } }]
            """,
            """
            distrib.yaml:10:15: error: a rule lacks "group"
                      rules: [{ when: { country: CH } }]
                              ^~~~~~~~~~~~~~~~~~~~~~~~~
            """),
        Mistake(
            "rule without conditions", .groups,
            """
                  rules: [{ group: eu.app.com }]
            """,
            """
            distrib.yaml:10:15: error: a rule lacks "when": for a Group that serves whatever \
            no rule matches, use "default"
                      rules: [{ group: eu.app.com }]
                              ^~~~~~~~~~~~~~~~~~~~~
            """),
        Mistake(
            "rule with an empty when", .groups,
            """
                  rules: [{ group: eu.app.com, when: {} }]
            """,
            """
            distrib.yaml:10:42: error: "when" has no condition: for a Group that serves \
            whatever no rule matches, use "default"
                      rules: [{ group: eu.app.com, when: {} }]
                                                         ^~
            """),
        Mistake(
            "remember without a cookie", .groups,
            """
                  remember: { max_age: 30 }
            """,
            """
            distrib.yaml:10:17: error: "remember" lacks "cookie"
                      remember: { max_age: 30 }
                                ^~~~~~~~~~~~~~~
            distrib.yaml:10:28: error: "max_age": a duration needs a unit: 30s?
                      remember: { max_age: 30 }
                                           ^~
            """),
        Mistake(
            "remember with a bad cookie and domain", .groups,
            """
                  remember: { cookie: a;b, domain: "app.com:80", max_age: 0s }
            """,
            """
            distrib.yaml:10:27: error: "a;b" can't be a cookie's name
                      remember: { cookie: a;b, domain: "app.com:80", max_age: 0s }
                                          ^~~
            distrib.yaml:10:40: error: "domain" can't have a port
                      remember: { cookie: a;b, domain: "app.com:80", max_age: 0s }
                                                       ^~~~~~~~~~~~
            distrib.yaml:10:63: error: "max_age" must be whole seconds, at least 1s
                      remember: { cookie: a;b, domain: "app.com:80", max_age: 0s }
                                                                              ^~
            """),
        Mistake(
            "remember with a malformed domain", .groups,
            """
                  remember: { cookie: a, domain: ..com }
            """,
            """
            distrib.yaml:10:38: error: "domain" "..com": the name has an empty label (two \
            dots in a row, or one in front)
                      remember: { cookie: a, domain: ..com }
                                                     ^~~~~
            """),
        Mistake(
            "variable under geo", .groups,
            """
                  default: us.app.com
                geo: { country_variable: "A-B", city: x }
            """,
            """
            distrib.yaml:11:30: error: "A-B" can't be the name of a CGI variable
                    geo: { country_variable: "A-B", city: x }
                                             ^~~~~
            distrib.yaml:11:37: error: unknown key "city" in "geo" (known: database, country_variable, \
            continent_variable)
                    geo: { country_variable: "A-B", city: x }
                                                    ^~~~
            """),
        Mistake(
            "null groups leave the rules in peace", .none,
            """
            pools:
              - pool: app.com
                sites: [{ site: boston.app.com }]
                groups:
                proper_group: { default: us.app.com }
            """,
            """
            distrib.yaml:4:5: error: "groups" has no value: give it one, or leave the key out
                    groups:
                    ^~~~~~
            """),
    ]
}
