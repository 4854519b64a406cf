import Testing
import Topology

/// What is found in a table of configured names. Values are the names' places in it.
struct NameTableRow: CustomTestStringConvertible, Sendable {
    let label: String
    let names: [String]
    let sought: String
    var port: UInt16 = 80
    let place: Int?

    var testDescription: String { label }

    static let all: [NameTableRow] = [
        NameTableRow(label: "empty table", names: [], sought: "a", place: nil),
        NameTableRow(label: "empty name", names: ["a"], sought: "", place: nil),
        NameTableRow(label: "found", names: ["a", "b"], sought: "b", place: 1),
        NameTableRow(label: "not found", names: ["a", "b"], sought: "c", place: nil),
        NameTableRow(label: "letter case", names: ["Boston.App"], sought: "bOSTON.aPP", place: 0),
        NameTableRow(label: "longer", names: ["a.b"], sought: "a.b.c", place: nil),
        NameTableRow(label: "shorter", names: ["a.b"], sought: "a.", place: nil),
        NameTableRow(
            label: "without a port it stands for every port", names: ["a"], sought: "a",
            port: 8080, place: 0),
        NameTableRow(
            label: "with another port it does not count", names: ["a:81"], sought: "a", port: 80,
            place: nil),
        NameTableRow(label: "with this port", names: ["a:81"], sought: "a", port: 81, place: 0),
        NameTableRow(
            label: "this port before none, last in the table", names: ["a", "a:81"], sought: "a",
            port: 81, place: 1),
        NameTableRow(
            label: "this port before none, first in the table", names: ["a:81", "a"], sought: "a",
            port: 81, place: 0),
        NameTableRow(
            label: "none where the ports are others", names: ["a:81", "a", "a:82"], sought: "a",
            port: 80, place: 1),
        NameTableRow(
            label: "the first of several counts", names: ["a", "A.", "a"], sought: "a", place: 0),
        NameTableRow(
            label: "the first of several with this port counts", names: ["a:1", "a:01"],
            sought: "a", port: 1, place: 0),
        NameTableRow(
            label: "port 80 of the scheme", names: ["a:80"], sought: "a", port: 80, place: 0),
        NameTableRow(
            label: "port 443 of the scheme", names: ["a:443", "a:80"], sought: "a", port: 443,
            place: 0),
    ]
}

struct NameTableTests {
    @Test("Look-up", arguments: NameTableRow.all)
    func find(_ row: NameTableRow) throws {
        let names = try row.names.enumerated().map { (try HostName($1), $0) }
        #expect(NameTable(names).find(Array(row.sought.utf8).span, port: row.port) == row.place)
    }

    @Test(
        "Sub-names: one label in front, of the names that have them, after what is configured",
        arguments: [
            ("n1.boston.app.com", 80, 0),
            ("N1.Boston.App.Com", 80, 0),
            ("boston.app.com", 80, 0),
            ("n1.n2.boston.app.com", 80, nil),
            ("n1.chicago.app.com", 80, nil),
            ("www.boston.app.com", 80, 2),
            ("n1.www.boston.app.com", 80, nil),
            ("n1.geneva.app.com", 8443, 3),
            ("n1.geneva.app.com", 80, nil),
            ("n1.app.com", 80, nil),
            (".boston.app.com", 80, 0),
            ("n1.", 80, nil),
            ("n1", 80, nil),
            ("", 80, nil),
        ] as [(String, UInt16, Int?)])
    func subNames(sought: String, port: UInt16, place: Int?) throws {
        let names = [
            "boston.app.com", "chicago.app.com", "www.boston.app.com", "geneva.app.com:8443",
        ]
        let table = NameTable(
            try names.enumerated().map { (try HostName($1), $0) },
            subNamesOf: [try HostName("boston.app.com"), try HostName("geneva.app.com:8443")])
        #expect(table.find(Array(sought.utf8).span, port: port) == place)
    }

    @Test("Tables of every small size, full to their limit", arguments: [1, 3, 4, 5, 8, 9, 16, 17])
    func sizes(_ count: Int) throws {
        let names = try (0..<count).map { (try HostName("site\($0).app.com"), $0) }
        let table = NameTable(names)
        for (name, place) in names {
            #expect(table.find(name.name.span, port: 80) == place)
        }
        #expect(table.find(Array("site\(count).app.com".utf8).span, port: 80) == nil)
    }

    @Test("10,000 names, each with and without a port, all found, collisions or not")
    func many() throws {
        let plain = try (0..<5000).map { (try HostName("s\($0).app.com"), $0) }
        let withPort = try (0..<5000).map { (try HostName("s\($0).app.com:8080"), -$0 - 1) }
        let table = NameTable(plain + withPort)
        var wrong = 0
        for number in 0..<5000 {
            let name = Array("S\(number).App.com".utf8)
            if table.find(name.span, port: 80) != number { wrong += 1 }
            if table.find(name.span, port: 8080) != -number - 1 { wrong += 1 }
            if table.find(Array("s\(number).app.org".utf8).span, port: 80) != nil { wrong += 1 }
        }
        #expect(wrong == 0)
    }
}
