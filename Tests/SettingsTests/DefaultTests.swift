import Admission
import Answers
import Distribution
import Fields
import Generation
import Settings
import Testing
import Topology

@Suite("What is left out")
struct DefaultTests {
    private static let smallest = """
        pools: [{ pool: app.com, sites: [{ site: boston.app.com }] }]
        """

    @Test("The smallest file has every default")
    func defaults() throws {
        let configuration = try Configuration.parse(Self.smallest, file: "distrib.yaml")
        #expect(configuration.sites == [])
        #expect(configuration.trustedProxies.isEmpty)
        #expect(configuration.forwarded == .xForwarded)
        #expect(configuration.warnings == [])
        let pool = try #require(configuration.pools.first)
        #expect(pool.pool.sites == [Site(name: try HostName("boston.app.com"))])
        #expect(!pool.pool.hasGroups)
        #expect(pool.scheme == nil)
        #expect(pool.properGroups.remember == nil)
        #expect(pool.properGroups.rules.isEmpty)
        #expect(pool.properGroups.defaultGroup == nil)
        #expect(pool.markers.ttl == 60)
        #expect(pool.markers.clockTolerance == 5)
        #expect(pool.markers.placement == .path)
        #expect(pool.markers.signer == nil)
        #expect("\(pool.markers.name)" == "Distrib")
        #expect(pool.enforcement == .all)
        #expect(pool.maxSites == 8)
        #expect(!pool.goesBeyondGroup)
        #expect(pool.exempt.isEmpty)
        #expect(pool.rememberedSite == nil)
        #expect(pool.signals == [])
        #expect(pool.answers == AnswerPolicy())
        #expect(pool.answers.redirectStatus == .found)
        #expect(pool.answers.unsafeMethodStatus == .temporaryRedirect)
        #expect(pool.answers.mechanism == .location)
        #expect(pool.answers.sessionStart == .namedLocation("@app"))
        #expect(pool.answers.busyPage.status == 503)
        #expect(pool.answers.busyPage.retryAfter == 10)
        #expect(pool.answers.busyPage.template == nil)
        #expect(pool.ruleTexts == [])
        #expect(pool.ruleLines == [])
    }

    @Test("Empty sections have the defaults, too")
    func emptySections() throws {
        let text = """
            trusted_proxies: []
            pools:
              - pool: app.com
                sites: [{ site: boston.app.com, addresses: [] }]
                groups: [{ group: us.app.com, sites: [boston.app.com] }]
                proper_group: { remember: { cookie: Group }, rules: [] }
                geo: {}
                marker: {}
                redirect: {}
                session_start: {}
                overflow: {}
                busy: {}
                busy_page: {}
            """
        let pool = try #require(Configuration.parse(text, file: "distrib.yaml").pools.first)
        #expect(pool.properGroups.remember?.domain == nil)
        #expect(pool.properGroups.remember?.maxAge == 2_592_000)
        #expect(pool.markers.ttl == 60)
        #expect(pool.maxSites == 8)
        #expect(pool.signals == [])
        #expect(pool.answers == AnswerPolicy())
    }

    @Test("Places are looked up in the variables of the usual GeoIP modules")
    func placeVariables() throws {
        let text = """
            pools:
              - pool: app.com
                sites: [{ site: boston.app.com }]
                groups: [{ group: us.app.com, sites: [boston.app.com] }]
                proper_group:
                  rules: [{ group: us.app.com, when: { country: US, continent: NA } }]
            """
        let pool = try #require(Configuration.parse(text, file: "distrib.yaml").pools.first)
        let variables = pool.properGroups.rules[0].conditions.map { condition in
            if case .geography(_, let variable, _) = condition {
                String(decoding: variable, as: UTF8.self)
            } else {
                "none"
            }
        }
        #expect(variables == ["GEOIP_COUNTRY_CODE", "GEOIP_CONTINENT_CODE"])
    }

    @Test("Anchors and aliases: one ring for two Groups")
    func aliases() throws {
        let text = """
            pools:
              - pool: app.com
                sites: [{ site: boston.app.com }, { site: geneva.app.com }]
                groups:
                  - group: us.app.com
                    sites: &both [boston.app.com, geneva.app.com]
                  - group: eu.app.com
                    sites: *both
            """
        let pool = try #require(Configuration.parse(text, file: "distrib.yaml").pools.first)
        #expect(
            pool.pool.groups.map(\.sites) == [[Site.ID(0), Site.ID(1)], [Site.ID(0), Site.ID(1)]])
    }

    @Test("A value that stands alone counts as a list of one")
    func valuesAlone() throws {
        let lists = """
            pools:
              - pool: app.com
                sites: [{ site: boston.app.com, addresses: [192.0.2.10] }]
                groups: [{ group: us.app.com, sites: [boston.app.com] }]
                proper_group: { rules: [{ group: us.app.com, when: { country: [US] } }] }
                busy: { any: [{ file: { path: /run/drain } }] }
                admission: { sessions: { rate: 1/s }, classes: [{ class: staff, when: { path: [/s/] } }] }
                dns: { nameservers: [{ name: ns.app.com, address: 192.0.2.53 }] }
                web_server: { session_cookie: SID, assets: { paths: [/a/], suffixes: [css] } }
            """
        let alone = """
            pools:
              pool: app.com
              sites: { site: boston.app.com, addresses: 192.0.2.10 }
              groups: { group: us.app.com, sites: boston.app.com }
              proper_group: { rules: { group: us.app.com, when: { country: US } } }
              busy: { any: { file: /run/drain } }
              admission: { sessions: { rate: 1/s }, classes: { class: staff, when: { path: /s/ } } }
              dns: { nameservers: { name: ns.app.com, address: 192.0.2.53 } }
              web_server: { session_cookie: SID, assets: { paths: /a/, suffixes: css } }
            """
        let pools = try [lists, alone].map {
            try #require(Configuration.parse($0, file: "distrib.yaml").pools.first)
        }
        #expect(pools[1].pool.sites == pools[0].pool.sites)
        #expect(pools[1].pool.groups == pools[0].pool.groups)
        #expect(pools[1].ruleTexts == pools[0].ruleTexts)
        #expect(pools[1].signals == pools[0].signals)
        #expect(pools[1].admission.policy.classes.map(\.name) == ["staff", "normal"])
        #expect(pools[1].dns == pools[0].dns)
        #expect(pools[1].webServer == pools[0].webServer)
    }

    @Test(
        "Durations in every unit",
        arguments: [
            ("1000ms", 1), ("60s", 60), ("5m", 300), ("12h", 43_200), ("30d", 2_592_000),
            ("3650d", 315_360_000), ("0090s", 90),
        ] as [(String, Int64)])
    func durations(_ text: String, _ seconds: Int64) throws {
        let file = "\(Self.smallest.dropLast(2)), marker: { ttl: \(text), clock_tolerance: 0s } }]"
        let pool = try #require(Configuration.parse(file, file: "distrib.yaml").pools.first)
        #expect(pool.markers.ttl == seconds)
        #expect(pool.markers.clockTolerance == 0)
    }
}
