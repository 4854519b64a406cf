import Distribution
import Generation
import Testing
import Topology

@Suite struct CaddyTests {
    private func text(_ change: (inout WebServerSite) -> Void = { _ in }) throws -> String {
        var site = try Sites.boston { _ in }
        change(&site)
        let files = try CaddyFiles.make([site], provenance: Pools.provenance)
        #expect(files.map(\.name) == ["boston.app.com.caddy"])
        return files[0].text
    }

    @Test(arguments: rows)
    func `Each setting has its lines`(_ row: WebServerRow) throws {
        let text = try text(row.change)
        for fragment in row.fragments { #expect(text.contains(fragment), "\(fragment)") }
    }

    private static let rows: [WebServerRow] = [
        WebServerRow(
            "sockets",
            {
                $0.policy.component = .port("127.0.0.1:9000")
                $0.policy.application = .http(.unix("/run/app.sock"))
            },
            "\tto 127.0.0.1:9000\n", "\tto unix//run/app.sock\n"),
        WebServerRow(
            "cookie",
            {
                $0.policy.sessionCookie = "connect.sid"
                $0.policy.sessionCookieAttributes = "Path=/; Secure"
            },
            #"header_regexp Cookie `(?:^|[;,]\s*)connect\.sid="?[^;,"\s]`"#,
            "env DISTRIB_SESSION_COOKIE \"connect.sid; Path=/; Secure\"\n",
            "header Set-Cookie \"connect.sid=; Max-Age=0; Path=/; Secure\"\n"),
        WebServerRow(
            "the cookie of remember_site",
            { $0.siteCookie = .init(name: "DistribSite", domain: "app.com") },
            #"""
            		@distrib_here vars_regexp {http.request.hostport} `(?i)^$|^boston\.app\.com\.?(?::[0-9]*)?$`
            		vars @distrib_here distrib_here yes
            		@distrib_session {
            			vars distrib_here yes
            			header_regexp Cookie `(?:^|[;,]\s*)SID="?[^;,"\s]`
            			vars_regexp {http.request.header.Cookie} `(?:^|[;,]\s*)DistribSite="?boston\.app\.com"?\s*(?:[;,]|$)`
            		}

            """#,
            "redir @distrib_elsewhere {vars.distrib_scheme}://boston.app.com{vars.distrib_port}{http.request.orig_uri} 307\n",
            "header @distrib_secure +Set-Cookie \"DistribSite=boston.app.com; Domain=app.com; Path=/; Secure; HttpOnly; SameSite=Lax\"\n",
            "header @distrib_plain +Set-Cookie \"DistribSite=boston.app.com; Domain=app.com; Path=/; HttpOnly; SameSite=Lax\"\n"
        ),
        WebServerRow(
            "failing closed", { $0.policy.failsOpen = false },
            "\thandle_errors {\n\t\t@distrib_asked vars distrib_way health ready distrib ended\n"),
        WebServerRow(
            "another marker", { $0.markerName = "Via" },
            "\turi path_regexp `(?i)/Via(?:=|%3D)[^/?]*` \"\"\n"),
        WebServerRow(
            "country, uploads",
            {
                $0.policy.country = .header("X-Country-Code")
                $0.policy.uploadLimit = ByteCount(number: 3, unit: .k)
            },
            "\tenv GEOIP_COUNTRY_CODE {header.X-Country-Code}\n", "\t\tmax_size 3KiB\n"),
        WebServerRow(
            "assets",
            {
                $0.policy.assetPaths = ["/a.b/", "/c"]
                $0.policy.assetSuffixes = ["css"]
            },
            "\t\t@distrib_asset path /c /a.b/* /c/* *.css\n"),
        WebServerRow(
            "trusted proxies", { $0.proxies.peers = ["127.0.0.1/32", "unix:", "10.0.0.0/8"] },
            "\ttrusted_proxies 127.0.0.1/32 10.0.0.0/8\n",
            "\t\t\tremote_ip 127.0.0.1/32 10.0.0.0/8\n"),
        WebServerRow(
            "listening", { $0.policy.listen = ["192.0.2.10", "2001:db8::10"] },
            "http://:80 {\n\tbind 192.0.2.10 2001:db8::10\n"),
        WebServerRow(
            "TLS",
            {
                $0.policy.tls = TLSPolicy(certificate: "/c.pem", key: "/k.pem")
                $0.policy.tls?.strictTransportSecurity = 60
            },
            "https://:443 {\n\ttls /c.pem /k.pem\n\theader Strict-Transport-Security \"max-age=60\"\n",
            "http://:80 {\n\troute {\n",
            "\t\tredir https://boston.app.com{http.request.orig_uri} 308\n"),
    ]

    @Test func `Of several Sites the first one serves the other names, too`() throws {
        let first = try Sites.boston { _ in }
        let second = WebServerSite(
            pool: first.pool, site: Site.ID(1), policy: first.policy, placement: .path,
            sessionStart: first.sessionStart, healthCheck: first.healthCheck)
        let texts = try CaddyFiles.make([first, second], provenance: Pools.provenance).map(\.text)
        #expect(texts[0].contains("\nhttp://:80 {\n"))
        #expect(texts[1].contains("\nhttp://app.com:80, "))
        #expect(texts[1].contains(", http://chicago.app.com:80"))
        #expect(!texts[1].contains("boston_app_com"))
    }

    @Test func `What Caddy can't do is said`() throws {
        let error = #expect(throws: GenerationError.self) {
            try text {
                $0.policy.application = .fastCGI(.unix("/run/php.sock"), root: "/var/www")
                $0.proxies.peers = ["10.0.0.0/8"]
                $0.proxies.fields = .forwarded
            }
        }
        #expect(
            error?.messages == [
                "pool app.com: the files for Caddy reach the application by HTTP: "
                    + "web_server: { application: { http: 127.0.0.1:8080 } }",
                "pool app.com: Caddy knows no other fields of trusted proxies than "
                    + "X-Forwarded-For and X-Forwarded-Proto: forwarded: x-forwarded",
            ])
    }
}

/// What a setting makes of a web server's file.
struct WebServerRow: CustomTestStringConvertible, Sendable {
    let label: String
    let change: @Sendable (inout WebServerSite) -> Void
    let fragments: [String]
    var testDescription: String { label }

    init(
        _ label: String, _ change: @escaping @Sendable (inout WebServerSite) -> Void,
        _ fragments: String...
    ) {
        self.label = label
        self.change = change
        self.fragments = fragments
    }
}
