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
            fragments: ["upstream distrib {\n    server 127.0.0.1:9000;\n"]),
        Row(
            label: "PHP-FPM",
            change: { $0.application = .fastCGI(.unix("/run/php.sock"), root: "/var/www/app") },
            fragments: [
                "upstream application {\n    server unix:/run/php.sock;\n",
                "    include distrib/application-fastcgi.conf;\n    root /var/www/app;\n",
            ]),
        Row(
            label: "a cookie that needs a pattern", change: { $0.sessionCookie = "connect.sid" },
            fragments: [
                """
                map $http_cookie $distrib_has_session {
                    default 0;
                    "~(?:^|;\\s*)connect\\.sid=[^;]" 1;
                }
                """
            ]),
        Row(
            label: "failing closed", change: { $0.failsOpen = false },
            fragments: ["    set $distrib_when_down @closed;\n"]),
        Row(
            label: "assets",
            change: {
                $0.assetPaths = ["/a.b/"]
                $0.assetSuffixes = []
            }, fragments: ["    default 0;\n    \"~^(?:/a\\.b/)\" 1;\n}\n"]),
        Row(
            label: "country by a header field", change: { $0.country = .header("X-Country-Code") },
            fragments: [
                """
                map $http_x_country_code $distrib_country {
                    default         "";
                    "~^[A-Z][A-Z]$" $http_x_country_code;
                }
                """
            ]),
        Row(
            label: "country by a variable", change: { $0.country = .variable("geoip2_country") },
            fragments: ["map $geoip2_country $distrib_country {\n"]),
        Row(
            label: "port and uploads",
            change: {
                $0.port = 8080
                $0.uploadLimit = ByteCount(number: 1, unit: .g)
            },
            fragments: [
                "    listen 8080 default_server;\n    listen [::]:8080 default_server;\n",
                "    client_max_body_size 1g;\n",
                // For the checks, which come to port 80.
                """
                # (13) Only for the nameservers' health checks.
                server {
                    listen 80;
                    listen [::]:80;
                    server_name app.com americas.app.com boston.app.com chicago.app.com;
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
                    listen 8443 ssl http2 default_server;
                    listen [::]:8443 ssl http2 default_server;
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
                "    listen 80 default_server;\n",
                "        return 308 https://$host:8443$request_uri;\n",
            ]),
    ]

    @Test func `Markers in the query`() throws {
        let text = try text(of: Sites.boston(placement: .query))
        #expect(text.contains("    set $distrib_target $distrib_unmarked_query;\n"))
    }

    @Test func `Long names need a larger table`() throws {
        let long = String(repeating: "a", count: 60) + ".app.com"
        let pool = try Pools.pool(
            "app.com", [Pools.site("boston.app.com"), Pools.site(long)]
        ).pool
        let text = try text(of: Sites.site(0, of: pool))
        #expect(text.contains("\nserver_names_hash_bucket_size 512;\n\nserver {\n"))
        #expect(!(try self.text(of: Sites.boston()).contains("hash")))
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
                "    listen 80 default_server;", "    listen 8080 default_server;",
                "    listen 8081 default_server;", "    # listen 443 ssl default_server;",
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
            sessionStart: .prefix("/internal"), healthCheck: healthCheck)
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
