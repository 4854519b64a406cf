import Glibc
import Probing
import RealPrograms
import SystemCalls
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(1)))
struct HTTPProbeTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let label: String
        let parts: [String]
        let expected: String

        init(_ label: String, _ parts: [String], _ expected: String) {
            self.label = label
            self.parts = parts
            self.expected = expected
        }

        var testDescription: String { label }
    }

    private static let head = "HTTP/1.1 200 OK\r\n"

    private static let rows = [
        Row("a length", [head + "Content-Length: 5\r\n\r\nhelloXX"], "200 hello"),
        Row("in parts", ["HTT", "P/1.1 503 Busy\r\nA: b\r", "\n\r\nx", "y"], "503 xy"),
        Row("until the end", ["HTTP/1.0 200 OK\n\nhello"], "200 hello"),
        Row("no body", ["HTTP/1.1 204 No Content\r\n\r\n"], "204 "),
        Row("no reason", ["HTTP/1.1 429\r\ncontent-length:0\r\n\r\n"], "429 "),
        Row(
            "chunks",
            [
                head + "Transfer-Encoding: chunked\r\n\r\n5;x=y\r\nhel", "lo\r", "\n1\r\n",
                "!\r\n0",
                "\r\n\r\n",
            ], "200 hello!"),
        Row(
            "an interim answer", ["HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + head + "\r\nok"],
            "200 ok"),
        Row("nothing", [], "the connection ended before the answer"),
        Row("an early end", [head + "Content-Length: 9\r\n\r\nx"], "the answer ended early"),
        Row(
            "an early end of chunks", [head + "Transfer-Encoding: chunked\r\n\r\n5\r\nhe"],
            "the answer ended early"),
        Row("not HTTP", ["SSH-2.0-OpenSSH\r\n\r\n"], "the answer is not HTTP/1.1"),
        Row("no status", ["HTTP/1.1 OK\r\n\r\n"], "the answer is not HTTP/1.1"),
        Row(
            "a malformed length", [head + "Content-Length: x\r\n\r\n"],
            "the answer has a malformed Content-Length"),
        Row(
            "a malformed chunk", [head + "Transfer-Encoding: chunked\r\n\r\nxx\r\n"],
            "the answer has a malformed chunk"),
        Row(
            "a negative chunk", [head + "Transfer-Encoding: chunked\r\n\r\n-5\r\n"],
            "the answer has a malformed chunk"),
        Row(
            "a head without end", [head + String(repeating: "A: b\r\n", count: 4000)],
            "the answer's head is longer than 16 KiB"),
    ]

    @Test("Answers, as servers send them", arguments: rows)
    func answers(_ row: Row) async throws {
        try await ScriptedServer.run(sending: row.parts) { path in
            let location = try HTTPLocation(parsing: "http://unix:\(path):/x")
            #expect(
                outcome {
                    let answer = try HTTPProbe.get(location, until: seconds(20))
                    return "\(answer.status) \(String(decoding: answer.body, as: UTF8.self))"
                } == row.expected)
        }
    }

    @Test(
        "Of a long body, 64 KiB are read",
        arguments: ["Content-Length: 200000\r\n", "", "Transfer-Encoding: chunked\r\n"])
    func longBody(_ field: String) async throws {
        let chunk = field.hasPrefix("T") ? "30d40\r\n" : ""
        let body = String(repeating: "x", count: 200_000)
        try await ScriptedServer.run(sending: ["\(Self.head)\(field)\r\n\(chunk)\(body)"]) { path in
            let location = try HTTPLocation(parsing: "http://unix:\(path):/")
            let answer = try HTTPProbe.get(location, until: seconds(20))
            #expect(answer.body.count == 65_536)
        }
    }

    @Test("The request, to the byte")
    func request() async throws {
        try await FilePath.temporary { directory in
            let asked = AsyncStream.makeStream(of: String.self)
            let server = try ScriptedServer(in: directory) { connection in
                var bytes = [UInt8](repeating: 0, count: 4096)
                let count = recv(connection, &bytes, bytes.count, 0)
                asked.continuation.yield(
                    String(decoding: bytes.prefix(max(0, count)), as: UTF8.self))
                ScriptedServer.send("HTTP/1.1 200 OK\r\n\r\n", to: connection)
            }
            let location = try HTTPLocation(parsing: "http://unix:\(server.path):/status?auto")
            _ = try HTTPProbe.get(location, until: seconds(20))
            server.end()
            var iterator = asked.stream.makeAsyncIterator()
            #expect(
                await iterator.next() == """
                    GET /status?auto HTTP/1.1\r
                    Host: localhost\r
                    User-Agent: distrib-fcgi\r
                    Accept: */*\r
                    Connection: close\r
                    \r

                    """)
        }
    }

    @Test("Whoever answers nothing, drips, or does not accept, is given up at the deadline")
    func deadline() async throws {
        try await FilePath.temporary { directory in
            let path = directory.appending("mute.sock").string
            // Nobody accepts: the kernel does, as long as there is room in the queue of 64.
            let listener = try listen(at: path)
            defer { close(listener) }
            let location = try HTTPLocation(parsing: "http://unix:\(path):/")
            var took: [Int64] = []
            var held: [Int32] = []
            // The last ones find the queue full.
            for _ in 0..<70 where held.count < 70 { held.append(try Self.connect(path)) }
            defer { for descriptor in held { close(descriptor) } }
            let start = monotonicNanoseconds()
            #expect(
                outcome { try HTTPProbe.get(location, until: seconds(0.2)) } == "no answer in time")
            took.append(monotonicNanoseconds() - start)
            #expect(took[0] >= 190_000_000 && took[0] < 15_000_000_000)
        }
        try await FilePath.temporary { directory in
            let server = try ScriptedServer(in: directory) { connection in
                // For as long as the probe is there.
                while Glibc.send(connection, "H", 1, Int32(MSG_NOSIGNAL)) == 1 { usleep(20_000) }
            }
            defer { server.end() }
            let location = try HTTPLocation(parsing: "http://unix:\(server.path):/")
            let start = monotonicNanoseconds()
            #expect(
                outcome { try HTTPProbe.get(location, until: seconds(0.2)) } == "no answer in time")
            #expect(monotonicNanoseconds() - start < 15_000_000_000)
        }
    }

    /// A connection that stays in the queue; where that is full, a descriptor without one.
    private static func connect(_ path: String) throws -> Int32 {
        let descriptor = socket(
            AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        return descriptor
    }

    @Test("Where nobody listens, it says so; a name is tried at all its addresses")
    func refused() throws {
        let port = try ReservedPort()
        let location = try HTTPLocation(parsing: "http://localhost:\(port.number)/")
        #expect(
            outcome { try HTTPProbe.get(location, until: seconds(20)) }
                == "connect: Connection refused")
        let nowhere = try HTTPLocation(parsing: "http://unix:/none/x.sock:/")
        #expect(
            outcome { try HTTPProbe.get(nowhere, until: seconds(20)) }
                == "connect: No such file or directory")
    }

    @Test(
        "URLs",
        arguments: [
            ("http://127.0.0.1:8080/ready", "127.0.0.1:8080 127.0.0.1:8080 /ready"),
            ("http://localhost", "localhost:80 localhost /"),
            ("http://[::1]:81?auto", "[::1]:81 [::1]:81 /?auto"),
            ("http://[::1]/x", "[::1]:80 [::1] /x"),
            ("http://unix:/run/app.sock:/ready?x", "unix:/run/app.sock localhost /ready?x"),
            (
                "https://a/",
                "is https, which is not spoken here: ask the application itself, at a port of this machine"
            ),
            ("127.0.0.1:8080/ready", "must begin with \"http://\""),
            ("http://a/ x", "has a character that must be percent-encoded in it"),
            ("http://a/#x", "has a character that must be percent-encoded in it"),
            ("http://unix:/run/app.sock", "must be \"http://unix:/run/name.sock:/path\""),
            ("http://u@a/", "has no host with a port, such as 127.0.0.1:8080, in it"),
            ("http:///x", "has no host with a port, such as 127.0.0.1:8080, in it"),
            ("http://a:0/", "has no host with a port, such as 127.0.0.1:8080, in it"),
            ("http://a:99999/", "has no host with a port, such as 127.0.0.1:8080, in it"),
            ("http://[g]/", "has no host with a port, such as 127.0.0.1:8080, in it"),
        ])
    func locations(_ text: String, _ expected: String) {
        let parsed = outcome {
            let location = try HTTPLocation(parsing: text)
            #expect(location.description == text)
            return "\(location.address) \(location.host) \(location.target)"
        }
        #expect(parsed == expected)
    }
}
