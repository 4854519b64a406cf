import Distribution
import Generation
import Testing
import Topology

@Suite struct HAProxyTests {
    private static let files = SiteFileMaker(suffixes: ["cfg"]) {
        sites, provenance throws(GenerationError) in
        try HAProxyFiles.make(sites, provenance: provenance)
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
            "    server component 127.0.0.1:9000 proto fcgi check ",
            "    server application unix@/run/app.sock\n"),
        WebServerRow(
            "the check is a FastCGI request for health", { _ in },
            """
                tcp-check send-binary 0101000100080000_0001000000000000
                tcp-check send-binary 0104000100180000_1006_444953545249425f454e44504f494e54_6865616c7468
                tcp-check send-binary 0104000100000000
                tcp-check send-binary 0105000100000000

            """.replacing("_", with: "")),
        WebServerRow(
            "the cookie of remember_site",
            { $0.siteCookie = .init(name: "DistribSite", domain: nil) },
            """
                acl is_here req.hdr(Host) -m reg -i ^boston\\.app\\.com\\.?(?::[0-9]*)?$

            """,
            """
                acl has_cookie req.fhdr(Cookie) -m reg '(?:^|[;,]\\s*)SID="?[^;,"\\s]'
                acl has_site_cookie req.fhdr(Cookie) -m reg '(?:^|[;,]\\s*)DistribSite="?boston\\.app\\.com"?\\s*(?:[;,]|$)'
                http-request set-var(txn.session) bool(true) if is_here has_cookie has_site_cookie

            """,
            "Set-Cookie \"DistribSite=boston.app.com; Path=/; Secure; HttpOnly; SameSite=Lax\" if"),
        WebServerRow(
            "another marker", { $0.markerName = "Via" },
            "set-var(txn.path) \"path,regsub('/Via(=|%3D)[^/]*','',gi)\"\n"),
        WebServerRow(
            "country", { $0.policy.country = .header("X-Country-Code") },
            "set-param GEOIP_COUNTRY_CODE %[req.hdr(X-Country-Code)] if { req.hdr_cnt(X-Country-Code) eq 1 }\n"
        ),
        WebServerRow(
            "assets",
            {
                $0.policy.assetPaths = ["/a.b/", "/c"]
                $0.policy.assetSuffixes = ["css"]
            },
            "    acl is_past path /c\n    acl is_past path_beg /a.b/ /c/\n    acl is_past path_end -i .css\n"
        ),
        WebServerRow(
            "trusted proxies", { $0.proxies.peers = ["127.0.0.1/32", "unix:", "10.0.0.0/8"] },
            "    acl is_proxy var(txn.client) -m ip 127.0.0.1/32 10.0.0.0/8\n"),
        WebServerRow(
            "proxies that say Forwarded",
            {
                $0.proxies.peers = ["10.0.0.0/8"]
                $0.proxies.fields = .forwarded
            },
            #"""
                http-request set-var(txn.proto) "req.hdr(Forwarded,-1),regsub('^(.*;)?\\s*proto=\"?([^;\"]*)\"?\\s*(;.*)?\$','\\2',i)"
                http-request set-var(txn.scheme) str(https) if is_proxy { var(txn.proto) -m str -i https }

            """#,
            #"""
                http-request set-var(txn.for) "req.hdr(Forwarded,-4),regsub('^(.*;)?\\s*for=\"?\\[?([0-9a-f.:]+?)\\]?(:\\d+)?\"?\\s*(;.*)?\$','\\2',i)"

            """#),
        WebServerRow(
            "proxies with fields of their own",
            {
                $0.proxies.peers = ["10.0.0.0/8"]
                $0.proxies.fields = .fields(["X-Scheme", "X-Client"])
            },
            "set-var(txn.proto) req.hdr(X-Scheme,-1)\n",
            "set-var(txn.client) req.hdr_ip(X-Client,-1) if"),
        WebServerRow(
            "a scheme for all requests", { $0.scheme = .https }, "set-var(txn.scheme) str(https)\n"),
        WebServerRow(
            "a component behind a network", { $0.policy.component = .port("127.0.0.1:9000") },
            "    set-param DISTRIB_LOCATION_LIMIT 7000\n"),
        WebServerRow(
            "listening", { $0.policy.listen = ["192.0.2.10", "2001:db8::10"] },
            "    bind 192.0.2.10:80\n    bind [2001:db8::10]:80\n"),
        WebServerRow(
            "TLS",
            {
                $0.policy.tls = TLSPolicy(certificate: "/c.pem", key: "/k.pem")
                $0.policy.tls?.strictTransportSecurity = 60
            },
            "#     ln -s /k.pem /c.pem.key\n",
            "    bind :::443 v4v6 ssl crt /c.pem\n",
            "    http-after-response set-header Strict-Transport-Security \"max-age=60\"\n",
            "frontend distrib_boston_app_com_80 from distrib_boston_app_com\n    bind :::80 v4v6\n",
            "    http-request redirect location \"https://boston.app.com%[pathq]\" code 308 unless is_endpoint\n"
        ),
    ]

    @Test func `Failing closed, nothing goes straight to the application`() throws {
        #expect(
            try Self.files.text { $0.policy.failsOpen = false }.contains("str(direct)") == false)
        #expect(try Self.files.text { _ in }.contains("set-var(txn.word) str(direct) if"))
    }

    @Test func `What HAProxy can't do is said`() throws {
        #expect(
            try Self.files.faultsOfFastCGI() == [
                "pool app.com: the files for HAProxy reach the application by HTTP: "
                    + "web_server: { application: { http: 127.0.0.1:8080 } }"
            ])
    }
}
