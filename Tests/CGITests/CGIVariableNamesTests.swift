import CGI
import Testing

struct CGIVariableNamesTests {
    @Test("Every variable has its own number", arguments: CGIVariable.allCases)
    func known(_ variable: CGIVariable) {
        let names = CGIVariableNames(configured: [Array("GEOIP_COUNTRY".utf8)])
        let name = variable.name.withUTF8Buffer(Array.init)
        #expect(number(names, name) == variable.rawValue)
        // Neighbours in length and in letters are others.
        #expect(number(names, name + [88]) == -1)
        #expect(number(names, Array(name.dropLast())) == -1)
        #expect(number(names, Array(name.dropFirst())) == -1)
        #expect(number(names, [88] + name.dropFirst()) == -1)
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let configured: [String]
        let sought: String
        /// How many numbers behind the last `CGIVariable`'s.
        let place: Int?
    }

    @Test(
        "Names that are configured",
        arguments: [
            Row(testDescription: "the first", configured: ["A", "B"], sought: "A", place: 0),
            Row(testDescription: "the last", configured: ["A", "B"], sought: "B", place: 1),
            Row(testDescription: "none", configured: ["A", "B"], sought: "C", place: nil),
            Row(testDescription: "twice", configured: ["A", "A", "B"], sought: "A", place: 0),
            Row(
                testDescription: "behind one twice", configured: ["A", "A", "B"], sought: "B",
                place: 2),
            Row(
                testDescription: "eight bytes at the end alike",
                configured: ["ONE_GEOIP_COUNTRY", "TWO_GEOIP_COUNTRY"], sought: "TWO_GEOIP_COUNTRY",
                place: 1),
            Row(
                testDescription: "eight bytes at the end alike, not configured",
                configured: ["ONE_GEOIP_COUNTRY"], sought: "TWO_GEOIP_COUNTRY", place: nil),
            Row(
                testDescription: "only the eight bytes at the end", configured: ["_COUNTRY"],
                sought: "X_COUNTRY", place: nil),
            Row(
                testDescription: "eight bytes", configured: ["_COUNTRY"], sought: "_COUNTRY",
                place: 0),
            Row(
                testDescription: "seven bytes", configured: ["COUNTRY"], sought: "COUNTRY", place: 0
            ),
            Row(testDescription: "a NUL in front", configured: ["A"], sought: "\0A", place: nil),
            Row(
                testDescription: "another letter case", configured: ["GEO"], sought: "geo",
                place: nil),
            Row(testDescription: "the empty name", configured: [""], sought: "", place: nil),
        ])
    func configured(_ row: Row) {
        let names = CGIVariableNames(configured: row.configured.map { Array($0.utf8) })
        let expected = row.place.map { CGIVariable.allCases.count + $0 } ?? -1
        #expect(number(names, Array(row.sought.utf8)) == expected)
    }

    @Test("Many names, most in a slot that another wants, too")
    func many() {
        let configured = (0..<5000).map { Array("X\($0)_SAME_TAIL".utf8) }
        let names = CGIVariableNames(configured: configured)
        let first = CGIVariable.allCases.count
        #expect(names.count == first + 5000)
        for place in stride(from: 0, to: 5000, by: 7) {
            #expect(number(names, configured[place]) == first + place)
        }
        #expect(number(names, Array("X5000_SAME_TAIL".utf8)) == -1)
    }

    @Test("A configured name that is known anyway has the known one's number")
    func both() {
        let names = CGIVariableNames(configured: [Array("HTTP_COOKIE".utf8)])
        #expect(number(names, Array("HTTP_COOKIE".utf8)) == CGIVariable.cookie.rawValue)
    }

    private func number(_ names: CGIVariableNames, _ name: [UInt8]) -> Int {
        // A name in the midst of other bytes, as in a request.
        let bytes = Array("##########".utf8) + name + Array("##########".utf8)
        return bytes.withUnsafeBytes { names.number(of: $0.baseAddress! + 10, name.count) }
    }
}
