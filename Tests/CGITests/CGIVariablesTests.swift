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
        VariableRow(
            "a field of several lines is one", [("HTTP_X", "1"), ("B", "x"), ("HTTP_X", "2")],
            "HTTP_X", "1, 2"),
        VariableRow(
            "three lines, in their order", [("HTTP_X", "c"), ("HTTP_X", "a"), ("HTTP_X", "b")],
            "HTTP_X", "c, a, b"),
        VariableRow(
            "two fields of several lines",
            [("HTTP_X", "1"), ("HTTP_Y", "3"), ("HTTP_Y", "4"), ("HTTP_X", "2")], "HTTP_Y", "3, 4"),
        VariableRow(
            "a variable behind them",
            [("HTTP_X", "1"), ("HTTP_X", "2"), ("B", "3"), ("B", "4")], "B", "3"),
        VariableRow("an empty line counts", [("HTTP_X", ""), ("HTTP_X", "2")], "HTTP_X", ", 2"),
        VariableRow(
            "cookies of several lines", [("HTTP_COOKIE", "a=1"), ("HTTP_COOKIE", "b=2; c=3")],
            "HTTP_COOKIE", "a=1; b=2; c=3"),
        VariableRow(
            "only fields are joined", [("XHTTP_X", "1"), ("XHTTP_X", "2")], "XHTTP_X", "1"),
        VariableRow(
            "a name that is a field's prefix",
            [("HTTP_X", "1"), ("HTTP_XY", "2"), ("HTTP_X", "3")], "HTTP_XY", "2"),
        VariableRow(
            "a thousand lines", (0..<1000).map { ("HTTP_X", "\($0)") }, "HTTP_X",
            (0..<1000).map { "\($0)" }.joined(separator: ", ")),
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

    @Test("Values of variables whose places were noted", arguments: VariableRow.all)
    func noted(_ row: VariableRow) {
        // The first of an environment cannot be noted; in libfcgi's, it is the role.
        let environment = CGIEnvironment(
            [(name: "FCGI_ROLE", value: Array("RESPONDER".utf8))] + row.variables)
        let sought = Array(row.sought.utf8)
        let places = CGIVariablePlaces(
            of: CGIVariableNames(configured: [sought, Array("ANOTHER".utf8)]))
        note(row.variables, places)
        let variables = environment.variables(at: places)
        #expect(copy(variables.value(of: sought.span)) == row.value)
        #expect(copy(variables.value(of: "ANOTHER")) == nil)
        // What stood in a request before is forgotten.
        places.clear()
        #expect(copy(variables.value(of: sought.span)) == nil)
    }

    @Test("Substitutes are noted only where the Host or the target is missing")
    func substitutes() {
        let names = CGIVariableNames(
            of: [.host, .requestURI], substitutes: [.serverName, .pathInfo, .queryString],
            configured: [Array("QUERY_STRING".utf8)])
        let places = CGIVariablePlaces(of: names, first: "FCGI_ROLE")
        let server = (name: "SERVER_NAME", value: Array("a.com".utf8))
        let query = (name: "QUERY_STRING", value: Array("q".utf8))
        let host = (name: "HTTP_HOST", value: Array("b.com".utf8))
        let target = (name: "REQUEST_URI", value: Array("/".utf8))
        // A rule looks at the query, so that it is no substitute.
        #expect(note([server, query, target], places) == [false, true, true])
        #expect(places.needsSubstitutes)
        places.clear(takingSubstitutes: true)
        #expect(note([server, query, target], places) == [true, true, true])
        let environment = CGIEnvironment([(name: "FCGI_ROLE", value: []), server, query, target])
        let variables = environment.variables(at: places)
        #expect(copy(variables.value(of: .serverName)) == server.value)
        #expect(copy(variables.value(of: "SERVER_NAME")) == server.value)
        #expect(copy(variables.value(of: .queryString)) == query.value)
        // The next request begins as usual.
        places.clear()
        #expect(note([server, host], places) == [false, true])
        #expect(places.needsSubstitutes)
        places.clear()
        #expect(note([server, host, target], places) == [false, true, true])
        #expect(!places.needsSubstitutes)
        #expect(!CGIVariablePlaces(of: CGIVariableNames(of: [.host])).needsSubstitutes)
    }

    @Test(
        "What is looked at only for pages is read from the parameters, in whatever lines it comes")
    func aside() {
        let names = CGIVariableNames(of: [.host], aside: .acceptLanguage)
        let places = CGIVariablePlaces(of: names, first: "FCGI_ROLE")
        let environment = CGIEnvironment([(name: "FCGI_ROLE", value: [])])
        for (lines, value) in [
            (["de, en"], "de, en"), (["de", "", "en;q=0.5"], "de, , en;q=0.5"), ([""], ""),
            (["de\0x"], "de"), ([], nil),
        ] as [([String], String?)] {
            places.clear()
            let texts = lines.map { line in
                let text = UnsafeMutableRawBufferPointer.allocate(byteCount: 40, alignment: 1)
                text.copyBytes(from: "HTTP_ACCEPT_LANGUAGE\(line)".utf8)
                return text
            }
            for (text, line) in zip(texts, lines) {
                let isForEnvironment = places.note(
                    UnsafeRawPointer(text.baseAddress!), 20, at: 1, valueCount: line.utf8.count)
                #expect(!isForEnvironment)
            }
            let variables = environment.variables(at: places)
            #expect(variables.value(ofAside: .acceptLanguage) == value.map { Array($0.utf8) })
            #expect(copy(variables.value(of: .acceptLanguage)) == nil)
            #expect(variables.value(ofAside: .accept) == nil)
            for text in texts { text.deallocate() }
        }
    }

    @Test("A rule may look at it, too; then it is in the environment")
    func asideAndWanted() {
        let language = (name: "HTTP_ACCEPT_LANGUAGE", value: Array("de".utf8))
        for names in [
            CGIVariableNames(of: [.acceptLanguage], aside: .acceptLanguage),
            CGIVariableNames(
                of: [], aside: .acceptLanguage, configured: [Array(language.name.utf8)]),
        ] {
            let places = CGIVariablePlaces(of: names, first: "FCGI_ROLE")
            #expect(note([language], places) == [true])
            let environment = CGIEnvironment([(name: "FCGI_ROLE", value: []), language])
            let variables = environment.variables(at: places)
            #expect(variables.value(ofAside: .acceptLanguage) == language.value)
        }
        let environment = CGIEnvironment([language])
        #expect(environment.variables.value(ofAside: .acceptLanguage) == language.value)
    }

    @Test("Of the names known beforehand, only the wanted ones are noted")
    func wanted() {
        let rows = [("HTTP_HOST", "a.com"), ("HTTP_COOKIE", "b=c"), ("GEO", "ch")]
            .map { (name: $0.0, value: Array($0.1.utf8)) }
        let environment = CGIEnvironment([(name: "FCGI_ROLE", value: [])] + rows)
        let places = CGIVariablePlaces(
            of: CGIVariableNames(of: [.cookie], configured: [Array("GEO".utf8)]))
        #expect(note(rows, places) == [false, true, true])
        let variables = environment.variables(at: places)
        #expect(copy(variables.value(of: "GEO")) == Array("ch".utf8))
        #expect(copy(variables.value(of: .cookie)) == Array("b=c".utf8))
        #expect(copy(variables.value(of: .host)) == nil)
        #expect(copy(variables.value(of: "HTTP_HOST")) == nil)
    }

    @Test("By a name known beforehand")
    func staticName() {
        let environment = CGIEnvironment(["HTTP_HOST": "a.com", "HTTP_HOSTX": "b", "EMPTY": ""])
        let variables = environment.variables
        #expect(copy(variables.value(of: "HTTP_HOST")) == Array("a.com".utf8))
        #expect(copy(variables.value(of: "EMPTY")) == [])
        #expect(copy(variables.value(of: "HTTP_HOS")) == nil)
    }

    /// Which of the variables were noted.
    @discardableResult
    private func note(
        _ variables: [(name: String, value: [UInt8])], _ places: CGIVariablePlaces
    ) -> [Bool] {
        variables.enumerated().map { index, variable in
            let name = Array(variable.name.utf8)
            return (name + [0]).withUnsafeBytes {
                places.note($0.baseAddress!, name.count, at: UInt16(index + 1), valueCount: 0)
            }
        }
    }

    private func read(_ environment: CGIEnvironment, _ name: [UInt8]) -> [UInt8]? {
        copy(environment.variables.value(of: name.span))
    }

    private func copy(_ span: Span<UInt8>?) -> [UInt8]? {
        guard let span else { return nil }
        return span.withUnsafeBufferPointer { Array($0) }
    }
}
