import SeededRandom
import Testing

@testable import FastCGI

extension ServerTests {
    /// Records that no web server sends, over a socket and through libfcgi: what comes back is what the
    /// conversation alone says of the same bytes.
    @Suite struct HostileRecordTests {
        /// All that the server sends for these bytes, up to the end.
        private static func expected(_ bytes: [UInt8]) -> [UInt8] {
            var output: [UInt8] = []
            for entry in Transcript.of(bytes, ConversationRules(ServerLimits())) {
                switch entry {
                case .sent(let record): output += record
                case .answered(let id, _, _, let parameters, _):
                    output += answerRecords(id, Array(echoed("").utf8) + uri(in: parameters))
                case .refused(let id, _, _): output += answerRecords(id, refused)
                case .lingered, .closed: break
                }
            }
            return output
        }

        private static let refused = Array(
            "Status: 431 Request Header Fields Too Large\r\nContent-Length: 0\r\n\r\n".utf8)

        /// The first REQUEST_URI, as far as a C string holds it.
        private static func uri(in parameters: [UInt8]) -> [UInt8] {
            let pair = NameValuePairs.all(in: parameters.span).first { name, _ in
                name == Array("REQUEST_URI".utf8)
            }
            return Array((pair?.value ?? []).prefix { $0 != 0 })
        }

        private static func answer(_ bytes: [UInt8], from running: RunningServer) throws -> [UInt8]
        {
            let client = try running.client()
            // Where the server has closed already, sending fails, and what it sent is there all the same.
            try? client.send(bytes)
            client.endSending()
            return try client.readToEnd()
        }

        @Test("padding of BEGIN_REQUEST that looks like a record is no record")
        func paddedBegin() throws {
            let running = try RunningServer()
            var begin = begin(1, keep: true, padding: 8)
            begin.replaceSubrange(16..., with: record(4, 1))
            let parameters =
                (0..<33).flatMap { _ in pair("REQUEST_METHOD", "GET") }
                + pair("HTTP_HOST", "app.com") + pair("REQUEST_URI", "/right")
            let bytes = begin + stream(4, 1, parameters) + record(5)
            #expect(
                try Self.answer(bytes, from: running) == answerRecords(1, echoed("/right")))
            // Padding that holds a whole record with parameters.
            let evil = record(4, 1, pair("REQUEST_URI", "/wrong"))
            begin = FastCGITests.begin(1, keep: true, padding: evil.count)
            begin.replaceSubrange(16..., with: evil)
            #expect(
                try Self.answer(begin + stream(4, 1, parameters) + record(5), from: running)
                    == answerRecords(1, echoed("/right")))
            #expect(running.stop() == .complete)
            #expect(running.events == [])
        }

        @Test("10,000 mutations of padded records: the right answer, or a closed connection")
        func mutations() throws {
            let running = try RunningServer()
            var random = SplitMix64(seed: 20_261_127)
            for number in 0..<10_000 {
                let padding = Int.random(in: 0...24, using: &random)
                var bytes =
                    begin(padding: padding)
                    + stream(
                        4, 1, pair("REQUEST_URI", "/\(number)") + pair("HTTP_HOST", "app.com"),
                        chunk: Int.random(in: 1...60, using: &random), padding: padding)
                    + stream(5, 1, [1, 2, 3], padding: padding)
                for _ in 0..<Int.random(in: 0...3, using: &random) {
                    let at = Int.random(in: 0..<bytes.count, using: &random)
                    switch Int.random(in: 0..<3, using: &random) {
                    case 0: bytes[at] = UInt8.random(in: .min ... .max, using: &random)
                    case 1: bytes.remove(at: at)
                    default: bytes.insert(contentsOf: record(4, 1), at: at)
                    }
                }
                let answer = try Self.answer(bytes, from: running)
                guard answer != Self.expected(bytes) else { continue }
                Issue.record("number \(number): \(bytes) got \(answer)")
                break
            }
            #expect(running.stop() == .complete)
        }

        @Test("requests behind one another, cut at every byte, are answered as they are uncut")
        func everyCut() throws {
            let running = try RunningServer()
            let requests =
                request(1, [("REQUEST_URI", "/1")]) + record(9, 0, pair("FCGI_MAX_CONNS", ""))
                + request(2, role: 2, [("REQUEST_URI", "/2")], body: nil)
                + begin(3, padding: 3) + begin(4) + record(2, 3)
                + begin(5)
                + stream(4, 5, pair("A", "b") + pair("REQUEST_URI", "/5"), chunk: 5, padding: 1)
                + stream(5, 5, [1, 2, 3], chunk: 2)
                + request(6, role: 9) + request(7, keep: false, [("REQUEST_URI", "/7")])
            let expected = Self.expected(requests)
            #expect(try Self.answer(requests, from: running) == expected)
            for count in 1..<requests.count {
                let client = try running.client()
                try client.send(Array(requests.prefix(count)))
                try client.send(Array(requests.dropFirst(count)))
                #expect(try client.readToEnd() == expected, "cut at \(count)")
            }
            #expect(running.stop() == .complete)
            #expect(running.events == [])
        }
    }
}
