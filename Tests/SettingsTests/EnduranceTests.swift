import SeededRandom
import Settings
import Testing
import Topology

@Suite("Large files, and files that went wrong")
struct EnduranceTests {
    @Test("1,000 pools with 10,000 Sites")
    func large() throws {
        var text = "pools:\n"
        for pool in 0..<1000 {
            text += "  - pool: p\(pool).example\n    sites:\n"
            for site in 0..<10 { text += "      - site: s\(site).p\(pool).example\n" }
        }
        let configuration = try Configuration.parse(text, file: "distrib.yaml")
        #expect(configuration.pools.count == 1000)
        #expect(configuration.pools.reduce(0) { $0 + $1.pool.sites.count } == 10_000)
    }

    @Test("One pool with 10,000 Sites in 1,000 Groups")
    func largePool() throws {
        let sites = (0..<10_000).map {
            "      - { site: s\($0).example, addresses: [192.0.2.1] }\n"
        }
        let groups = (0..<1000).map { group in
            let members = (0..<10).map { "s\(group * 10 + $0).example" }
            return
                "      - { group: g\(group).example, sites: [\(members.joined(separator: ", "))] }\n"
        }
        let text =
            "site: s9999.example\npools:\n  - pool: example\n    sites:\n" + sites.joined()
            + "    groups:\n" + groups.joined()
        let configuration = try Configuration.parse(text, file: "distrib.yaml")
        #expect(configuration.pools[0].pool.sites.count == 10_000)
        #expect(configuration.pools[0].pool.groups.count == 1000)
        let chosen = try configuration.chosenSites(commandLine: [], environment: nil)
        #expect(chosen.map { $0?.index } == [9999])
    }

    @Test("10,000 unknown Sites are 10,000 findings")
    func manyMistakes() throws {
        let text =
            "pools:\n  - pool: example\n    sites:\n"
            + (0..<1000).map { "      - site: s\($0).example\n" }.joined()
            + "    groups:\n      - group: g.example\n        sites:\n"
            + (0..<10_000).map { "          - x\($0).example\n" }.joined()
        let report = try #require(MistakeTests.report(on: text))
        let unknown = report.findings.filter { $0.message.contains("is not a Site of this pool") }
        #expect(unknown.count == 10_000)
        #expect(unknown.map(\.line) == (0..<10_000).map { 1007 + $0 })
    }

    @Test("10,000 malformed Sites, Groups and members are 30,000 findings")
    func manyMalformedNames() throws {
        let text =
            "pools:\n  - pool: example\n    sites:\n      - site: first.example\n"
            + (0..<10_000).map { "      - site: s/\($0).example\n" }.joined()
            + "    groups:\n"
            + (0..<10_000).map { "      - { group: g/\($0), sites: [m/\($0)] }\n" }.joined()
            + "    proper_group: { default: other }\n"
        let report = try #require(MistakeTests.report(on: text))
        let malformed = report.findings.filter { $0.message.contains("DNS names lack: '/'") }
        #expect(malformed.count == 30_000)
    }

    @Test("Whatever is changed in a file, it is read or refused", arguments: 0..<20)
    func mutations(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        for _ in 0..<50 {
            var bytes = Array(Example.text.utf8)
            for _ in 0..<Int.random(in: 1...8, using: &random) { mutate(&bytes, &random) }
            let text = String(decoding: bytes, as: UTF8.self)
            do {
                let configuration = try Configuration.parse(text, file: "distrib.yaml")
                #expect(!configuration.pools.isEmpty)
                #expect(configuration.warnings.allSatisfy { $0.severity == .warning })
            } catch {
                #expect(error.errorCount > 0, "seed \(seed)")
                #expect(!error.rendered.isEmpty)
            }
        }
    }

    private func mutate(_ bytes: inout [UInt8], _ random: inout SplitMix64) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        let length = min(Int.random(in: 1...12, using: &random), bytes.count - place)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: bytes.removeSubrange(place..<(place + length))
        case 1: bytes.insert(contentsOf: bytes[place..<(place + length)], at: place)
        case 2: bytes.swapAt(place, Int.random(in: 0..<bytes.count, using: &random))
        case 3: bytes[place] = UInt8.random(in: .min ... .max, using: &random)
        default:
            let strange = Array("{}[]:,&*!|>'\"%@`#?-\n\t ".utf8)
            bytes.insert(strange.randomElement(using: &random) ?? 0, at: place)
        }
        if bytes.isEmpty { bytes = [UInt8(ascii: "\n")] }
    }
}
