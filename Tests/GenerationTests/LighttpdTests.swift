import Distribution
import Generation
import Testing
import Topology

@Suite struct LighttpdTests {
    private static let files = SiteFileMaker(suffixes: ["conf", "lua"]) {
        sites, provenance throws(GenerationError) in
        try LighttpdFiles.make(sites, provenance: provenance)
    }

    @Test(arguments: rows)
    func `Each setting has its lines`(_ row: WebServerRow) throws {
        try Self.files.expectLines(of: row)
    }

    private static let rows: [WebServerRow] = [
        WebServerRow(
            "sockets",
            {
                $0.policy.component = .port("[::1]:9000")
                $0.policy.application = .http(.unix("/run/app.sock"))
            },
            "        \"host\" => \"::1\", \"port\" => 9000, \"check-local\" => \"disable\", \"mode\" => \"authorizer\",\n",
            "    proxy.server = ( \"\" => (( \"socket\" => \"/run/app.sock\" )) )\n"),
        WebServerRow(
            "cookie",
            {
                $0.policy.sessionCookie = "connect.sid"
                $0.policy.sessionCookieAttributes = "Path=/; Secure"
            },
            """
                sessionCookie = "connect.sid",
                sessionEnd = "connect.sid=; Max-Age=0; Path=/; Secure",

            """),
        WebServerRow(
            "the cookie of remember_site",
            { $0.siteCookie = .init(name: "DistribSite", domain: "app.com") },
            """
                siteCookie = "DistribSite",
                siteCookieText = "DistribSite=boston.app.com; Domain=app.com; Path=/; HttpOnly; SameSite=Lax",
                secureSiteCookieText = "DistribSite=boston.app.com; Domain=app.com; Path=/; Secure; HttpOnly; SameSite=Lax",

            """),
        WebServerRow("failing closed", { $0.policy.failsOpen = false }, "    failsOpen = false,\n"),
        WebServerRow("another marker", { $0.markerName = "Via" }, "    marker = \"via\",\n"),
        WebServerRow(
            "country, uploads",
            {
                $0.policy.country = .header("X-Country-Code")
                $0.policy.uploadLimit = ByteCount(number: 3, unit: .m)
            },
            "    country = \"X-Country-Code\",\n", "server.max-request-size := 3072\n"),
        WebServerRow(
            "assets",
            {
                $0.policy.assetPaths = ["/a.b/", "/c"]
                $0.policy.assetSuffixes = ["css"]
            },
            """
                wholeAssets = { ["/c"] = true },
                assetStarts = { "/a.b/", "/c/" },
                assetSuffixes = { ["css"] = true },

            """),
        WebServerRow(
            "trusted proxies", { $0.proxies.peers = ["127.0.0.1/32", "unix:", "10.0.0.0/8"] },
            "extforward.forwarder = ( \"127.0.0.1/32\" => \"trust\", \"10.0.0.0/8\" => \"trust\" )\n"
        ),
        WebServerRow(
            "proxies that say Forwarded",
            {
                $0.proxies.peers = ["10.0.0.0/8"]
                $0.proxies.fields = .forwarded
            },
            "extforward.headers = ( \"Forwarded\" )\n",
            "( \"/etc/lighttpd/distrib/forwarded.lua\", \"/etc/lighttpd/distrib/boston.app.com.lua\" )\n"
        ),
        WebServerRow(
            "a scheme for all requests", { $0.scheme = .https }, "    scheme = \"https\",\n"),
        WebServerRow(
            "listening", { $0.policy.listen = ["192.0.2.10", "2001:db8::10"] },
            "$SERVER[\"socket\"] == \"192.0.2.10:80\" { }\n$SERVER[\"socket\"] == \"[2001:db8::10]:80\" { }\n"
        ),
        WebServerRow(
            "TLS",
            {
                $0.policy.tls = TLSPolicy(certificate: "/c.pem", key: "/k.pem")
                $0.policy.tls?.strictTransportSecurity = 60
            },
            """
            $SERVER["socket"] == "0.0.0.0:443" {
                ssl.engine = "enable"
                ssl.pemfile = "/c.pem"
                ssl.privkey = "/k.pem"
                setenv.set-response-header = ( "Strict-Transport-Security" => "max-age=60" )
            }

            """,
            "    plainPort = 80,\n    securePort = \"\",\n"),
    ]

    @Test func `Of several Sites the first one serves the other names, too`() throws {
        let texts = try Self.files.textsOfTwo()
        #expect(texts[0].contains("\nmagnet.attract-raw-url-to = "))
        #expect(
            texts[2].contains(
                "\n$HTTP[\"host\"] =~ \"^(?:europe\\.app\\.com|chicago\\.app\\.com|geneva\\.app\\.com)"
            ))
        #expect(texts[2].contains("\n    magnet.attract-raw-url-to = "))
        #expect(!texts[2].contains("boston_app_com"))
    }

    @Test func `What lighttpd can't do is said`() throws {
        #expect(
            try Self.files.faultsOfFastCGI() == [
                "pool app.com: the files for lighttpd reach the application by HTTP: "
                    + "web_server: { application: { http: 127.0.0.1:8080 } }"
            ])
    }

    @Test func `Other fields of proxies than the usual ones are refused`() throws {
        let error = #expect(throws: GenerationError.self) {
            try Self.files.text {
                $0.proxies.peers = ["10.0.0.0/8"]
                $0.proxies.fields = .fields(["X-Scheme", "X-Client"])
            }
        }
        #expect(
            error?.messages == [
                "pool app.com: lighttpd takes the scheme from X-Forwarded-Proto or Forwarded only: "
                    + "forwarded: x-forwarded"
            ])
    }
}
