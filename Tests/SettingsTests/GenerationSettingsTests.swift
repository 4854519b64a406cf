import Generation
import Settings
import Testing
import Topology

/// What `generate` needs to know, and what holds where the file does not say it.
@Suite struct GenerationSettingsTests {
    private func pool(_ keys: String) throws -> PoolConfiguration {
        let text = "\(Mistake.Base.small.rawValue)\(keys)\n"
        return try #require(Configuration.parse(text, file: "distrib.yaml").pools.first)
    }

    @Test func `Nothing but names and addresses has to be said of DNS`() throws {
        let pool = try pool("    scheme: https")
        #expect(pool.dns == DNSPolicy())
        #expect(pool.webServer == WebServerPolicy())
    }

    @Test func `Every key of dns`() throws {
        let dns = try pool(
            """
                dns:
                  zone: App.com.
                  nameservers: [{ name: NS1.app.com, address: 192.0.2.53 }]
                  failover_nameservers: [{ name: ns2.app.com, address: "2001:db8::54" }]
                  listen: 192.0.2.53
                  failover_listen: ["192.0.2.54:5353", "::1", "[::1]:53"]
                  answers: several
                  ttl: 5s
                  health_check:
                    port: 8080
                    interval: 10s
                    timeout: 3s
                    down_after: 3
                    up_after: 4
                    health_path: /health
                    ready_path: /ready
                  records_file: /etc/names/app.com.records
                  gdnsd_options: { run_dir: /run/names, udp_threads: 4 }
            """
        ).dns
        var expected = DNSPolicy()
        expected.zone = try HostName("app.com")
        expected.nameservers = [
            Nameserver(name: try HostName("ns1.app.com"), address: "192.0.2.53")
        ]
        expected.failoverNameservers = [
            Nameserver(name: try HostName("ns2.app.com"), address: "2001:db8::54")
        ]
        expected.listen = ["192.0.2.53"]
        expected.failoverListen = ["192.0.2.54:5353", "::1", "[::1]:53"]
        expected.answers = .several
        expected.timeToLive = 5
        expected.healthCheck.port = 8080
        expected.healthCheck.interval = 10
        expected.healthCheck.timeout = 3
        expected.healthCheck.downAfter = 3
        expected.healthCheck.upAfter = 4
        expected.healthCheck.healthPath = "/health"
        expected.healthCheck.readyPath = "/ready"
        expected.recordsFile = "/etc/names/app.com.records"
        expected.gdnsdOptions = [
            NameserverOption(name: "run_dir", value: "/run/names"),
            NameserverOption(name: "udp_threads", value: "4"),
        ]
        #expect(dns == expected)
    }

    @Test func `Every key of web_server`() throws {
        let server = try pool(
            """
                web_server:
                  session_cookie: connect.sid
                  session_cookie_attributes: Path=/; Domain=.app.com
                  component: "[::1]:9000"
                  component_down: closed
                  application: { fastcgi: unix:/run/php.sock, root: /var/www/app }
                  assets: { paths: [], suffixes: [css, tar.gz] }
                  country: { variable: geoip2_country }
                  port: 8443
                  tls:
                    certificate: /etc/ssl/app.pem
                    key: /etc/ssl/app.key
                    strict_transport_security: 1d
                    redirect_http: false
                  upload_limit: 2g
            """
        ).webServer
        var expected = WebServerPolicy()
        expected.sessionCookie = "connect.sid"
        expected.sessionCookieAttributes = "Path=/; Domain=.app.com"
        expected.component = .port("[::1]:9000")
        expected.failsOpen = false
        expected.application = .fastCGI(.unix("/run/php.sock"), root: "/var/www/app")
        expected.assetPaths = []
        expected.assetSuffixes = ["css", "tar.gz"]
        expected.country = .variable("geoip2_country")
        expected.port = 8443
        expected.tls = TLSPolicy(certificate: "/etc/ssl/app.pem", key: "/etc/ssl/app.key")
        expected.tls?.strictTransportSecurity = 86_400
        expected.tls?.redirectsPlainHTTP = false
        expected.uploadLimit = ByteCount(number: 2, unit: .g)
        #expect(server == expected)
    }

    @Test func `A long TTL is doubtful`() throws {
        let text = "\(Mistake.Base.small.rawValue)    dns: { ttl: 1m }\n"
        let configuration = try Configuration.parse(text, file: "distrib.yaml")
        #expect(
            configuration.warnings.map(\.message) == [
                "resolvers keep an answer for 60s: that long, clients go on being sent to a Site "
                    + "that is down"
            ])
    }
}
