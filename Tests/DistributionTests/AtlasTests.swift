import CGI
import Fields
import Synchronization
import Testing

@testable import Distribution

/// Countries from an atlas, where the variables say nothing.
struct AtlasTests {
    /// Everybody is in Switzerland, but 192.0.2.1 is nowhere.
    private final class TestAtlas: Atlas {
        let looks = Atomic(0)

        func region(of client: IPAddress) -> Region {
            looks.add(1, ordering: .relaxed)
            return client == IPAddress(Array("192.0.2.1".utf8).span)
                ? .unknown
                : Region(
                    country: (UInt8(ascii: "C"), UInt8(ascii: "H")),
                    continent: (UInt8(ascii: "E"), UInt8(ascii: "U")))
        }
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var client: String? = "198.51.100.7"
        var variables: [(String, String)] = []
        var hasAtlas = true
        /// Whether a rule for CH, and one for EU, match.
        let matches: [Bool]
        let looks: Int
    }

    static let rows: [Row] = [
        Row(testDescription: "from the atlas, in one look", matches: [true, true], looks: 1),
        Row(
            testDescription: "a variable counts more", variables: [("C", "DE"), ("K", "AS")],
            matches: [false, false], looks: 0),
        Row(
            testDescription: "one variable", variables: [("C", "DE")], matches: [false, true],
            looks: 1),
        Row(
            testDescription: "an empty variable says nothing", variables: [("C", ""), ("K", "")],
            matches: [true, true], looks: 1),
        Row(
            testDescription: "an address that the atlas does not know", client: "192.0.2.1",
            matches: [false, false], looks: 1),
        Row(
            testDescription: "no address", client: nil, matches: [false, false], looks: 0),
        Row(testDescription: "no atlas", hasAtlas: false, matches: [false, false], looks: 0),
    ]

    @Test("Where a client is", arguments: rows, [0, Int.max])
    func regions(_ row: Row, mostLoopedValues: Int) throws {
        let rules: [[Condition]] = [
            [.geography(.country, variable: Array("C".utf8), [Array("CH".utf8)])],
            [.geography(.continent, variable: Array("K".utf8), [Array("EU".utf8)])],
        ]
        let tables = rules.map { RuleTable([$0], mostLoopedValues: mostLoopedValues) }
        let atlas = TestAtlas()
        var look = AtlasLook(atlas)
        let request = TestRequest(client: row.client, variables: row.variables)
        try withUnsafeMutablePointer(to: &look) { look in
            try request.withView(atlas: row.hasAtlas ? look : nil) { request in
                for _ in 0..<3 {
                    #expect(tables.map { $0.firstMatch(for: request) == 0 } == row.matches)
                }
            }
        }
        #expect(atlas.looks.load(ordering: .relaxed) == row.looks)
    }
}
