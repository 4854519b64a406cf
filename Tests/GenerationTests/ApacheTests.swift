import Generation
import Testing
import Topology

@Suite struct ApacheTests {
    private func text(_ change: (inout WebServerPolicy) -> Void) throws -> String {
        let site = try Sites.boston(change)
        let files = try ApacheFiles.make(site, provenance: Pools.provenance)
        #expect(files.map(\.name) == ["boston.conf"])
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
                "\nDefine distrib_component [::1]:9001\n",
                "\nDefine distrib_application \"unix:/run/app.sock|http://localhost\"\n",
            ]),
        NginxTests.Row(
            label: "PHP-FPM",
            change: { $0.application = .fastCGI(.unix("/run/php.sock"), root: "/var/www/app") },
            fragments: [
                "\nDefine distrib_application \"unix:/run/php.sock|fcgi://localhost\"\n",
                "    Include distrib/application-fastcgi.conf\n    DocumentRoot /var/www/app\n",
            ]),
        NginxTests.Row(
            label: "PHP-FPM on a port",
            change: { $0.application = .fastCGI(.port("127.0.0.1:9100"), root: "/var/www/app") },
            fragments: ["\nDefine distrib_application fcgi://127.0.0.1:9100\n"]),
        NginxTests.Row(
            label: "cookie",
            change: {
                $0.sessionCookie = "connect.sid"
                $0.sessionCookieAttributes = "Path=/; Domain=app.com"
            },
            fragments: [
                """
                Define distrib_session_cookie connect.sid
                Define distrib_session_cookie_attributes "Path=/; Domain=app.com"

                """
            ]),
        NginxTests.Row(
            label: "failing closed", change: { $0.failsOpen = false },
            fragments: ["\nDefine distrib_closed\n"]),
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
                "proxy_http rewrite setenvif ssl http2\n",
                """
                Listen 8443
                <VirtualHost *:8443>
                    ServerName boston.app.com
                    ServerAlias app.com americas.app.com chicago.app.com
                    SSLEngine on
                    Protocols h2 http/1.1
                    SSLProtocol -all +TLSv1.2 +TLSv1.3
                    SSLCertificateFile    /c.pem
                    SSLCertificateKeyFile /k.pem

                """,
                "    RewriteRule ^ https://%{SERVER_NAME}:8443%1 [NE,R=308,L]\n",
            ]),
        NginxTests.Row(
            label: "health checks apart", change: { $0.port = 8080 },
            fragments: [
                "Listen 8080\n<VirtualHost *:8080>\n",
                """
                # (13) Only for the nameservers' health checks.
                <VirtualHost *:80>
                    ServerName boston.app.com
                    ServerAlias app.com americas.app.com chicago.app.com
                    RewriteEngine On
                    RewriteCond %{REQUEST_URI} "!^/(?:distrib/(?:health|ready)$|\\.distrib(?:/|$))"
                    RewriteRule ^ - [R=404,L]
                    Include distrib/site.conf
                </VirtualHost>

                """,
            ]),
    ]

    @Test func `Apache reaches the component by TCP alone`() throws {
        let error = #expect(throws: GenerationError.self) {
            try text { $0.component = .unix("/run/distrib.sock") }
        }
        #expect(
            error?.messages == [
                "pool app.com: Apache's mod_authnz_fcgi knows no unix sockets: "
                    + "web_server: { component: 127.0.0.1:9000 }"
            ])
    }
}
