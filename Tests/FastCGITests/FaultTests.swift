import Glibc
import Testing

@testable import FastCGI

extension ServerTests {
    /// Peers that do wrong, vanish, or come in too large numbers.
    @Suite struct FaultTests {
        struct Row: Sendable, CustomTestStringConvertible {
            let testDescription: String
            let bytes: [UInt8]
            let text: String
        }

        static let rows = [
            Row(
                testDescription: "HTTP", bytes: Array("GET / HTTP/1.1\r\n\r\n".utf8),
                text: "not FastCGI version 1"),
            Row(
                testDescription: "oversized",
                bytes: begin() + stream(4, 1, [UInt8](repeating: 0, count: 17 << 20)),
                text: "request with more than 16777216 bytes of parameters"),
            Row(
                testDescription: "lengths that do not add up",
                bytes: begin() + record(4, 1, [0xff, 0xff, 0xff, 0xff, 0x80, 0, 0, 1]) + record(4),
                text: "FastCGI parameters whose lengths do not fit their records"),
            Row(
                testDescription: "a record out of place", bytes: record(4),
                text: "FastCGI record of type 4 out of place"),
        ]

        @Test("a fault closes its connection and no other", arguments: rows)
        func fault(row: Row) throws {
            let running = try RunningServer(workers: 1)
            let good = try running.client()
            try good.send(request())
            #expect(try good.readAnswer().text == echoed("/a"))
            let bad = try running.client()
            // Where all of it does not fit into the socket, sending fails: as it should.
            try? bad.send(row.bytes)
            #expect((try? bad.readToEnd()) ?? [] == [])
            try good.send(request(2))
            #expect(try good.readAnswer(2).text == echoed("/a"))
            #expect(running.stop() == .complete)
            #expect(
                running.events.map(\.description)
                    == ["\(row.text), from a unix socket; connection closed"])
            #expect(running.server.counters.protocolFaults == 1)
        }

        @Test("the largest request that is allowed passes")
        func largest() throws {
            let running = try RunningServer()
            let client = try running.client()
            let uri = String(repeating: "u", count: 64_000)
            let overhead = request(1, [("REQUEST_URI", uri), ("X", "")], body: nil).count + 3 + 8
            let rest = String(repeating: "x", count: 128 * 1024 - overhead)
            let variables = [("REQUEST_URI", uri), ("X", rest)]
            let content = variables.flatMap { pair($0.0, $0.1) }
            let bytes = begin() + stream(4, 1, content)
            #expect(bytes.count == 128 * 1024)
            try client.send(bytes + record(5))
            #expect(try client.readAnswer().text == echoed(uri))
            try client.send(request(2))
            #expect(try client.readAnswer(2).text == echoed("/a"))
            #expect(running.stop() == .complete)
        }

