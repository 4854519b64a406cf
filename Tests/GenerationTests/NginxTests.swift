import Answers
import Distribution
import Generation
import Testing
import Topology

@Suite struct NginxTests {
    private func text(of site: WebServerSite) throws -> String {
        let files = try NginxFiles.make([site], provenance: Pools.provenance)
        #expect(files.map(\.name) == [site.fileName])
        return files[0].text
    }

    struct Row: CustomTestStringConvertible, Sendable {
        let label: String
        let change: @Sendable (inout WebServerPolicy) -> Void
        let fragments: [String]
        var testDescription: String { label }
    }

    @Test(arguments: rows)
    func `Each setting has its lines`(_ row: Row) throws {
        let text = try text(of: Sites.boston { row.change(&$0) })
        for fragment in row.fragments { #expect(text.contains(fragment)) }
    }

    private static let rows: [Row] = [
        Row(
            label: "sockets", change: { $0.component = .port("127.0.0.1:9000") },
            fragments: ["upstream distrib_boston_app_com {\n    server 127.0.0.1:9000;\n"]),
        Row(
            label: "PHP-FPM",
            change: { $0.application = .fastCGI(.unix("/run/php.sock"), root: "/var/www/app") },
            fragments: [
                "upstream application_boston_app_com {\n    server unix:/run/php.sock;\n",
                "    include distrib/application-fastcgi.conf;\n    root /var/www/app;\n",
            ]),
        Row(
            label: "a cookie with other characters", change: { $0.sessionCookie = "connect.sid" },
            fragments: ["    set $distrib_session_cookie connect.sid;\n"]),
        Row(
            label: "failing closed", change: { $0.failsOpen = false },
            fragments: ["    set $distrib_when_down @closed;\n"]),
        Row(
            label: "assets",
            change: {
                $0.assetPaths = ["/a.b/", "/favicon.ico"]
                $0.assetSuffixes = []
            },
            fragments: [
                """
                    if ($uri ~ "^(?:/a\\.b/|/favicon\\.ico(?:/|$))") {
                        set $distrib_is_asset 1;
                    }

                    # (9)
                """
            ]),
        Row(
            label: "country by a header field", change: { $0.country = .header("X-Country-Code") },
            fragments: ["    set $distrib_country_source $http_x_country_code;\n"]),
        Row(
            label: "country by a variable", change: { $0.country = .variable("geoip2_country") },
            fragments: ["    set $distrib_country_source $geoip2_country;\n"]),
        Row(
            label: "addresses", change: { $0.listen = ["192.0.2.10", "2001:db8::10"] },
            fragments: ["    listen 192.0.2.10:80;\n    listen [2001:db8::10]:80;\n    # listen"]),
        Row(
            label: "port and uploads",
            change: {
                $0.port = 8080
                $0.uploadLimit = ByteCount(number: 1, unit: .g)
            },
            fragments: [
                "    listen 8080;\n    listen [::]:8080;\n",
                "    client_max_body_size 1g;\n",
                // For the checks, which come to port 80.
                """
                # (15) Only for the nameservers' health checks.
                server {
                    listen 80;
                    listen [::]:80;
                    server_name app.com americas.app.com boston.app.com chicago.app.com;
                    set $distrib_component distrib_boston_app_com;
                    set $distrib_when_down @direct;
                    include distrib/health-checks.conf;
                    access_log off;
                    location / {
                        return 404;
                    }
                }

                """,
            ]),
        Row(
            label: "TLS at another port, plain HTTP not redirected",
            change: {
                $0.port = 8443
                $0.tls = TLSPolicy(certificate: "/c.pem", key: "/k.pem")
                $0.tls?.redirectsPlainHTTP = false
            },
            fragments: [
                """
                    listen 8443 ssl http2;
                    listen [::]:8443 ssl http2;
                    ssl_certificate     /c.pem;
                    ssl_certificate_key /k.pem;
                    ssl_protocols TLSv1.2 TLSv1.3;
                    server_name app.com americas.app.com boston.app.com chicago.app.com;


                """, "    listen 80;\n", "        return 404;\n",
            ]),
        Row(
            label: "TLS at another port, plain HTTP redirected",
            change: {
                $0.port = 8443
                $0.tls = TLSPolicy(certificate: "/c.pem", key: "/k.pem")
            },
            fragments: [
                "    listen 80;\n",
                "        return 308 https://$host:8443$request_uri;\n",
            ]),
    ]

    @Test func `Markers in the query`() throws {
        let text = try text(of: Sites.boston(placement: .query))
        #expect(text.contains("    include distrib/marker-in-query.conf;\n"))
    }

    @Test func `The cookie of the Site, its sub-names and its proxies`() throws {
        let pool = try Pools.threeSites(acceptsSubNames: true).pool
        var site = Sites.site(0, of: pool)
        site.siteCookie = WebServerSite.SiteCookie(name: "AtSite", domain: "app.com")
        site.proxies.peers = ["192.0.2.0/24", "unix:", "2001:db8::1"]
        let text = try text(of: site)
        for fragment in [
            """
                set $distrib_site boston.app.com;
                set $distrib_session_cookie SID;
                set $distrib_site_cookie AtSite;
                set $distrib_site_cookie_domain app.com;
                # Names below this Site's Name count as that.
                if ($host ~ "^[^.]+\\.boston\\.app\\.com$") {
                    set $distrib_host boston.app.com;
                }

            """,
            """
            geo $realip_remote_addr $distrib_trusts_boston_app_com {
                default 0;
                192.0.2.0/24 1;
                2001:db8::1 1;
            }

            """,
            """
                set_real_ip_from 192.0.2.0/24;
                set_real_ip_from unix:;
                set_real_ip_from 2001:db8::1;
                real_ip_header X-Forwarded-For;
                real_ip_recursive on;
                if ($distrib_trusts_boston_app_com) {
                    set $distrib_scheme $distrib_forwarded_scheme;
                }
                if ($realip_remote_addr = "unix:") {
                    set $distrib_scheme $distrib_forwarded_scheme;
                }

            """,
        ] {
            #expect(text.contains(fragment))
        }
        site.proxies.fields = .fields(["X-Client-Proto", "X-Client"])
        let own = try self.text(of: site)
        #expect(own.contains("    real_ip_header X-Client;\n"))
        #expect(own.contains("    set $distrib_scheme_source $http_x_client_proto;\n"))
    }

    @Test func `Sites of several Pools share no names`() throws {
        let sites = try ["app-a.com", "app_a.com", "app.a.com"].map { name in
            Sites.site(0, of: try Pools.pool(name, [Pools.site("one.\(name)")]).pool)
        }
        let texts = try sites.map { try text(of: $0) }
        let names = texts.map { text in
            text.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.filter {
                $0.hasPrefix("distrib_one") || $0.hasPrefix("distrib_trusts")
                    || $0.hasPrefix("application_one")
            }
        }
        #expect(names.allSatisfy { Set($0).count == 3 })
        #expect(Set(names.flatMap { $0 }).count == 9)
    }

    @Test func `Names under which clients come to a Site`() throws {
        let pool = try Pools.threeSites(acceptsSubNames: true).pool
        #expect(
            Sites.site(0, of: pool).names == [
                "app.com", "americas.app.com", "boston.app.com", "chicago.app.com",
                "*.boston.app.com", "*.chicago.app.com",
            ])
        #expect(
            Sites.site(1, of: pool).names == [
                "app.com", "americas.app.com", "europe.app.com", "chicago.app.com",
                "boston.app.com", "geneva.app.com", "*.chicago.app.com", "*.boston.app.com",
                "*.geneva.app.com",
            ])
        // Chicago fails over in the Americas, so that only its own clients come to Geneva.
        #expect(
            Sites.site(2, of: pool).names == [
                "app.com", "europe.app.com", "geneva.app.com", "*.geneva.app.com",
            ])
    }

    @Test func `Names with ports are listened for`() throws {
        let pool = try Pools.pool(
            "app.com:8080", [Pools.site("boston.app.com:8081"), Pools.site("chicago.app.com")]
        ).pool
        let text = try text(of: Sites.site(0, of: pool))
        let listens = text.split(separator: "\n").filter {
            $0.contains(" listen ") && !$0.contains("[")
        }
        #expect(
            listens == [
                "    listen 80;", "    listen 8080;",
                "    listen 8081;", "    # listen 443 ssl;",
            ])
        #expect(text.contains("server_name app.com boston.app.com chicago.app.com;"))
    }

    @Test func `What the files of the examples can't do is said`() throws {
        var healthCheck = HealthCheckPolicy()
        healthCheck.port = 443
        healthCheck.readyPath = "/ready"
        var policy = WebServerPolicy()
        policy.tls = TLSPolicy(certificate: "/c.pem", key: "/k.pem")
        let site = WebServerSite(
            pool: try Pools.threeSites().pool, site: Site.ID(0), policy: policy, placement: .path,
            sessionStart: .namedLocation("@start"), healthCheck: healthCheck)
        let error = #expect(throws: GenerationError.self) {
            try NginxFiles.make([site], provenance: Pools.provenance)
        }
        #expect(
            error?.messages == [
                "pool app.com: the web server must know the application's session cookie: "
                    + "web_server: { session_cookie: SID }",
                "pool app.com: the web servers' files answer health checks at /distrib/health and "
                    + "/distrib/ready only",
                "pool app.com: health checks are plain HTTP, but port 443 speaks TLS: "
                    + "health_check: { port: 80 }",
                "pool app.com: nginx's files begin sessions at \"@app\", not as "
                    + "\"x_accel_redirect\" says",
            ])
    }
}
