import Admission
import Answers
import Distribution
import Fields
import Generation
import Settings
import Testing
import Topology

@Suite("A configuration with every setting")
struct ExampleTests {
    private let configuration: Configuration
    private let pool: PoolConfiguration

    init() throws {
        configuration = try Configuration.parse(Example.text, file: "conf/distrib.yaml")
        pool = try #require(configuration.pools.first)
    }

    @Test("The top of the file")
    func top() throws {
        #expect(configuration.file == "conf/distrib.yaml")
        #expect(configuration.sites == [try HostName("boston.app.com")])
        let proxies = [IPNetwork("127.0.0.1/32"), IPNetwork("::1/128")]
        #expect(configuration.trustedProxies.networks.map(Optional.some) == proxies)
        #expect(configuration.trustedProxies.includesUnixSockets)
        let fields = ["CF-Connecting-IP", "X-Scheme"]
        #expect(configuration.forwarded == .fields(fields.map { Array($0.utf8) }))
        #expect(configuration.pools.count == 1)
        #expect(configuration.warnings == [])
    }

    @Test("Pool, Sites and Groups")
    func topology() throws {
        #expect(pool.pool.name == (try HostName("app.com")))
        #expect(
            pool.pool.sites == [
                Site(name: try HostName("boston.app.com"), addresses: ["192.0.2.10"]),
                Site(
                    name: try HostName("chicago.app.com"),
                    addresses: ["192.0.2.20", "2001:db8::20"]),
                Site(name: try HostName("geneva.app.com"), addresses: ["192.0.2.30"]),
            ])
        #expect(pool.pool.hasGroups)
        #expect(pool.pool.acceptsSubNames)
        #expect(
            pool.pool.groups == [
                Group(name: try HostName("americas.app.com"), sites: [Site.ID(0), Site.ID(1)]),
                Group(name: try HostName("europe.app.com"), sites: [Site.ID(2), Site.ID(1)]),
            ])
    }

    @Test("Admission")
    func admission() throws {
        let admission = pool.admission
        let rate = SessionRate(perSecond: 2, burst: 60, ramp: .seconds(30))
        let classes = [
            AdmissionClass(name: "staff", isAlways: true),
            AdmissionClass(name: "customer", thresholdFactor: 1.2, share: 0.3),
        ]
        #expect(admission.policy == AdmissionPolicy(sessions: rate, classes: classes))
        #expect(
            admission.classes.map { String(decoding: $0.name, as: UTF8.self) } == [
                "staff", "customer",
            ])
        #expect(
            admission.classes.map { $0.conditions.map(words) } == [
                ["client: 2", "path: /admin/"], ["cookie tier: =gold"],
            ])
        #expect(
            admission.classTexts == [
                "staff when client [10.0.0.0/8, 192.0.2.7] and path [/admin/]",
                "customer when cookie tier [gold]",
            ])
        #expect(admission.indicator == nil)
    }

    @Test("Rates in every unit")
    func rates() throws {
        for (text, perSecond) in [("50/s", 50), ("60/m", 1), ("1800/h", 0.5), ("0.25/s", 0.25)] {
            let yaml = """
                pools:
                  - pool: app.com
                    sites: [{ site: boston.app.com }]
                    admission: { sessions: { rate: \(text) } }
                """
            let pool = try #require(Configuration.parse(yaml, file: "distrib.yaml").pools.first)
            #expect(pool.admission.policy.sessions?.perSecond == perSecond)
            #expect(pool.admission.policy.sessions?.burst == max(2, Int(perSecond * 2)))
            #expect(pool.admission.policy.sessions?.ramp == .zero)
        }
    }

    @Test("The proper Group")
    func properGroup() throws {
        let policy = pool.properGroups
        let remember = try #require(policy.remember)
        #expect(remember.cookie == Array("DistribGroup".utf8))
        #expect(remember.domain == Array("app.com".utf8))
        #expect(remember.maxAge == 2_592_000)
        #expect(policy.defaultGroup == Group.ID(0))
        #expect(policy.rules.map(\.group) == [Group.ID(1), Group.ID(1)])
        #expect(
            policy.rules[0].conditions.map(words) == [
                "place MM_COUNTRY_CODE: CH DE NO", "language: de pt-br",
            ])
        #expect(
            policy.rules[1].conditions.map(words) == [
                "client: 2", "clientHost: .eu example.org", "place MM_CONTINENT_CODE: EU",
                "cookie region: =eu eu-*", "cookie theme: *", "cookie agent: *bot*",
                "variable HTTP_X_REGION: *-eu", "variable CONTENT_TYPE: =text/html",
                "variable SSL_CLIENT_S_DN_O: =Example, Inc", "path: /eu/ /de/",
                "host: shop.example.eu shop.example.eu:8443",
            ])
        guard case .client(let networks) = policy.rules[1].conditions[0] else { return }
        #expect(
            networks.map(Optional.some)
                == [IPNetwork("192.0.2.0/24"), IPNetwork("2001:db8::/32")])
    }

    @Test("The rules in words, and their lines")
    func ruleTexts() {
        #expect(
            pool.ruleTexts == [
                "europe.app.com when country [CH, de, NO] and language [de, pt-BR]",
                "europe.app.com when client [192.0.2.0/24, 2001:db8::/32]"
                    + " and client_host [.EU, example.org] and continent [EU]"
                    + " and cookie region [eu, eu-*] and cookie theme [*] and cookie agent [*bot*]"
                    + " and header X-Region [*-eu] and header Content-Type [text/html]"
                    + " and variable SSL_CLIENT_S_DN_O [\"Example, Inc\"]"
                    + " and path [/eu/, /de/] and host [Shop.example.eu, shop.example.eu:8443]",
            ])
        #expect(pool.ruleLines == [25, 27])
    }

    @Test("Markers, redirects, the start of a session, overflow, the busy page")
    func answers() {
        #expect(pool.scheme == .https)
        #expect(pool.markers.ttl == 90)
        #expect(pool.markers.clockTolerance == 3)
        #expect(pool.markers.placement == .query)
        #expect(pool.markers.signer == nil)
        #expect("\(pool.markers.name)" == "D-1")
        #expect(pool.maxSites == 5)
        #expect(pool.goesBeyondGroup)
        #expect(pool.peers == nil && pool.freeSitesLeft == 1)
        var expected = AnswerPolicy()
        expected.redirectStatus = .seeOther
        expected.unsafeMethodStatus = .found
        expected.mechanism = .metaRefresh
        expected.sessionStart = .namedLocation("@internal")
        expected.busyPage.status = 200
        expected.busyPage.retryAfter = 60
        expected.busyPage.name = Array("Büro & Co".utf8)
        expected.fetch = .redirect
        expected.countryVariable = Array("MM_COUNTRY_CODE".utf8)
        #expect(pool.answers == expected)
    }

    @Test("What remembers the Site of a session, and who needs no distribution")
    func rememberedSite() {
        #expect(pool.rememberedSite?.cookie == Array("DistribSite".utf8))
        #expect(pool.rememberedSite?.domain == Array("app.com".utf8))
        #expect(
            pool.exempt.map { $0.map(words) } == [
                ["variable HTTP_USER_AGENT: *bot*"], ["path: /api/", "client: 1"],
            ])
    }

    @Test("A Site as its web server needs to know it")
    func webServerSite() throws {
        let site = configuration.webServerSite(Site.ID(2), ofPool: 0)
        #expect(site.identifier == "geneva_app_com")
        #expect(site.markerName == "D-1")
        #expect(site.siteCookie == WebServerSite.SiteCookie(name: "DistribSite", domain: "app.com"))
        #expect(site.aliases == [try HostName("www.app.com")])
        #expect(site.proxies.peers == ["127.0.0.1/32", "::1/128", "unix:"])
        #expect(site.proxies.fields == .fields(["CF-Connecting-IP", "X-Scheme"]))
    }

    @Test("What DNS needs besides addresses")
    func names() throws {
        #expect(pool.dns.aliases == [try HostName("www.app.com")])
        #expect(pool.dns.weights == [try HostName("boston.app.com"): 3])
        #expect(pool.dns.healthCheck.port == 80)
    }

    @Test("Signals")
    func signals() {
        var drain = SignalPolicy(.file(FileSignal(path: "/run/distrib/drain")))
        drain.interval = .milliseconds(500)
        drain.onFailure = .busy
        var load = SignalPolicy(
            .loadAverage(LoadAverageSignal(perCore: true)), Thresholds(above: 1.5, resumeBelow: 1))
        load.dwell = .seconds(5)
        let plain = SignalPolicy(
            .loadAverage(LoadAverageSignal(perCore: false)), Thresholds(above: 8))
        #expect(pool.signals == [drain, load, plain])
    }

    private func words(_ condition: Condition) -> String {
        switch condition {
        case .client(let networks): "client: \(networks.count)"
        case .clientHost(let suffixes): "clientHost: \(text(suffixes))"
        case .geography(_, let variable, let places): "place \(text([variable])): \(text(places))"
        case .language(let tags): "language: \(text(tags))"
        case .cookie(let name, let patterns): "cookie \(text([name])): \(words(patterns))"
        case .variable(let name, let patterns): "variable \(text([name])): \(words(patterns))"
        case .path(let prefixes): "path: \(text(prefixes))"
        case .indicator(let classes): "indicator: \(text(classes))"
        case .host(let names): "host: \(names.map(\.description).joined(separator: " "))"
        }
    }

    private func words(_ patterns: [Pattern]) -> String {
        patterns.map { pattern in
            switch pattern {
            case .exact(let bytes): "=\(text([bytes]))"
            case .prefix(let bytes): "\(text([bytes]))*"
            case .suffix(let bytes): "*\(text([bytes]))"
            case .contains(let bytes): "*\(text([bytes]))*"
            case .present: "*"
            }
        }.joined(separator: " ")
    }

    private func text(_ words: [[UInt8]]) -> String {
        words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
    }
}
