import Distribution
import Generation
import Testing
import Topology

@Suite struct CaddyTests {
    private static let files = SiteFileMaker(suffixes: ["caddy"]) {
        sites, provenance throws(GenerationError) in
        try CaddyFiles.make(sites, provenance: provenance)
    }

    @Test(arguments: rows)
    func `Each setting has its lines`(_ row: WebServerRow) throws {
        try Self.files.expectLines(of: row)
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
            "proxies that say Forwarded",
            {
                $0.proxies.peers = ["10.0.0.0/8"]
                $0.proxies.fields = .forwarded
            },
            "\t\tvars distrib_said_proto {header.Forwarded}\n",
            "\t\tvars distrib_said_for {header.Forwarded}\n", "\theader_up -Forwarded\n"),
        WebServerRow(
            "proxies with fields of their own",
            {
                $0.proxies.peers = ["10.0.0.0/8"]
                $0.proxies.fields = .fields(["X-Scheme", "X-Client"])
            },
            "\t\tvars distrib_said_proto {header.X-Scheme}\n",
            "\t\tvars distrib_said_for {header.X-Client}\n"),
        WebServerRow(
            "a scheme for all requests", { $0.scheme = .https }, "\t\tvars distrib_scheme https\n"),
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
        let texts = try Self.files.textsOfTwo()
        #expect(texts[0].contains("\nhttp://:80 {\n"))
        #expect(
            texts[1].contains(
                "\nhttp://europe.app.com:80, http://chicago.app.com:80, http://geneva.app.com:80 {")
        )
        #expect(!texts[1].contains("boston_app_com"))
    }

    @Test func `What Caddy can't do is said`() throws {
        #expect(
            try Self.files.faultsOfFastCGI() == [
                "pool app.com: the files for Caddy reach the application by HTTP: "
                    + "web_server: { application: { http: 127.0.0.1:8080 } }"
            ])
    }
}
