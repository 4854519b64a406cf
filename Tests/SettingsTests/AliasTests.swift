import Distribution
import Settings
import Testing
import Topology

@Suite("Aliases and merge keys")
struct AliasTests {
    @Test(
        "Keys that stand in the mapping win over those it takes over, earlier mappings over later")
    func merge() throws {
        let configuration = try Configuration.parse(
            """
            pools:
              - &base
                pool: app.com
                sites: [{ site: boston.app.com }]
                scheme: http
                marker: &marker { ttl: 60s, clock_tolerance: 1s, placement: query }
                overflow: { max_sites: 3 }
              - scheme: https
                <<: *base
                pool: app.org
                sites: [{ site: boston.app.org }]
                marker: { <<: [{ clock_tolerance: 2s }, *marker], ttl: 90s }
            """, file: "distrib.yaml")
        let pool = try #require(configuration.pools.last)
        #expect(pool.pool.name.description == "app.org")
        #expect(pool.scheme == .https)
        #expect(pool.maxSites == 3)
        #expect(pool.markers.ttl == 90)
        #expect(pool.markers.clockTolerance == 2)
        #expect(pool.markers.placement == .query)
    }

    @Test("Aliases stand for names, lists and mappings; an anchor may be given again")
    func aliases() throws {
        let configuration = try Configuration.parse(
            """
            site: [&own boston.app.com]
            trusted_proxies: &list ["192.0.2.1/32"]
            pools:
              - pool: &name app.com
                sites: [{ site: *own }, { site: geneva.app.com }]
                groups: [{ group: *name, sites: [*own, &own geneva.app.com, ] }]
                proper_group:
                  default: *name
                  rules: [{ group: *name, when: { client: *list, host: *own } }]
            """, file: "distrib.yaml")
        let pool = try #require(configuration.pools.first)
        #expect(pool.ruleTexts == ["app.com when client [192.0.2.1/32] and host [geneva.app.com]"])
        #expect(pool.pool.groups[0].sites.map(\.index) == [0, 1])
    }

    @Test("A null that is tagged as a text, or quoted, is a text")
    func taggedNull() throws {
        for null in ["!!str null", "! ~", "\"null\"", "'~'"] {
            let report = try #require(
                MistakeTests.report(
                    on: "pools: [{ pool: app.com, sites: [{ site: a.app.com }], scheme: \(null) }]")
            )
            #expect(report.findings.count == 1)
            #expect(report.findings[0].message.hasPrefix("\"scheme\" must be http or https, not "))
        }
    }

    @Test("249 countries have a code, by ISO 3166-1")
    func countries() throws {
        let letters = (UInt8(ascii: "A")...UInt8(ascii: "Z")).map { Character(Unicode.Scalar($0)) }
        let codes = letters.flatMap { first in letters.map { second in "\(first)\(second)" } }
        let configuration = try Configuration.parse(
            """
            pools:
              - pool: app.com
                sites: [{ site: a.app.com }]
                groups: [{ group: app.com, sites: [a.app.com] }]
                proper_group:
                  rules: [{ group: app.com, when: { country: [\(codes.joined(separator: ", "))] } }]
            """, file: "distrib.yaml")
        // AA, QM to QZ, XA to XZ and ZZ are left to users.
        #expect(configuration.warnings.count == 26 * 26 - 249 - 1 - 14 - 26 - 1)
    }
}
