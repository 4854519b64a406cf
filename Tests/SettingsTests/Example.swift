/// A file that uses every setting.
enum Example {
    static let text = """
        site: boston.app.com
        trusted_proxies: [127.0.0.1/32, "::1/128", "unix:"]
        forwarded: [CF-Connecting-IP, X-Scheme]
        pools:
          - pool: app.com
            aliases: www.app.com
            sites:
              - site: boston.app.com
                addresses: [192.0.2.10]
                weight: 3
              - site: chicago.app.com
                addresses: [192.0.2.20, "2001:db8::20"]
              - site: Geneva.app.com.
                addresses: [192.0.2.30]
            groups:
              - group: americas.app.com
                sites: [boston.app.com, chicago.app.com]
              - group: europe.app.com
                sites: [geneva.app.com, chicago.app.com]
            sub_names: yes
            geo: { country_variable: MM_COUNTRY_CODE, continent_variable: MM_CONTINENT_CODE }
            proper_group:
              remember: { cookie: DistribGroup, domain: .App.com, max_age: 30d }
              rules:
                - group: europe.app.com
                  when: { country: [CH, de, NO], language: [de, pt-BR] }
                - group: europe.app.com
                  when:
                    client: [192.0.2.0/24, "2001:db8::/32"]
                    client_host: [.EU, example.org]
                    continent: EU
                    cookie: { region: [eu, "eu-*"], theme: "*", agent: "*bot*" }
                    header: { X-Region: "*-eu", Content-Type: text/html }
                    variable: { SSL_CLIENT_S_DN_O: "Example, Inc" }
                    path: [/eu/, /de/]
                    host: [Shop.example.eu, "shop.example.eu:8443"]
              default: americas.app.com
            remember_site: { cookie: DistribSite, domain: app.com }
            exempt:
              - when: { header: { User-Agent: "*bot*" } }
              - when: { path: /api/, client: 192.0.2.1 }
            scheme: https
            marker: { name: D-1, ttl: 90s, clock_tolerance: 3s, placement: query, keys: [] }
            fetch: { answer: redirect }
            redirect: { status: 303, unsafe_method_status: "302", mechanism: meta_refresh }
            session_start: { x_accel_redirect: "@internal" }
            overflow: { max_sites: 5, beyond_group: true }
            busy:
              any:
                - file: { path: /run/distrib/drain, interval: 500ms, on_failure: busy }
                - load_average: { above: 1.5, resume_below: 1.0, per_core: true, dwell: 5s }
                - load_average: { above: 8 }
            admission:
              sessions: { rate: 120/m, burst: 60, ramp: 30s }
              classes:
                - class: staff
                  when: { client: [10.0.0.0/8, 192.0.2.7], path: /admin/ }
                  always: true
                - { class: customer, when: { cookie: { tier: gold } }, thresholds: 1.2, share: 30% }
            busy_page: { status: 200, retry_after: 1m, name: "Büro & Co" }
        """
}
