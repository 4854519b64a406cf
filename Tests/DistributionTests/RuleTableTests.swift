import Testing

@testable import Distribution

/// What a rule remembers of the one before must not be another's.
struct RuleTableTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// A condition for each rule: `cookie name=value` or `variable NAME=value`.
        let rules: [String]
        var cookies = ""
        var variables: [(String, String)] = []
        let match: Int?
    }

    static let rows: [Row] = [
        Row(testDescription: "no rules", rules: [], match: nil),
        Row(
            testDescription: "the same cookie again",
            rules: ["cookie a=1", "cookie a=2", "cookie a=3"],
            cookies: "a=3", match: 2),
        Row(
            testDescription: "another cookie of the same value",
            rules: ["cookie a=1", "cookie b=1"],
            cookies: "b=1", match: 1),
        Row(
            testDescription: "cookies in turns", rules: ["cookie a=1", "cookie b=2", "cookie a=2"],
            cookies: "a=2; b=1", match: 2),
        Row(
            testDescription: "the same variable again", rules: ["variable A=1", "variable A=2"],
            variables: [("A", "2")], match: 1),
        Row(
            testDescription: "another variable of the same value",
            rules: ["variable A=1", "variable B=1"], variables: [("A", "2"), ("B", "1")], match: 1),
        Row(
            testDescription: "an absent one, then another",
            rules: ["variable A=*", "variable B=*"],
            variables: [("B", "")], match: 1),
        Row(
            testDescription: "an absent one twice", rules: ["variable A=*", "variable A=1"],
            match: nil),
        Row(
            testDescription: "a cookie and a variable of the same name",
            rules: ["cookie A=1", "variable A=1"], cookies: "A=2", variables: [("A", "1")], match: 1
        ),
        Row(
            testDescription: "a variable between cookies",
            rules: ["cookie a=1", "variable A=1", "cookie a=2"], cookies: "a=2",
            variables: [("A", "2")], match: 2),
        Row(
            testDescription: "the first of two that match",
            rules: ["variable A=x*", "variable A=*"],
            variables: [("A", "xy")], match: 0),
    ]

    @Test("The first rule that matches", arguments: rows)
    func firstMatch(_ row: Row) throws {
        let table = try RuleTable(row.rules.map { try [condition($0)] })
        let request = TestRequest(variables: row.variables + [("HTTP_COOKIE", row.cookies)])
        #expect(try request.withView { table.firstMatch(for: $0) } == row.match)
    }

    @Test("All conditions of a rule must hold, whichever is asked first", arguments: [0, 1, 2])
    func conjunction(missing: Int) throws {
        var conditions = try ["variable A=1", "cookie a=1", "variable B=1"].map(condition)
        let request = TestRequest(
            variables: [("A", "1"), ("B", "1"), ("C", "1"), ("HTTP_COOKIE", "a=1")])
        let whole = RuleTable([conditions])
        #expect(try request.withView { whole.firstMatch(for: $0) } == 0)
        conditions[missing] = try condition("variable C=2")
        let table = RuleTable([conditions, []])
        // A rule without conditions matches all.
        #expect(try request.withView { table.firstMatch(for: $0) } == 1)
    }

    private func condition(_ text: String) throws -> Condition {
        let words = text.split(separator: " ")
        let pair = words[1].split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = Array(pair[0].utf8)
        let pattern = try #require(Pattern(String(pair[1])))
        return words[0] == "cookie"
            ? .cookie(name: name, [pattern]) : .variable(name: name, [pattern])
    }
}
