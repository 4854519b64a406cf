import Testing

@testable import FastCGI

extension ServerTests {
    /// Requests with a body: discarded, or collected for the handler.
    @Suite struct BodyTests {
        private static let megabytes = [UInt8](repeating: 0x42, count: 3_000_000)

        /// Answers with the length and the sum of the body's bytes.
        private static let reading =
            ClosureHandler { request, response in
                switch request.body {
                case .whole(let body):
                    let sum = body.reduce(0) { $0 &+ Int($1) }
                    response += Array("whole \(body.count) \(sum)".utf8)
                case .tooLong: response += Array("too long".utf8)
                case .discarded: response += Array("discarded".utf8)
                }
            }

        private static func collecting(
            upTo limit: Int, timeout: Duration = .seconds(10)
        ) -> ServerLimits {
            var limits = ServerLimits()
            limits.bodies = .collected(upTo: limit)
            limits.requestTimeout = timeout
            return limits
        }

        @Test(
            "3 MB are answered early, and the answer is not lost", arguments: Transport.allCases,
            [true, false])
        func earlyAnswer(transport: Transport, keep: Bool) throws {
            let running = try RunningServer(transport, workers: 1)
            let client = try running.client()
            let bytes = request(keep: keep, body: Self.megabytes)
            // All of it goes out before anything is read, as a simple web server does.
            try client.send(bytes)
            #expect(try client.readToEnd() == answerRecords(1, echoed("/a")))
            client.close()
            #expect(running.stop() == .complete)
            #expect(running.events == [])
        }

        @Test("the answer comes while most of the body is still missing")
        func beforeTheEnd() throws {
            let running = try RunningServer()
            let client = try running.client()
            try client.send(Array(request(body: Self.megabytes).prefix(40_000)))
            #expect(try client.readAnswer().text == echoed("/a"))
            client.close()
            #expect(running.stop() == .complete)
            #expect(running.events == [])
        }

        @Test(
            "a body that is whole within the window leaves the connection open",
            arguments: [
                1, 10_000, 16_383,
            ])
        func keptWithBody(count: Int) throws {
            let running = try RunningServer()
            let client = try running.client()
            for id in UInt16(1)...5 {
                try client.send(request(id, body: [UInt8](repeating: 1, count: count)))
                #expect(try client.readAnswer(id).text == echoed("/a"))
            }
            #expect(running.stop() == .complete)
            #expect(running.server.counters.acceptedConnections == 1)
        }

        @Test("a short body whose end never comes is answered when its time is over")
        func unfinishedBody() throws {
            var limits = ServerLimits()
            limits.requestTimeout = .milliseconds(50)
            let running = try RunningServer(limits: limits)
            let client = try running.client()
            try client.send(request(body: nil) + record(5, 1, [1, 2, 3]))
            #expect(try client.readToEnd() == answerRecords(1, echoed("/a")))
            client.close()
            #expect(running.stop() == .complete)
            #expect(running.events == [])
        }

        @Test("lingering ends after so many bytes")
        func lingerBytes() throws {
            var limits = ServerLimits()
            limits.lingerBytes = 500_000
            let running = try RunningServer(limits: limits)
            let client = try running.client()
            let head = request(body: nil)
            #expect(throws: ClientFailure.self) {
                try client.send(head + [UInt8](repeating: 0, count: 20_000))
                while true { try client.send(Self.megabytes) }
            }
            #expect(running.stop() == .complete)
        }

        @Test("lingering ends after so much time")
        func lingerTime() throws {
            var limits = ServerLimits()
            limits.lingerTimeout = .milliseconds(50)
            let running = try RunningServer(limits: limits)
            let client = try running.client()
            try client.send(Array(request(body: Self.megabytes).prefix(40_000)))
            #expect(try client.readAnswer().text == echoed("/a"))
            waitUntil { running.server.counters.openConnections == 0 }
            #expect(running.stop() == .complete)
        }

