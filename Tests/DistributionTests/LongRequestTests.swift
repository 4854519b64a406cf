import Testing
import Topology

@testable import Distribution

/// Many rules and long requests: which rule matches. What it costs is measured by `make instructions`.
struct LongRequestTests {
    private static let count = 1000

    @Test("The last of many path rules matches a long path", arguments: [true, false])
    func paths(hasMarker: Bool) throws {
        let path = "/" + String(repeating: "a/", count: 4000)
        let prefixes = (1..<Self.count).map { "/b\($0)/" } + [path]
        let table = RuleTable(prefixes.map { [.path([Array($0.utf8)])] })
        let target = hasMarker ? "/Distrib=4" + path + "Distrib=5/Distrib=6/" : path
        let match = try TestRequest(target).withView { table.firstMatch(for: $0) }
        #expect(match == Self.count - 1)
    }

    @Test("Of many markers the last counts, and all are deleted", arguments: [1, 5000])
    func markers(count: Int) throws {
        let markers = (0..<count).map { "/Distrib=\($0)" }.joined()
        try TestRequest("/a" + markers + "?q").withView { request in
            #expect(request.target.marker?.timestamp == Int64(count - 1))
            #expect(request.target.path.withBytes { text($0) } == "/a")
            #expect(text(request.target.original.path) == "/a" + markers)
        }
        let queries = (0..<count).map { "&Distrib=\($0)" }.joined()
        try TestRequest("/a?q" + queries).withView(.query) { request in
            #expect(request.target.marker?.timestamp == Int64(count - 1))
            guard let query = request.target.query else {
                Issue.record("no query")
                return
            }
            #expect(query.withBytes { text($0) } == "q")
        }
    }

    @Test("Many markers among many segments and arguments", arguments: [2, 5000])
    func scatteredMarkers(count: Int) throws {
        let numbers = 0..<count
        let path = numbers.map { "/Distrib=\($0)/a\($0)" }.joined()
        try TestRequest(path).withView { request in
            #expect(request.target.marker?.timestamp == Int64(count - 1))
            let clean = request.target.path.withBytes { text($0) }
            #expect(clean == numbers.map { "/a\($0)" }.joined())
        }
        let query = numbers.map { "a\($0)&Distrib=\($0)" }.joined(separator: "&")
        try TestRequest("/?" + query).withView(.query) { request in
            #expect(request.target.marker?.timestamp == Int64(count - 1))
            let clean = request.target.query?.withBytes { text($0) }
            #expect(clean == numbers.map { "a\($0)" }.joined(separator: "&"))
        }
    }

    @Test("Many cookies for many cookie rules", arguments: [0, 1, 500, 999])
    func cookies(match: Int) throws {
        let rules = (0..<Self.count).map { "c\($0)" }
        let table = RuleTable(
            rules.map { [.cookie(name: Array($0.utf8), [.exact(Array("1".utf8))])] })
        let field = (0..<2 * Self.count).reversed()
            .map { "c\($0)=\($0 == match || $0 >= Self.count ? 1 : 0)" }.joined(separator: "; ")
        let request = TestRequest(variables: [("HTTP_COOKIE", field)])
        #expect(try request.withView { table.firstMatch(for: $0) } == match)
    }

    @Test("Of cookies of one name the first counts, whatever other rules ask for")
    func equalCookies() throws {
        let conditions = ["a=1", "b=1", "a=2", "A=1"].map { text -> [Condition] in
            let pair = text.split(separator: "=").map { Array($0.utf8) }
            return [.cookie(name: pair[0], [.exact(pair[1])])]
        }
        for (field, match) in [
            ("a=2; a=1; b=1", 1), ("a=2; a=1", 2), ("A=1; a=3; a=1", 3), ("b=; b=1; a=", nil),
            ("", nil), ("a", nil),
        ] as [(String, Int?)] {
            let request = TestRequest(variables: [("HTTP_COOKIE", field)])
            let table = RuleTable(conditions)
            #expect(try request.withView { table.firstMatch(for: $0) } == match, "\(field)")
        }
        let none = RuleTable(conditions)
        #expect(try TestRequest().withView { none.firstMatch(for: $0) } == nil)
    }

    @Test("Rules that ask for variables, languages and hosts in turns")
    func turns() throws {
        let rules: [[Condition]] = (0..<Self.count).map { number in
            let text = Array("v\(number)".utf8)
            return switch number % 4 {
            case 0: [.variable(name: Array("A".utf8), [.exact(text)])]
            case 1: [.geography(.country, variable: Array("B".utf8), [text])]
            case 2: [.language([text])]
            default: [.clientHost([text])]
            }
        }
        let table = RuleTable(rules)
        let names = ["A", "B", "HTTP_ACCEPT_LANGUAGE", "REMOTE_HOST"]
        for match in (Self.count - 4)..<Self.count {
            let request = TestRequest(variables: [(names[match % 4], "v\(match)")])
            #expect(try request.withView { table.firstMatch(for: $0) } == match)
        }
    }

    @Test("A decision takes only targets whose markers were looked for where it has them")
    func placements() async {
        await #expect(processExitsWith: .failure) {
            let distributor = try Example.distributor(
                markers: MarkerPolicy(placement: .query))
            _ = try TestRequest().withView(.path) {
                distributor.decide($0, at: Example.now, door: SwitchedDoor(isBusy: false))
            }
        }
    }
}
