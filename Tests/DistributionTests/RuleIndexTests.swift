import CGI
import Fields
import SeededRandom
import Testing
import Topology

@testable import Distribution

/// The index finds the rule that the plain loop over all rules finds.
struct RuleIndexTests {
    /// 40 seeds with 20 tables and 250 requests each: 200,000 comparisons.
    @Test("The same rule as the plain loop, over random rules and requests", arguments: 0..<40)
    func sameRule(seed: UInt64) throws {
        var random = RandomRules(seed: seed)
        let tables = (0..<20).map { _ in
            let rules = random.rules()
            return (
                plain: RuleTable(rules, mostLoopedValues: .max),
                indexed: RuleTable(rules, mostLoopedValues: -1)
            )
        }
        var matches = 0
        for _ in 0..<250 {
            let request = random.request()
            let indicator = random.value()
            try request.withView { request in
                for (number, table) in tables.enumerated() {
                    let plain = table.plain.firstMatch(for: request, indicator: indicator.span)
                    let indexed = table.indexed.firstMatch(for: request, indicator: indicator.span)
                    matches += plain == nil ? 0 : 1
                    if plain != indexed {
                        Issue.record("table \(number): \(plain ?? -1), not \(indexed ?? -1)")
                    }
                }
            }
        }
        // Else the rules would prove little.
        #expect((1000...4900).contains(matches))
    }

    @Test("Of many rules of networks the first counts, however wide the others are")
    func networks() throws {
        let texts = ["10.0.0.0/8", "10.1.0.0/16", "0.0.0.0/0", "10.1.2.3", "::/0", "2001:db8::/32"]
        let rules: [[Condition]] = texts.map { [.client([IPNetwork($0)!])] }
        for (client, match) in [
            ("10.1.2.3", 0), ("::ffff:10.1.2.3", 0), ("192.0.2.1", 2), ("2001:db8::1", 4),
        ] {
            #expect(try Self.match(rules, TestRequest(client: client)) == match)
            let reversed = try Self.match(rules.reversed(), TestRequest(client: client))
            let last = try #require(
                ["10.1.2.3": 3, "::ffff:10.1.2.3": 3, "192.0.2.1": 2, "2001:db8::1": 5][client])
            #expect(reversed == texts.count - 1 - last)
        }
        #expect(try Self.match(rules, TestRequest()) == nil)
    }

    @Test("A rule that needs more than its anchor leaves the request to a later one")
    func others() throws {
        let many = Pattern.exact(Array("a".utf8))
        let rules: [[Condition]] =
            (0..<100).map {
                [.path([Array("/p".utf8)]), .cookie(name: [97], [.exact(Array("\($0)".utf8))])]
            } + [[.path([Array("/p".utf8)]), .variable(name: [65], [many])]]
        let request = TestRequest("/p/x", variables: [("HTTP_COOKIE", "a=77"), ("A", "a")])
        #expect(try Self.match(rules, request) == 77)
        let other = TestRequest("/p/x", variables: [("HTTP_COOKIE", "a=100"), ("A", "a")])
        #expect(try Self.match(rules, other) == 100)
        #expect(try Self.match(rules, TestRequest("/q", variables: [("A", "a")])) == nil)
    }

    @Test("A condition of many values beside the anchor is looked up, too")
    func manyValues() throws {
        let networks = (0..<1000).map { IPNetwork("10.\($0 / 250).\($0 % 250).0/24")! }
        let rules: [[Condition]] = (0..<50).map {
            [.client(networks), .path([Array("/p\($0)/".utf8)])]
        }
        let table = RuleTable(rules)
        // Equal conditions are laid out once.
        #expect(table.networks.count == 1000)
        #expect(try Self.match(rules, TestRequest("/p7/", client: "10.3.249.1")) == 7)
        #expect(try Self.match(rules, TestRequest("/p7/", client: "10.3.250.1")) == nil)
    }

    @Test("Rules behind one without conditions are never reached")
    func unconditional() throws {
        let rules: [[Condition]] = [
            [.path([Array("/a".utf8)])], [], [.path([Array("/b".utf8)])], [],
        ]
        #expect(try Self.match(rules, TestRequest("/a")) == 0)
        #expect(try Self.match(rules, TestRequest("/b")) == 1)
    }

    private static func match(_ rules: [[Condition]], _ request: TestRequest) throws -> Int? {
        let table = RuleTable(rules, mostLoopedValues: -1)
        return try request.withView { table.firstMatch(for: $0) }
    }
}
