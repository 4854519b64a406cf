import CGI
import SystemCalls
import Testing

@testable import FastCGI

/// Connections beyond the limit, kept back for requests that are answered all the same.
@Suite struct KeptBackTests {
    /// Answers requests for /health beyond the limit.
    private struct Handler: RequestHandler {
        func respond(to request: borrowing Request, into response: inout [UInt8]) {
            echo.respond(to: request, into: &response)
        }

        func answersBeyondLimit(_ request: borrowing Request) -> Bool {
            request.variables.value(of: "REQUEST_URI")?.withUnsafeBufferPointer {
                String(decoding: $0, as: UTF8.self) == "/health"
            } ?? false
        }
    }

    private static let check = request(keep: true, [("REQUEST_URI", "/health")])

    private func conversation() -> Conversation {
        Conversation(Transcript.rules(), isBeyondLimit: true)
    }

    @Test("one request is awaited, and the connection closes behind it")
    func oneRequest() {
        var conversation = conversation()
        #expect(conversation.wait == .firstRequest)
        var offset = 0
        let bytes = Self.check
        guard case .handle = conversation.receive(bytes.span, &offset) else {
            Issue.record("no request")
            return
        }
        #expect(conversation.answered(hasMoreInput: false) == nil)
        #expect(conversation.receive(bytes.span, &offset) == .close(.settled))
    }

    @Test("its time is short from its first byte on, and whoever lets it pass is refused")
    func time() {
        for count in [0, 1, 20, Self.check.count - 8] {
            var conversation = conversation()
            var offset = 0
            let bytes = Array(Self.check.prefix(count))
            #expect(conversation.receive(bytes.span, &offset) == .needInput)
            #expect(conversation.wait == .firstRequest)
            var gone = conversation
            #expect(gone.inputEnded() == .close(.beyondLimit))
            if count < Self.check.count - 8 {
                #expect(conversation.waitEnded() == .close(.beyondLimit))
            }
        }
    }

    @Test("what is no FastCGI is a fault here, too")
    func fault() {
        var conversation = conversation()
        var offset = 0
        let bytes = Array("GET / HTTP/1.0\r\n".utf8)
        #expect(
            conversation.receive(bytes.span, &offset) == .close(.fault(.notFastCGI)))
    }

    /// Expects that a check is answered. One that was late itself, as a test is that the machine stops for a while, is
    /// refused and made again.
    /// - Returns: how many were refused
    private static func expectAnswerToCheck(by running: RunningServer) throws -> Int {
        var refused = 0
        while true {
            let begun = monotonicNanoseconds()
            let client = try running.client()
            try? client.send(check)
            let answer = (try? client.readToEnd()) ?? []
            let wasLate = monotonicNanoseconds() - begun >= 1_000_000_000
            guard answer.isEmpty, wasLate, refused < 5 else {
                #expect(answer == answerRecords(1, echoed("/health")))
                return refused
            }
            refused += 1
        }
    }

    @Test(
        "a real server answers those requests, refuses others as before, and takes no more",
        arguments: [1, 2])
    func server(workers: Int) throws {
        var limits = ServerLimits()
        limits.maximumConnections = 3
        limits.keptBack = 2
        let running = try RunningServer(workers: workers, limits: limits, handler: Handler())
        let clients = try (0..<3).map { _ in try running.client() }
        for client in clients {
            try client.send(request())
            #expect(try client.readAnswer().text == echoed("/a"))
        }
        var late = 0
        for _ in 0..<10 {
            late += try Self.expectAnswerToCheck(by: running)
            let other = try running.client()
            // Where this comes late, the connection is closed already.
            try? other.send(request())
            #expect(try other.readToEnd() == [])
            waitUntil { running.server.counters.openConnections == 3 }
        }
        #expect(running.server.counters.refusedBeyondLimit == 10 + late)
        #expect(running.server.counters.requests == 13)

        // Those who say nothing can't keep the others out for longer than a moment.
        let silent = [try running.client(), try running.client()]
        waitUntil { running.server.counters.openConnections == 5 }
        #expect(try running.client().readToEnd() == [])
        for client in silent { #expect(try client.readToEnd() == []) }
        late += try Self.expectAnswerToCheck(by: running)

        // Connections within the limit are as good as before.
        try clients[0].send(request(2))
        #expect(try clients[0].readAnswer(2).text == echoed("/a"))
        #expect(running.stop() == .complete)
        #expect(
            running.events == Array(repeating: .connectionRefused(limit: 3), count: 13 + late))
    }
}
