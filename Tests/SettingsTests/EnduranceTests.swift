import Glibc
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

    @Test("Aliases of aliases, a merge key among them, are refused before they take time or memory")
    func aliasesOfAliases() throws {
        for level in ["[*A, *A, *A, *A, *A, *A, *A, *A, *A]", "{ <<: *A, a: *A, b: *A, c: *A }"] {
            let first = level.hasPrefix("[") ? "[x, x, x, x, x, x, x, x, x]" : "{ x: x, y: y }"
            var text = "a0: &a0 \(first)\n"
            for number in 1..<1000 {
                let values = level.replacing("*A", with: "*a\(number - 1)")
                text += "a\(number): &a\(number) \(values)\n"
            }
            var report: Report?
            let duration = computingTime { report = MistakeTests.report(on: text) }
            let finding = try #require(report?.findings.first)
            #expect(finding.message.hasPrefix("the file holds too many values: more than 1000000"))
            #expect((5...15).contains(try #require(finding.line)))
            #expect(try #require(finding.column) > 9)
            #expect(duration < .seconds(2))
        }
    }

    /// What this thread computes meanwhile: other tests have the processors, too.
    private func computingTime(_ body: () -> Void) -> Duration {
        func now() -> Duration {
            var time = timespec()
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
            return Duration.seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
        }
        let begun = now()
        body()
        return now() - begun
    }

    @Test("Aliases do not nest values deeper than brackets do")
    func deepAliases() throws {
        var text = "a0: &a0 []\n"
        for number in 1..<100 { text += "a\(number): &a\(number) [*a\(number - 1)]\n" }
        let report = try #require(MistakeTests.report(on: text))
        #expect(report.findings.map(\.message) == ["the file is nested too deeply"])
        #expect(report.findings.map(\.line) == [65])
    }

    @Test("What 1,000 aliases stand for is read 1,000 times, and found wrong once")
    func manyAliases() throws {
        let countries = (0..<500).map { "x\($0)" }.joined(separator: ", ")
        let rules = (0..<1000).map { _ in
            "        - { group: g.example, when: { country: *all, client_host: *other } }\n"
        }
        let text = """
            pools:
              - pool: example
                sites: [{ site: s.example }]
                groups: [{ group: g.example, sites: [s.example] }]
                proper_group:
                  rules:
                    - group: g.example
                      when: { country: &all [\(countries)], client_host: &other [.eu] }

            """ + rules.joined()
        let report = try #require(MistakeTests.report(on: text))
        #expect(report.findings.count == 500)
        #expect(report.findings.allSatisfy { $0.line == 8 })
    }

    @Test(
        "A line with 10,000 mistakes takes hardly longer than as many lines",
        arguments: ["&a x", "ä/ä", "x/x"])
    func longLine(_ value: String) throws {
        let values = Array(repeating: value, count: 10_000).joined(separator: ", ")
        let text =
            "pools: [{ pool: example, sites: [{ site: s.example }], "
            + "groups: [{ group: g.example, sites: [\(values)] }] }]"
        var report: Report?
        let duration = computingTime { report = MistakeTests.report(on: text) }
        #expect(try #require(report).findings.count >= 10_000)
        #expect(duration < .seconds(20))
    }

    @Test(
        "What libyaml takes for a reading is given back, even where the reading stops halfway")
    func memory() async {
        // In a process of its own, so that other tests take no memory meanwhile.
        await #expect(processExitsWith: .success) {
            EnduranceTests.readMany()
            let before = try EnduranceTests.residentPages()
            EnduranceTests.readMany()
            let growth = try EnduranceTests.residentPages() - before
            // A parser takes 80 KB: 4000 that are kept would be 320 MB.
            precondition(growth < (128 << 20) / Int(getpagesize()), "\(growth) pages")
        }
    }

    private static func readMany() {
        for _ in 0..<2000 {
            for text in ["pools: []", "pools: [&a { b: *c"] {
                precondition(MistakeTests.report(on: text)?.findings.count == 1)
            }
        }
    }

    private static func residentPages() throws -> Int {
        let file = try #require(fopen("/proc/self/statm", "r"))
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        try #require(fgets(&line, CInt(line.count), file) != nil)
        let words = String(decoding: line.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            .split(separator: " ")
        return try #require(words.count > 1 ? Int(words[1]) : nil)
    }

    /// A file in which aliases, merge keys, tags and quotes have their part.
    private static let aliases = """
        trusted_proxies: &proxies [127.0.0.1/32, "::1/128"]
        pools:
          - &first
            pool: &name app.com
            sites: &sites [&boston { site: boston.app.com, addresses: ["192.0.2.1"] }]
            groups: [{ group: *name, sites: [boston.app.com] }]
            proper_group:
              rules: [{ group: *name, when: { client: *proxies, country: !!str CH } }]
            marker: &marker { ttl: 60s, keys: [] }
          - <<: *first
            pool: app.org
            sites: [{ <<: *boston, site: "paris.app.org" }]
            groups: []
            marker: { <<: [*marker, { placement: query }], ttl: 90s }
        """

    @Test(
        "Whatever is changed in a file, it is read or refused",
        arguments: [Example.text, aliases], 0..<20)
    func mutations(_ original: String, _ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        for _ in 0..<50 {
            var bytes = Array(original.utf8)
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
            let strange = [
                "{", "}", "[", "]", ":", ",", "&a", "*a", "*name", "*first", "!", "|", ">", "'",
                "\"", "%", "@", "`", "#", "?", "-", "\n", "\t", " ", "<<: ", "\u{A0}", "\u{200B}",
                "\n---\n", "\n...\n",
            ]
            bytes.insert(contentsOf: (strange.randomElement(using: &random) ?? "").utf8, at: place)
        }
        if bytes.isEmpty { bytes = [UInt8(ascii: "\n")] }
    }
}