        @Test(
            "the handler gets the body whole", arguments: Transport.allCases,
            [0, 1, 16_000, 100_000, 3_000_000])
        func collected(transport: Transport, count: Int) throws {
            let running = try RunningServer(
                transport, limits: Self.collecting(upTo: 3_000_000), handler: Self.reading)
            let client = try running.client()
            let body = [UInt8](repeating: 3, count: count)
            for id in UInt16(1)...2 {
                // Behind the body stands the next request's beginning: reading must not swallow it.
                try client.send(
                    begin(id) + stream(4, id, pair("A", "b"))
                        + stream(5, id, body, chunk: 8000, padding: 8) + record(9, 0))
                #expect(try client.readAnswer(id).text == "whole \(count) \(count * 3)")
                #expect(try client.read(8) == [1, 10, 0, 0, 0, 0, 0, 0])
            }
            #expect(running.stop() == .complete)
            #expect(running.events == [])
            #expect(running.server.counters.acceptedConnections == 1)
        }

        @Test("a body in pieces, with records of others in between")
        func piecewise() throws {
            let running = try RunningServer(
                limits: Self.collecting(upTo: 100_000), handler: Self.reading)
            let client = try running.client()
            try client.send(request(body: nil))
            for _ in 0..<30 {
                try client.send(record(5, 1, [UInt8](repeating: 1, count: 1000), padding: 3))
                try client.send(record(5, 2, [1, 2, 3]))
            }
            try client.send(record(5))
            #expect(try client.readAnswer().text == "whole 30000 30000")
            #expect(running.stop() == .complete)
        }

        @Test("a body beyond the limit is answered without its rest")
        func tooLong() throws {
            let running = try RunningServer(
                limits: Self.collecting(upTo: 99_999), handler: Self.reading)
            let client = try running.client()
            try client.send(request(body: Self.megabytes))
            #expect(try client.readToEnd() == answerRecords(1, "too long"))
            client.close()
            #expect(running.stop() == .complete)
        }

        struct CutOff: Sendable, CustomTestStringConvertible {
            let testDescription: String
            let tail: [UInt8]
            var endsSending = false
            var reply: [UInt8] = []
            let event: ServerEvent?
        }

        private static let peer = "a unix socket"
        static let cutOffs = [
            CutOff(
                testDescription: "silence", tail: [], event: .requestTimedOut(peer: peer)),
            CutOff(
                testDescription: "the peer closes", tail: [], endsSending: true,
                event: .peerVanished(peer: peer)),
            CutOff(
                testDescription: "taken back", tail: record(2), endsSending: true,
                reply: record(3, 1, [0, 0, 0, 0, 0, 0, 0, 0]), event: nil),
            CutOff(
                testDescription: "garbage", tail: Array("garbage!".utf8),
                event: .protocolFault(.notFastCGI, peer: peer)),
        ]

        @Test("a body that is cut off never reaches the handler", arguments: cutOffs)
        func cutOff(row: CutOff) throws {
            let isSilent = row.tail.isEmpty && !row.endsSending
            let running = try RunningServer(
                limits: Self.collecting(
                    upTo: 1_000_000, timeout: isSilent ? .milliseconds(50) : .seconds(10)),
                handler: Self.reading)
            let client = try running.client()
            try client.send(
                request(body: nil) + record(5, 1, [UInt8](repeating: 1, count: 20_000)) + row.tail)
            if row.endsSending { client.endSending() }
            #expect(try client.readToEnd() == row.reply)
            client.close()
            #expect(running.stop() == .complete)
            #expect(running.events == [row.event].compactMap(\.self))
            #expect(running.server.counters.requests == 0)
        }

        @Test("a body that the handler does not look at leaves the connection open")
        func unreadBody() throws {
            let running = try RunningServer(limits: Self.collecting(upTo: 3_000_000))
            let client = try running.client()
            for (id, body) in [(UInt16(1), [1, 2, 3]), (2, Self.megabytes), (3, [])] {
                try client.send(request(id, body: body))
                #expect(try client.readAnswer(id).text == echoed("/a"))
            }
            #expect(running.stop() == .complete)
            #expect(running.server.counters.acceptedConnections == 1)
        }

        @Test("an authorizer's body is empty, and a discarded one says so")
        func noBody() throws {
            let keeping = try RunningServer(
                limits: Self.collecting(upTo: 10), handler: Self.reading)
            let client = try keeping.client()
            try client.send(request(role: 2, body: nil))
            #expect(try client.readAnswer().text == "whole 0 0")
            keeping.stop()
            let discarding = try RunningServer(handler: Self.reading)
            let other = try discarding.client()
            try other.send(request(body: [1]))
            #expect(try other.readAnswer().text == "discarded")
            discarding.stop()
        }
    }
}
