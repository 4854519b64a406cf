import CGI
import Glibc
import SystemCalls
import Testing

@testable import FastCGI

extension ServerTests {
    /// How connections come to the workers, and how a worker parts its time among them.
    @Suite struct BalanceTests {
        @Test(
            "64 kept connections, opened one after another, are spread over four workers",
            arguments: Transport.allCases)
        func kept(transport: Transport) throws {
            let running = try RunningServer(transport, workers: 4)
            var clients: [Client] = []
            for _ in 0..<64 {
                let client = try running.client()
                try client.send(request())
                #expect(try client.readAnswer().text == echoed("/a"))
                clients.append(client)
            }
            let counts = running.server.connectionsOfWorkers
            #expect(counts.reduce(0, +) == 64)
            #expect(counts.allSatisfy { $0 <= 20 }, "\(counts)")
            #expect(running.stop() == .complete)
            #expect(running.server.connectionsOfWorkers == [0, 0, 0, 0])
        }

        @Test(
            "connections for one request each are all answered, and none is left",
            arguments: Transport.allCases)
        func unkept(transport: Transport) throws {
            let running = try RunningServer(transport, workers: 4)
            let idle = try (0..<10).map { _ in try running.client() }
            for number in 0..<300 {
                let client = try running.client()
                try client.send(request(1, keep: false, [("REQUEST_URI", "/\(number)")]))
                #expect(try client.readToEnd() == answerRecords(1, echoed("/\(number)")))
            }
            for client in idle {
                try client.send(request())
                #expect(try client.readAnswer().text == echoed("/a"))
            }
            #expect(running.stop() == .complete)
        }

        @Test("a drain that begins while connections are handed over loses none")
        func drainingHandover() throws {
            for _ in 0..<30 {
                let running = try RunningServer(workers: 4)
                let clients = try (0..<40).map { _ in try running.client() }
                for client in clients { try client.send(request()) }
                #expect(running.stop() == .complete)
                for client in clients {
                    #expect(try client.readToEnd() == answerRecords(1, echoed("/a")))
                }
                #expect(running.server.counters.openConnections == 0)
            }
        }

        /// Long answers for `/long`, short ones for everything else.
        private static let mixed = ClosureHandler { request, response in
            let uri = request.variables.value(of: "REQUEST_URI")
            let isLong = uri?.count == 5
            response += [UInt8](repeating: 1, count: isLong ? 2_000_000 : 5)
        }

        @Test("a peer that takes a byte now and then holds up nobody, and has only so much time")
        func trickle() throws {
            var limits = ServerLimits()
            limits.sendTimeout = .milliseconds(200)
            let running = try RunningServer(workers: 1, limits: limits, handler: Self.mixed)
            let slow = try running.client()
            try slow.send(request(1, [("REQUEST_URI", "/long")]))
            let quick = try running.client()
            // Each answer to the quick one comes while the slow one's is under way.
            var bytes = 0
            while running.events.isEmpty {
                bytes += try slow.read(8).count
                try quick.send(request())
                #expect(try quick.readAnswer().output.count == 5)
            }
            #expect(running.events == [.answerLost(peer: "a unix socket")])
            #expect(bytes < 2_000_000)
            #expect(throws: ClientFailure.self) { _ = try slow.readAnswer() }
            #expect(running.stop() == .complete)
        }

        @Test(
            "a peer that sends requests without reading answers gets all of them later",
            arguments: Transport.allCases, ["/long", "/a"])
        func readsLate(transport: Transport, uri: String) throws {
            let running = try RunningServer(transport, workers: 1, handler: Self.mixed)
            let client = try running.client()
            let isLong = uri == "/long"
            let count = isLong ? 5 : 150
            // More answers than the server sends unasked; the requests fit into the socket.
            for id in 1...count { try client.send(request(UInt16(id), [("REQUEST_URI", uri)])) }
            for id in 1...count {
                let answer = try client.readAnswer(UInt16(id))
                #expect(answer.output.count == (isLong ? 2_000_000 : 5))
            }
            #expect(running.stop() == .complete)
            #expect(running.events == [])
        }

        @Test(
            "what the server answers by itself waits for room, too", arguments: Transport.allCases)
        func ownRecordsLate(transport: Transport) throws {
            let running = try RunningServer(transport, workers: 1, handler: Self.mixed)
            let client = try running.client()
            try client.send(
                request(1, [("REQUEST_URI", "/long")]) + record(77, 0) + record(78, 0) + request(2))
            #expect(try client.readAnswer(1).output.count == 2_000_000)
            for type: UInt8 in 77...78 {
                #expect(
                    try client.read(16) == [1, 11, 0, 0, 0, 8, 0, 0, type, 0, 0, 0, 0, 0, 0, 0])
            }
            #expect(try client.readAnswer(2).output.count == 5)
            #expect(running.stop() == .complete)
            #expect(running.events == [])
        }

        @Test("an answer under way when draining begins is brought to its end")
        func drainingAnswer() throws {
            let running = try RunningServer(workers: 1, handler: Self.mixed)
            let client = try running.client()
            try client.send(request(1, [("REQUEST_URI", "/long")]) + request(2))
            waitUntil { running.server.counters.requests == 1 }
            running.server.stopAccepting()
            let reader = Reader(client)
            let thread = try SystemThread { reader.readTwoAnswers() }
            #expect(running.stop() == .complete)
            #expect(thread.join(until: monotonicNanoseconds() + 30_000_000_000))
            #expect(reader.counts == [2_000_000, 5])
        }
    }
}

private final class Reader: @unchecked Sendable {
    private let client: Client
    private(set) var counts: [Int] = []

    init(_ client: Client) { self.client = client }

    func readTwoAnswers() {
        for id in UInt16(1)...2 {
            guard let answer = try? client.readAnswer(id) else { return }
            counts.append(answer.output.count)
        }
    }
}
