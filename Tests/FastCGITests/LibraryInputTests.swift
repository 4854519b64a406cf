import CGI
import Glibc
import SeededRandom
import Testing

@testable import FastCGI

/// What libfcgi is given of a request, and what a handler then finds.
@Suite struct LibraryInputTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let parameters: [(String, String)]
        /// What libfcgi gets of them.
        let selected: [(String, String)]
    }

    static let rows: [Row] = [
        Row(testDescription: "none at all", parameters: [], selected: []),
        Row(testDescription: "none of ours", parameters: [("A", "1"), ("B", "")], selected: []),
        Row(testDescription: "one", parameters: [("GEO", "ch")], selected: [("GEO", "ch")]),
        Row(
            testDescription: "amid others",
            parameters: [("A", "1"), ("HTTP_HOST", "a.com"), ("B", "2"), ("GEO", ""), ("C", "3")],
            selected: [("HTTP_HOST", "a.com"), ("GEO", "")]),
        Row(
            testDescription: "long ones, kept and left out",
            parameters: [
                ("A", long(70)), ("GEO", long(300)), (long(200), "x"), ("HTTP_COOKIE", long(128)),
            ],
            selected: [("GEO", long(300)), ("HTTP_COOKIE", long(128))]),
        Row(
            testDescription: "twice", parameters: [("GEO", "1"), ("A", ""), ("GEO", "2")],
            selected: [("GEO", "1"), ("GEO", "2")]),
        Row(
            testDescription: "names that would pass for others",
            parameters: [
                ("GEO=ch", "1"), ("GEO\0", "2"), ("FCGI_ROLE", "AUTHORIZER"), ("GEO", "3"),
            ],
            selected: [("GEO", "3")]),
        Row(
            testDescription: "an empty name", parameters: [("", "x"), ("GEO", "1"), ("", "")],
            selected: [("GEO", "1")]),
    ]

    static func long(_ count: Int) -> String { String(repeating: "v", count: count) }

    private static let names = CGIVariableNames(configured: [Array("GEO".utf8)])

    /// All that libfcgi can read.
    private static func written(
        _ content: [UInt8], id: UInt16 = 9, noting positions: CGIVariablePlaces?
    ) throws -> [UInt8] {
        let input = try LibraryInput(maximumContentBytes: 200_000)
        let head = RequestHead(
            requestID: id, role: .responder, keepConnection: false)
        // The second time, what was written before is gone.
        for content in [pair("GEO", long(90_000)), content] {
            _ = try input.write(head, content.span, noting: positions)
        }
        var bytes = [UInt8](repeating: 0, count: 400_000)
        let count = read(input.descriptor, &bytes, bytes.count)
        return Array(bytes.prefix(count))
    }

    @Test("libfcgi gets records written anew, and nothing behind them", arguments: rows)
    func bytes(_ row: Row) throws {
        let content = row.parameters.flatMap { pair($0.0, $0.1) }
        let selected = row.selected.flatMap { pair($0.0, $0.1) }
        let positions = CGIVariablePlaces(of: Self.names)
        #expect(
            try Self.written(content, noting: positions) == begin(9) + stream(4, 9, selected))
    }

    @Test("where all are wanted, only what is no name is left out")
    func everything() throws {
        let good = pair("A", "1") + pair("HTTP_HOST", "b") + pair("A", "2") + pair("B", "=")
        let bad =
            pair("", "x") + pair("A=", "x") + pair("A\0B", "x") + pair("FCGI_ROLE", "FILTER")
        #expect(
            try Self.written(bad + good + bad, noting: nil) == begin(9) + stream(4, 9, good))
    }

    @Test("more than one record holds goes in several", arguments: [65_528, 65_529, 150_000])
    func large(count: Int) throws {
        // The pair has nine bytes more than its value.
        let content = pair("A", Self.long(count - 6))
        #expect(content.count == count)
        #expect(
            try Self.written(content, noting: nil)
                == begin(9) + stream(4, 9, content, chunk: 65_528))
    }

    @Test("Whatever stands in a request, what is wanted is left, as it came", arguments: 0..<50)
    func anything(seed: Int) throws {
        var random = SplitMix64(seed: UInt64(seed))
        var all: [UInt8] = []
        var wanted: [UInt8] = []
        let names = [
            "GEO", "GEO_", "GE", "", "HTTP_HOST", "HTTP_HOSTX", "X_HTTP_HOST", Self.long(130),
        ]
        while Bool.random(using: &random) || all.count < 500 {
            let name = Array(names.randomElement(using: &random)!.utf8)
            let value = (0..<Int.random(in: 0..<200, using: &random)).map { _ in
                UInt8.random(in: .min ... .max, using: &random)
            }
            // Short lengths may be written in four bytes, too.
            let pair =
                [name, value].flatMap {
                    length($0.count, isLong: Bool.random(using: &random))
                } + name + value
            all += pair
            if name == Array("GEO".utf8) || name == Array("HTTP_HOST".utf8) { wanted += pair }
        }
        let written = try Self.written(all, noting: CGIVariablePlaces(of: Self.names))
        #expect(written == begin(9) + stream(4, 9, wanted))
    }

    /// Answers with what it finds of three variables, and of one that it did not ask for.
    struct Selecting: RequestHandler {
        let variableNames: CGIVariableNames? = CGIVariableNames(configured: [Array("GEO".utf8)])
        var label = ""

        func respond(to request: borrowing Request, into response: inout [UInt8]) {
            response += Array("\r\n\(label)".utf8)
            append(request.variables.value(of: .host), &response)
            append(request.variables.value(of: "HTTP_COOKIE"), &response)
            append(request.variables.value(of: Array("GEO".utf8).span), &response)
            append(request.variables.value(of: "A"), &response)
        }

        private func append(_ value: Span<UInt8>?, _ response: inout [UInt8]) {
            if let value {
                for index in value.indices { response.append(value[index]) }
            } else {
                response.append(UInt8(ascii: "-"))
            }
            response.append(UInt8(ascii: ";"))
        }
    }

    struct AnswerRow: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let parameters: [(String, String)]
        let answer: String
    }

    static let answers: [AnswerRow] = [
        AnswerRow(testDescription: "none at all", parameters: [], answer: "-;-;-;-;"),
        AnswerRow(testDescription: "none of ours", parameters: [("B", "1")], answer: "-;-;-;-;"),
        AnswerRow(
            testDescription: "all amid others",
            parameters: [
                ("B", "1"), ("HTTP_COOKIE", "c=d"), ("C", ""), ("GEO", "ch"),
                ("HTTP_HOST", "a.com"),
                ("D", "e"),
            ], answer: "a.com;c=d;ch;-;"),
        AnswerRow(
            testDescription: "the first of two", parameters: [("GEO", "1"), ("GEO", "2")],
            answer: "-;-;1;-;"),
        AnswerRow(
            testDescription: "a field of two lines",
            parameters: [("HTTP_COOKIE", "a=1"), ("GEO", "ch"), ("HTTP_COOKIE", "b=2")],
            answer: "-;a=1; b=2;ch;-;"),
        AnswerRow(
            testDescription: "a Host of three lines",
            parameters: [("HTTP_HOST", "a"), ("HTTP_HOST", ""), ("HTTP_HOST", "b")],
            answer: "a, , b;-;-;-;"),
        AnswerRow(testDescription: "an empty one", parameters: [("GEO", "")], answer: "-;-;;-;"),
        AnswerRow(
            testDescription: "a value with a NUL",
            parameters: [("GEO", "1\0" + "2"), ("HTTP_HOST", "h")],
            answer: "h;-;1;-;"),
        AnswerRow(
            testDescription: "a name with a NUL", parameters: [("GEO\0", "1"), ("HTTP_HOST", "h")],
            answer: "h;-;-;-;"),
        AnswerRow(
            testDescription: "a long one", parameters: [("GEO", long(3000)), ("HTTP_HOST", "h")],
            answer: "h;-;\(long(3000));-;"),
    ]

    @Test("A handler finds what it looks at, in one record of PARAMS", arguments: answers)
    func found(_ row: AnswerRow) throws {
        let running = try RunningServer(handler: Selecting())
        let client = try running.client()
        // What stood in the request before is gone.
        for (name, variables) in [
            ("before", [("HTTP_HOST", "x"), ("HTTP_COOKIE", "y"), ("GEO", "z")]),
            ("now", row.parameters),
        ] {
            try client.send(request(7, variables))
            let text = try client.readAnswer(7).text
            if name == "now" { #expect(text == "\r\n\(row.answer)") }
        }
        #expect(running.stop() == .complete)
        #expect(running.events == [])
    }

    @Test("It finds the same where PARAMS come in several records", arguments: answers, [1, 5, 40])
    func severalRecords(_ row: AnswerRow, chunk: Int) throws {
        let running = try RunningServer(handler: Selecting())
        let client = try running.client()
        let parameters = row.parameters.flatMap { pair($0.0, $0.1) }
        try client.send(begin() + stream(4, 1, parameters, chunk: chunk) + record(5))
        #expect(try client.readAnswer().text == "\r\n\(row.answer)")
        #expect(running.stop() == .complete)
        #expect(running.events == [])
    }

    /// Answers with the role as a configured variable, and with a variable of all.
    struct Role: RequestHandler {
        let variableNames: CGIVariableNames?

        func respond(to request: borrowing Request, into response: inout [UInt8]) {
            for name in ["FCGI_ROLE", "REQUEST_URI"] {
                if let value = request.variables.value(of: Array(name.utf8).span) {
                    for index in value.indices { response.append(value[index]) }
                }
                response.append(UInt8(ascii: " "))
            }
        }
    }

    @Test(
        "One request has one answer, however PARAMS are cut", arguments: [true, false], [4, 1000])
    func oneAnswer(selects: Bool, chunk: Int) throws {
        let names = CGIVariableNames(configured: [Array("FCGI_ROLE".utf8)])
        let running = try RunningServer(handler: Role(variableNames: selects ? names : nil))
        let client = try running.client()
        let parameters =
            pair("REQUEST_URI=/evil", "x") + pair("FCGI_ROLE", "AUTHORIZER")
            + pair("REQUEST_URI", "/good")
        try client.send(begin() + stream(4, 1, parameters, chunk: chunk) + record(5))
        #expect(try client.readAnswer().text == "RESPONDER /good ")
        #expect(running.stop() == .complete)
    }

    @Test("Another handler answers from the next request on, with its own variables")
    func replaced() throws {
        let running = try RunningServer(workers: 1, handler: Selecting(label: "first "))
        let client = try running.client()
        let variables = [("B", "b"), ("GEO", "ch"), ("A", "a")]
        try client.send(request(1, variables))
        #expect(try client.readAnswer(1).text == "\r\nfirst -;-;ch;-;")
        running.server.replaceHandler(with: Selecting(label: "second "))
        try client.send(request(2, variables))
        #expect(try client.readAnswer(2).text == "\r\nsecond -;-;ch;-;")
        running.server.replaceHandler(
            with: ClosureHandler { request, response in
                response += Array("\r\n".utf8)
                guard let value = request.variables.value(of: "A") else { return }
                for index in value.indices { response.append(value[index]) }
            })
        try client.send(request(3, variables))
        #expect(try client.readAnswer(3).text == "\r\na")
        #expect(running.stop() == .complete)
    }
}
