extension Mistake {
    static let doubtfulSettings: [Mistake] = [
        Mistake(
            "shares that leave nothing", .small,
            """
                admission:
                  sessions: { rate: 1/s }
                  classes:
                    - { class: a, when: { path: /a }, share: 60% }
                    - { class: b, when: { path: /b }, share: 40% }
            """,
            """
            distrib.yaml:8:9: warning: the shares add up to 100%: while all classes use theirs, \
            whoever has no share gets nothing
                        - { class: a, when: { path: /a }, share: 60% }
                        ^
            """),
        Mistake(
            "every client trusted", .none,
            """
            trusted_proxies: [0.0.0.0/0, "::/0"]
            pools:
              - pool: app.com
                sites:
                  - site: boston.app.com
            """,
            """
            distrib.yaml:1:19: warning: 0.0.0.0/0 trusts every client to say its own address \
            and scheme
                trusted_proxies: [0.0.0.0/0, "::/0"]
                                  ^~~~~~~~~
            distrib.yaml:1:30: warning: ::/0 trusts every client to say its own address and \
            scheme
                trusted_proxies: [0.0.0.0/0, "::/0"]
                                             ^~~~~~
            """),
        Mistake(
            "short ttl", .small,
            """
                marker: { ttl: 9s }
            """,
            """
            distrib.yaml:5:20: warning: a marker that is fresh for 9s may expire before a \
            slow client comes back with it; 60s is usual
                    marker: { ttl: 9s }
                                   ^~
            """),
        Mistake(
            "tolerance over the ttl", .small,
            """
                marker: { ttl: 60s, clock_tolerance: 60s }
            """,
            """
            distrib.yaml:5:42: warning: the clock tolerance of 60s is not below the ttl of \
            60s: a Site whose clock is that far behind sends markers that have expired
                    marker: { ttl: 60s, clock_tolerance: 60s }
                                                         ^~~
            """),
        Mistake(
            "domain without the Pool Name", .none,
            """
            pools:
              - pool: app.org
                sites: [b.us.app.com]
                groups: [{ group: us.app.com, sites: [b.us.app.com] }]
                proper_group: { remember: { cookie: a, domain: us.app.com } }
            """,
            """
            distrib.yaml:5:52: warning: browsers refuse a cookie for the domain us.app.com from \
            names outside it: app.org
                    proper_group: { remember: { cookie: a, domain: us.app.com } }
                                                                   ^~~~~~~~~~
            """),
        Mistake(
            "countries and continents that no client is in", .groups,
            """
                  rules:
                    - group: us.app.com
                      when: { country: [UK, EL, ON, eu, NO, xk], continent: [EU, us] }
            """,
            """
            distrib.yaml:12:29: warning: "UK" is not a country code of ISO 3166-1; did you mean \
            "GB"?
                          when: { country: [UK, EL, ON, eu, NO, xk], continent: [EU, us] }
                                            ^~
            distrib.yaml:12:33: warning: "EL" is not a country code of ISO 3166-1; did you mean \
            "GR"?
                          when: { country: [UK, EL, ON, eu, NO, xk], continent: [EU, us] }
                                                ^~
            distrib.yaml:12:37: warning: "ON" is not a country code of ISO 3166-1: it probably \
            matches no client
                          when: { country: [UK, EL, ON, eu, NO, xk], continent: [EU, us] }
                                                    ^~
            distrib.yaml:12:41: warning: "EU" is not a country code of ISO 3166-1; for Europe as \
            a whole, write continent: EU
                          when: { country: [UK, EL, ON, eu, NO, xk], continent: [EU, us] }
                                                        ^~
            distrib.yaml:12:70: warning: "US" is not a continent code (AF, AN, AS, EU, NA, OC, \
            SA): it probably matches no client
                          when: { country: [UK, EL, ON, eu, NO, xk], continent: [EU, us] }
                                                                                     ^~
            """),
        Mistake(
            "remembered Site without a domain", .small,
            """
                remember_site: { cookie: DistribSite }
            """,
            """
            distrib.yaml:5:30: warning: without a "domain", this cookie never reaches the Pool \
            Name, and leads nobody back to the Site of a session
                    remember_site: { cookie: DistribSite }
                                             ^~~~~~~~~~~
            """),
        Mistake(
            "session cookie of all Sites", .small,
            """
                web_server: { session_cookie: SID, session_cookie_attributes: "Path=/; \
            domain=app.com" }
            """,
            """
            distrib.yaml:5:67: warning: a session cookie with a domain comes to every Site, also \
            to those that do not know the session: add "remember_site" to the pool
                    web_server: { session_cookie: SID, session_cookie_attributes: "Path=/; \
            domain=app.com" }
                                                                                  \
            ^~~~~~~~~~~~~~~~~~~~~~~~
            """),
    ]
}
