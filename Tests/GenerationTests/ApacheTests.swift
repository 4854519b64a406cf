import Distribution
import Generation
import Testing
import Topology

@Suite struct ApacheTests {
    private func text(_ change: (inout WebServerPolicy) -> Void) throws -> String {
        let site = try Sites.boston(change)
        let files = try ApacheFiles.make([site], provenance: Pools.provenance)
        #expect(files.map(\.name) == ["boston.app.com.conf"])
        return files[0].text
    }

    @Test(arguments: rows)
    func `Each setting has its lines`(_ row: NginxTests.Row) throws {
        let text = try text { row.change(&$0) }
        for fragment in row.fragments { #expect(text.contains(fragment)) }
    }

    private static let rows: [NginxTests.Row] = [
        NginxTests.Row(
            label: "sockets",
            change: {
                $0.component = .port("[::1]:9001")
                $0.application = .http(.unix("/run/app.sock"))
            },
            fragments: [
                "    SetEnvIf Request_URI ^ distrib_component=[::1]:9001\n",
                "    ProxyPass \"/\" \"unix:/run/app.sock|http://localhost/\" nocanon ",
            ]),
        NginxTests.Row(
            label: "PHP-FPM",
            change: { $0.application = .fastCGI(.unix("/run/php.sock"), root: "/var/www/app") },
            fragments: [
                " dir headers lua proxy proxy_fcgi setenvif\n",
                """
                    DocumentRoot /var/www/app
                    <Directory /var/www/app>
                        # Outside /var/www, Debian's Apache needs "Require all granted" here.
                        FallbackResource /index.php
                        <FilesMatch "\\.php$">
                            SetHandler "proxy:unix:/run/php.sock|fcgi://localhost"
                        </FilesMatch>
                    </Directory>
                    Include distrib/application-fastcgi.conf

                """,
            ]),
        NginxTests.Row(
            label: "PHP-FPM on a port",
            change: { $0.application = .fastCGI(.port("127.0.0.1:9100"), root: "/var/www/app") },
            fragments: ["            SetHandler \"proxy:fcgi://127.0.0.1:9100\"\n"]),
        NginxTests.Row(
            label: "cookie",
            change: {
                $0.sessionCookie = "connect.sid"
                $0.sessionCookieAttributes = "Path=/; Domain=app.com"
            },
            fragments: [
                """
                    SetEnvIf Request_URI ^ distrib_site=boston.app.com
                    SetEnvIf Request_URI ^ "distrib_session_cookie=connect.sid; Path=/; Domain=app.com"

                """
            ]),
        NginxTests.Row(
            label: "failing closed", change: { $0.failsOpen = false },
            fragments: ["    SetEnvIf Request_URI ^ distrib_closed\n"]),
        NginxTests.Row(
            label: "country, uploads, no assets",
            change: {
                $0.country = .header("X-Country-Code")
                $0.uploadLimit = ByteCount(number: 3, unit: .k)
                $0.assetPaths = []
                $0.assetSuffixes = []
            },
            fragments: [
                "    SetEnvIf X-Country-Code \"^([A-Z][A-Z])$\" GEOIP_COUNTRY_CODE=$1\n",
                "    LimitRequestBody 3072\n",
                "    #     not depend on a session.\n\n    # (7)",
            ]),
        NginxTests.Row(
            label: "TLS at another port",
            change: {
                $0.port = 8443
                $0.tls = TLSPolicy(certificate: "/c.pem", key: "/k.pem")
            },
            fragments: [
                "headers http2 lua proxy proxy_http rewrite setenvif ssl\n",
                """
                    Listen 8443
                </IfDefine>
                <VirtualHost *:8443>
                    ServerName boston.app.com
                    ServerAlias app.com americas.app.com chicago.app.com
                    SSLEngine on
                    Protocols h2 http/1.1
                    SSLProtocol -all +TLSv1.2 +TLSv1.3
                    SSLCertificateFile    /c.pem
                    SSLCertificateKeyFile /k.pem

                """,
                """
                    RewriteRule "!^/distrib/(?:health|ready)$" https://%{SERVER_NAME}:8443%1 \
                [NE,R=308,L]

                """,
            ]),
        NginxTests.Row(
            label: "health checks apart", change: { $0.port = 8080 },
            fragments: [
                """
                <IfDefine !distrib_listens_8080>
                    Define distrib_listens_8080
                    Listen 8080
                </IfDefine>
                <VirtualHost *:8080>

                """,
                """
                # (14) Only for the nameservers' health checks.
                <VirtualHost *:80>
                    ServerName boston.app.com
                    ServerAlias app.com americas.app.com chicago.app.com
                    RewriteEngine On
                    RewriteRule "!^/distrib/(?:health|ready)$" - [R=404,L]
                    LuaRoot /etc/apache2
                    SetEnvIf Request_URI ^ distrib_component=unix:/run/distrib/distrib.sock
                    # SetEnvIf Request_URI ^ distrib_closed
                    Include distrib/health-checks.conf
                </VirtualHost>

                """,
            ]),
    ]

    @Test(arguments: siteRows)
    func `What the component does has its lines, too`(_ row: SiteRow) throws {
        var site = try Sites.boston()
        try row.change(&site)
        let text = try #require(
            try ApacheFiles.make([site], provenance: Pools.provenance).first?.text)
        for fragment in row.fragments { #expect(text.contains(fragment)) }
    }

    struct SiteRow: CustomTestStringConvertible {
        let label: String
        let change: @Sendable (inout WebServerSite) throws -> Void
        let fragments: [String]

        var testDescription: String { label }
    }

    private static let siteRows: [SiteRow] = [
        SiteRow(
            label: "as usual", change: { _ in },
            fragments: [
                "    # SetEnvIf Request_URI ^ \"distrib_site_cookie=DistribSite; Domain=app.com\"\n",
                "    # RemoteIPHeader X-Forwarded-For\n",
                "    # SetEnvIf Request_URI ^ distrib_marker=",
                "/robots\\.txt(?:/|$))\">\n",
            ]),
        SiteRow(
            label: "remember_site",
            change: { $0.siteCookie = .init(name: "At", domain: "app.com") },
            fragments: ["    SetEnvIf Request_URI ^ \"distrib_site_cookie=At; Domain=app.com\"\n"]),
        SiteRow(
            label: "remember_site without a domain",
            change: { $0.siteCookie = .init(name: "At", domain: nil) },
            fragments: ["    SetEnvIf Request_URI ^ distrib_site_cookie=At\n"]),
        SiteRow(
            label: "proxies",
            change: { $0.proxies.peers = ["192.0.2.0/24", "unix:", "2001:db8::1"] },
            fragments: [
                " proxy_http remoteip setenvif\n",
                """
                    RemoteIPHeader X-Forwarded-For
                    RemoteIPInternalProxy 192.0.2.0/24
                    RemoteIPInternalProxy 2001:db8::1
                    SetEnvIfExpr "%{CONN_REMOTE_ADDR} -ipmatch '192.0.2.0/24'" distrib_trusted
                    SetEnvIfExpr "%{CONN_REMOTE_ADDR} -ipmatch '2001:db8::1'" distrib_trusted

                """,
            ]),
        SiteRow(
            label: "fields of proxies",
            change: {
                $0.proxies.peers = ["192.0.2.1"]
                $0.proxies.fields = .fields(["X-Scheme", "X-Real-IP"])
            },
            fragments: [
                "    RemoteIPHeader X-Real-IP\n",
                """
                    SetEnvIf Request_URI ^ distrib_address_field=X-Real-IP
                    SetEnvIf Request_URI ^ distrib_scheme_field=X-Scheme

                """,
            ]),
        SiteRow(
            label: "proxies that say Forwarded",
            change: {
                $0.proxies.peers = ["192.0.2.0/24", "2001:db8::1"]
                $0.proxies.fields = .forwarded
            },
            fragments: [
                " proxy_http setenvif\n",
                """
                    SetEnvIfExpr "%{CONN_REMOTE_ADDR} -ipmatch '192.0.2.0/24'" distrib_trusted
                    SetEnvIfExpr "%{CONN_REMOTE_ADDR} -ipmatch '2001:db8::1'" distrib_trusted
                    SetEnvIf Request_URI ^ "distrib_forwarded=192.0.2.0/24 2001:db8::1"

                """,
            ]),
        SiteRow(
            label: "a scheme for all requests", change: { $0.scheme = .https },
            fragments: ["    SetEnvIf Request_URI ^ distrib_own_scheme=https\n"]),
        SiteRow(
            label: "another marker", change: { $0.markerName = "Lead" },
            fragments: ["    SetEnvIf Request_URI ^ distrib_marker=Lead\n"]),
    ]

    @Test func `Names of Sites behind the same Apache are theirs alone`() throws {
        let pool = try Pools.threeSites().pool
        let sites = [0, 1].map { Sites.site($0, of: pool) }
        let texts = try ApacheFiles.make(sites, provenance: Pools.provenance).map(\.text)
        #expect(texts[0].contains("    ServerAlias app.com americas.app.com\n"))
        #expect(!texts[1].contains(" boston.app.com\n"))
    }
}