        @Test("a request with more is refused, and the connection goes on")
        func tooLarge() throws {
            let running = try RunningServer()
            let client = try running.client()
            for (id, body) in [(1, record(5)), (2, stream(5, 2, [1, 2, 3]))] as [(UInt16, [UInt8])]
            {
                let content = pair("REQUEST_URI", String(repeating: "u", count: 200_000))
                try client.send(begin(id) + stream(4, id, content))
                try client.send(body)
                #expect(
                    try client.readAnswer(id).text
                        == "Status: 431 Request Header Fields Too Large\r\nContent-Length: 0\r\n\r\n"
                )
            }
            try client.send(request(3))
            #expect(try client.readAnswer(3).text == echoed("/a"))
            #expect(running.stop() == .complete)
            #expect(running.events == [])
        }

        @Test("a peer that vanishes", arguments: [0, 1, 20, 50])
        func vanished(count: Int) throws {
            let running = try RunningServer()
            let client = try running.client()
            try client.send(Array(request().prefix(count)))
            client.close()
            waitUntil {
                running.server.counters.openConnections == 0
                    && running.server.counters.acceptedConnections == 1
            }
            #expect(running.stop() == .complete)
            #expect(
                running.events == (count == 0 ? [] : [.peerVanished(peer: "a unix socket")]))
        }

        @Test("a peer that vanishes behind its request", arguments: Transport.allCases)
        func vanishedBehind(transport: Transport) throws {
            let handler = ClosureHandler { _, response in
                response += [UInt8](repeating: 1, count: 16_000_000)
            }
            let running = try RunningServer(transport, workers: 1, handler: handler)
            let client = try running.client()
            try client.send(request())
            _ = try client.read(8)
            client.close()
            waitUntil { !running.events.isEmpty }
            let other = try running.client()
            try other.send(request())
            #expect(try other.readAnswer().output.count == 16_000_000)
            #expect(running.stop() == .complete)
            #expect(running.events.count == 1)
        }

        @Test("a peer that does not read its answer holds a worker only so long")
        func doesNotRead() throws {
            let handler = ClosureHandler { _, response in
                response += [UInt8](repeating: 1, count: 4_000_000)
            }
            var limits = ServerLimits()
            limits.sendTimeout = .milliseconds(50)
            let running = try RunningServer(workers: 1, limits: limits, handler: handler)
            let client = try running.client()
            try client.send(request())
            waitUntil { !running.events.isEmpty }
            #expect(running.events == [.answerLost(peer: "a unix socket")])
            #expect(running.stop() == .complete)
        }

        @Test("a slow reader gets a long answer whole", arguments: Transport.allCases)
        func slowReader(transport: Transport) throws {
            let handler = ClosureHandler { _, response in
                for index in 0..<2_000_000 { response.append(UInt8(truncatingIfNeeded: index)) }
            }
            let running = try RunningServer(transport, workers: 1, handler: handler)
            let client = try running.client()
            var small: Int32 = 65_536
            setsockopt(
                client.descriptor, SOL_SOCKET, SO_RCVBUF, &small,
                socklen_t(MemoryLayout<Int32>.size))
            try client.send(request())
            let output = try client.readAnswer().output
            #expect(output == (0..<2_000_000).map { UInt8(truncatingIfNeeded: $0) })
            #expect(running.stop() == .complete)
            #expect(running.events == [])
        }

        @Test("half a request is given up when its time is over, idle connections are not")
        func timedOut() throws {
            var limits = ServerLimits()
            limits.requestTimeout = .milliseconds(50)
            let running = try RunningServer(limits: limits)
            let idle = try running.client()
            try idle.send(request())
            #expect(try idle.readAnswer().text == echoed("/a"))
            let fresh = try running.client()
            for _ in 0..<3 {
                let half = try running.client()
                try half.send(Array(request().dropLast(9)))
                #expect(try half.readToEnd() == [])
            }
            for client in [idle, fresh] {
                try client.send(request())
                #expect(try client.readAnswer().text == echoed("/a"))
            }
            #expect(running.stop() == .complete)
            let event = ServerEvent.requestTimedOut(peer: "a unix socket")
            #expect(running.events == [event, event, event])
        }

        @Test("connections beyond the limit are closed at once, and room is used again")
        func overLimit() throws {
            var limits = ServerLimits()
            limits.maximumConnections = 3
            let running = try RunningServer(limits: limits)
            let clients = try (0..<3).map { _ in try running.client() }
            for client in clients {
                try client.send(request())
                #expect(try client.readAnswer().text == echoed("/a"))
            }
            #expect(try running.client().readToEnd() == [])
            clients[0].close()
            waitUntil { running.server.counters.openConnections == 2 }
            let next = try running.client()
            try next.send(request())
            #expect(try next.readAnswer().text == echoed("/a"))
            #expect(running.stop() == .complete)
            #expect(running.events == [.connectionRefused(limit: 3)])
            #expect(running.server.counters.refusedConnections == 1)
        }

        @Test("without descriptors connections are closed at once, and later served again")
        func descriptorsExhausted() async {
            await #expect(processExitsWith: .success) {
                try FaultTests().checkExhaustion(workers: 1, connections: 1)
            }
        }

        @Test("without descriptors no worker keeps what another one gave up for a moment")
        func descriptorsExhaustedOfMany() async {
            await #expect(processExitsWith: .success) {
                try FaultTests().checkExhaustion(workers: 4, connections: 200)
            }
        }

        private func checkExhaustion(workers: Int, connections: Int) throws {
            // libdispatch opens its timer at any time, and would do badly without it.
            waitUntil { descriptorsInUse().contains(where: isTimer) }
            let running = try RunningServer(workers: workers)
            let good = try running.client()
            try good.send(request())
            #expect(try good.readAnswer().text == echoed("/a"))
            var before = rlimit()
            getrlimit(descriptorLimit, &before)
            let refused = try refusedInTurn(connections, running.socket) {
                // Nothing above the clients' own descriptors: the accepted one would be the next.
                var tight = before
                tight.rlim_cur = rlim_t(descriptorsInUse().max()! + 1)
                setrlimit(descriptorLimit, &tight)
                fillDescriptors(below: Int32(tight.rlim_cur))
            }
            closeFilled()
            setrlimit(descriptorLimit, &before)
            #expect(refused.map(\.answer) == Array(repeating: [], count: connections))
            // A worker that found no descriptor just before may still refuse one, where there are several.
            var next = try running.client()
            for _ in 1..<workers where (try? answer(of: next)) == nil {
                next = try running.client()
            }
            for client in [good, next] { #expect(try answer(of: client) == echoed("/a")) }
            #expect(running.stop() == .complete)
            let events = running.events
            if workers == 1 {
                #expect(events == [.descriptorsExhausted])
            } else {
                #expect(events.count { $0 == .descriptorsExhausted } >= connections)
                // Where another worker has the spare descriptor for a moment, or lost it to a connection.
                #expect(
                    events.allSatisfy { [.descriptorsExhausted, .acceptFailed].contains($0.kind) })
            }
        }

        private func answer(of client: Client) throws -> String {
            try client.send(request())
            return try client.readAnswer().text
        }

        /// Clients that connect one after the other, the last one first, and what each of them reads to the end. All
        /// have their descriptors before the first of them connects, and nobody closes his.
        private func refusedInTurn(
            _ count: Int, _ socket: ListeningSocket, beforeConnecting: () -> Void
        ) throws -> [(client: Client, answer: [UInt8])] {
            guard count > 0 else {
                beforeConnecting()
                return []
            }
            var others = Result<[(client: Client, answer: [UInt8])], any Error>.success([])
            let client = try Client(socket) {
                others = Result {
                    try refusedInTurn(count - 1, socket, beforeConnecting: beforeConnecting)
                }
            }
            return try others.get() + [(client, try client.readToEnd())]
        }
    }
}
