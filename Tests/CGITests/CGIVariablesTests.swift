import CGI
import Testing

/// Variables of a request, and the value of one of them.
struct VariableRow: CustomTestStringConvertible, Sendable {
    let label: String
    let variables: [(name: String, value: [UInt8])]
    let sought: String
    let value: [UInt8]?

    init(
        _ label: String, _ variables: [(String, String)], _ sought: String, _ value: String?
    ) {
        self.label = label
        self.variables = variables.map { (name: $0.0, value: Array($0.1.utf8)) }
        self.sought = sought
        self.value = value.map { Array($0.utf8) }
    }

    var testDescription: String { label }

    static let all: [VariableRow] = [
        VariableRow("no variables", [], "A", nil),
        VariableRow("found", [("A", "1"), ("B", "2")], "B", "2"),
        VariableRow("not found", [("A", "1"), ("B", "2")], "C", nil),
        VariableRow("the first of duplicates", [("A", "1"), ("A", "2")], "A", "1"),
        VariableRow("the first of duplicates, though empty", [("A", ""), ("A", "2")], "A", ""),
        VariableRow("an empty value", [("A", "")], "A", ""),
        VariableRow("a value with equals signs", [("A", "=b=c=")], "A", "=b=c="),
        VariableRow("a name that is another's prefix", [("AB", "1"), ("A", "2")], "A", "2"),
        VariableRow("a name with another as its prefix", [("A", "1"), ("AB", "2")], "AB", "2"),
        VariableRow("HTTP_HOSTX is not HTTP_HOST", [("HTTP_HOSTX", "x")], "HTTP_HOST", nil),
        VariableRow("HTTP_HOS is not HTTP_HOST", [("HTTP_HOS", "T=x")], "HTTP_HOST", nil),
        VariableRow("a value that looks like the sought one", [("A", "B=1")], "B", nil),
        VariableRow("letter case counts", [("http_host", "x")], "HTTP_HOST", nil),
        VariableRow("an empty name among them", [("", "x"), ("A", "1")], "A", "1"),
        VariableRow(
            "many variables, the last one",
            (0..<2000).map { ("HTTP_X_\($0)", "\($0)") } + [("LAST", "here")], "LAST", "here"),
        VariableRow(
            "many variables, one amid them", (0..<2000).map { ("HTTP_X_\($0)", "\($0)") },
            "HTTP_X_199", "199"),
        VariableRow(
            "a long value", [("A", String(repeating: "x", count: 100_000)), ("B", "y")], "A",
            String(repeating: "x", count: 100_000)),
    ]
}

struct CGIVariablesTests {
    private let index = CGIVariablesIndex()

    @Test("Values of variables", arguments: VariableRow.all)
    func value(_ row: VariableRow) {
        let environment = CGIEnvironment(row.variables)
        #expect(read(environment, Array(row.sought.utf8)) == row.value)
    }

    @Test("Every byte but NUL stands in a value as it is")
    func bytes() {
        let all = (1...255).map { UInt8($0) }
        let environment = CGIEnvironment([(name: "A", value: all), (name: "B", value: [0xFF])])
        #expect(read(environment, Array("A".utf8)) == all)
        #expect(read(environment, Array("B".utf8)) == [0xFF])
    }

    @Test("A NUL ends a value, as in every CGI environment")
    func nul() {
        let environment = CGIEnvironment([
            (name: "A", value: [65, 0, 66]), (name: "B", value: [0]),
        ])
        #expect(read(environment, Array("A".utf8)) == [65])
        #expect(read(environment, Array("B".utf8)) == [])
    }

    @Test("A name with a NUL is nobody's, and is not looked for beyond the end of a string")
    func nulInName() {
        let environment = CGIEnvironment([(name: "A", value: []), (name: "A\0", value: [66])])
        #expect(read(environment, [65, 0]) == nil)
        #expect(read(environment, [0]) == nil)
    }

    @Test("Names that an index puts in the same place, as many as it takes and one more")
    func crowded() {
        for count in [119, 120, 121] {
            let environment = CGIEnvironment(
                (0..<count).map { (name: "X\($0)X\(999 - $0)X", value: Array("\($0)".utf8)) })
            for sought in 0..<count {
                let name = Array("X\(sought)X\(999 - sought)X".utf8)
                #expect(read(environment, name) == Array("\(sought)".utf8))
            }
            #expect(read(environment, Array("X1X999X".utf8)) == nil)
        }
    }

    @Test("By a name known beforehand")
    func staticName() {
        let environment = CGIEnvironment(["HTTP_HOST": "a.com", "HTTP_HOSTX": "b", "EMPTY": ""])
        let variables = environment.variables
        #expect(copy(variables.value(of: "HTTP_HOST")) == Array("a.com".utf8))
        #expect(copy(variables.value(of: "EMPTY")) == [])
        #expect(copy(variables.value(of: "HTTP_HOS")) == nil)
    }

    private func read(_ environment: CGIEnvironment, _ name: [UInt8]) -> [UInt8]? {
        let value = copy(environment.variables.value(of: name))
        // An index finds the same, also one that was filled with others before.
        _ = CGIEnvironment(["A": "other", "LAST": "other"]).variables(by: index).value(of: "A")
        #expect(copy(environment.variables(by: index).value(of: name)) == value)
        return value
    }

    private func copy(_ span: Span<UInt8>?) -> [UInt8]? {
        guard let span else { return nil }
        return span.withUnsafeBufferPointer { Array($0) }
    }
}
