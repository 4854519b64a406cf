import Glibc
import Synchronization
import SystemCalls
import Testing

@testable import FastCGI

extension ServerTests {
    /// The end of a server: every request that was accepted is answered.
    @Suite struct DrainTests {
        /// A handler that waits until it is let go, so that a test can act in the midst of a request.
        private final class Gate: RequestHandler, Sendable {
            let entered = Atomic(0)
            let isOpen = Atomic(false)

            func respond(to request: borrowing Request, into response: inout [UInt8]) {
                entered.add(1, ordering: .sequentiallyConsistent)
                waitUntil { isOpen.load(ordering: .sequentiallyConsistent) }
                response += Array("passed".utf8)
            }
        }

        @Test(
            "what waits in the queue when draining begins is answered",
            arguments: Transport.allCases)
        func queued(transport: Transport) throws {
            let gate = Gate()
            let running = try RunningServer(transport, workers: 1, handler: gate)
            let clients = try (0..<100).map { _ in try running.client() }
            for client in clients { try client.send(request()) }
            waitUntil { gate.entered.load(ordering: .sequentiallyConsistent) == 1 }
            // The only worker is in its first request; 99 connections wait, most of them unaccepted.
            running.server.stopAccepting()
            gate.isOpen.store(true, ordering: .sequentiallyConsistent)
            #expect(running.stop() == .complete)
            for client in clients {
                #expect(try client.readToEnd() == answerRecords(1, "passed"))
            }
            #expect(running.server.counters.requests == 100)
            #expect(throws: ClientFailure.self) { try running.client() }
        }

        /// A handler that sends the next request before it answers: there is always one waiting.
        private struct Endless: RequestHandler {
            let socket: ListeningSocket
            let asked = AtomicCount()

            final class AtomicCount: Sendable {
                let value = Atomic(0)
            }

            func respond(to request: borrowing Request, into response: inout [UInt8]) {
                asked.value.add(1, ordering: .relaxed)
                guard let client = try? Client(socket) else { return }
                try? client.send(FastCGITests.request(keep: false))
            }
        }

        @Test("draining ends though others never stop connecting")
        func endlessConnecting() throws {
            let socket = try ListeningSocket.open(ListenAddress(parsing: "127.0.0.1:0"))
            let handler = Endless(socket: socket)
            let server = try Server(listeners: [socket], workers: 1, handler: handler)
            try server.start()
            let client = try Client(socket)
            try client.send(request(keep: false))
            waitUntil { handler.asked.value.load(ordering: .relaxed) > 0 }
            #expect(server.drain(within: .seconds(120)) == .complete)
            #expect(throws: ClientFailure.self) { try Client(socket) }
        }

        @Test("idle connections are closed, what is half here is waited for")
        func halfRequest() throws {
            let running = try RunningServer(workers: 1)
            let idle = try running.client()
            try idle.send(request())
            #expect(try idle.readAnswer().text == echoed("/a"))
            let half = try running.client()
            try half.send(Array(request().dropLast(9)))
            waitUntil { running.server.counters.openConnections == 2 }
            let result = Mutex<DrainOutcome?>(nil)
            let thread = try SystemThread { [running] in
                let outcome = running.stop()
                result.withLock { $0 = outcome }
            }
            // The idle one's end tells that draining is under way.
            #expect(try idle.readToEnd() == [])
            try half.send(Array(request().suffix(9)))
            #expect(try half.readToEnd() == answerRecords(1, echoed("/a")))
            #expect(thread.join(until: monotonicNanoseconds() + 30_000_000_000))
            #expect(result.withLock { $0 } == .complete)
        }

        @Test("a kept connection with a request waiting is answered, then closed")
        func waitingRequest() throws {
            let gate = Gate()
            let running = try RunningServer(workers: 1, handler: gate)
            let (first, second) = (try running.client(), try running.client())
            gate.isOpen.store(true, ordering: .sequentiallyConsistent)
            try second.send(request())
            #expect(try second.readAnswer().text == "passed")
            gate.isOpen.store(false, ordering: .sequentiallyConsistent)
            try first.send(request())
            waitUntil { gate.entered.load(ordering: .sequentiallyConsistent) == 2 }
            try second.send(request(2))
            running.server.stopAccepting()
            gate.isOpen.store(true, ordering: .sequentiallyConsistent)
            #expect(running.stop() == .complete)
            #expect(try first.readToEnd() == answerRecords(1, "passed"))
            #expect(try second.readToEnd() == answerRecords(2, "passed"))
        }

        @Test("what does not come to its end in time is cut off and counted")
        func cutOff() throws {
            let running = try RunningServer(workers: 2)
            let halves = try (0..<5).map { _ in try running.client() }
            for client in halves { try client.send(Array(request().dropLast(9))) }
            let fresh = try running.client()
            let lingering = try running.client()
            try lingering.send(
                request(keep: false, body: nil) + record(5, 1, [UInt8](repeating: 0, count: 20_000))
            )
            #expect(try lingering.readAnswer().text == echoed("/a"))
            // Two workers accept in no particular order: all is there once a last one is answered by both.
            waitUntil { running.server.counters.acceptedConnections == 7 }
            // A worker that the machine stops for a while cuts off, too, when it goes on.
            let outcome = running.stop(
                within: .milliseconds(100), cuttingOffWithin: .seconds(30))
            #expect(outcome == .cutOff(connections: 5))
            for client in halves + [fresh] { #expect(try client.readToEnd() == []) }
        }

        @Test("a handler that does not return is reported, not waited for")
        func handlerStillRunning() throws {
            let gate = Gate()
            let running = try RunningServer(workers: 1, handler: gate)
            let client = try running.client()
            try client.send(request())
            waitUntil { gate.entered.load(ordering: .sequentiallyConsistent) == 1 }
            #expect(running.stop(within: .milliseconds(10)) == .handlerStillRunning)
            gate.isOpen.store(true, ordering: .sequentiallyConsistent)
            #expect(try client.readAnswer().text == "passed")
            #expect(try client.readToEnd() == [])
        }

        @Test("a server that was never started, and one that is drained twice")
        func oddOrders() throws {
            let directory = TemporaryDirectory()
            let address = try ListenAddress(parsing: "unix:\(directory.path)/s")
            let idle = try Server(listeners: [.open(address)], workers: 1, handler: echo)
            #expect(idle.drain(within: .seconds(1)) == .complete)
            #expect(idle.drain(within: .seconds(1)) == .complete)
            let running = try RunningServer()
            running.server.stopAccepting()
            running.server.stopAccepting()
            #expect(running.stop() == .complete)
            #expect(running.stop() == .complete)
        }

        @Test("connections that are open go on after accepting has stopped")
        func stopAccepting() throws {
            let running = try RunningServer()
            let client = try running.client()
            try client.send(request())
            #expect(try client.readAnswer().text == echoed("/a"))
            running.server.stopAccepting()
            #expect(throws: ClientFailure.self) { try running.client() }
            try client.send(request(2))
            #expect(try client.readAnswer(2).text == echoed("/a"))
            #expect(running.stop() == .complete)
            #expect(try client.readToEnd() == [])
        }

        @Test("the signals that a program waits for are left to it")
        func signals() throws {
            let running = try RunningServer()
            for signal in [SIGTERM, SIGUSR1] {
                var disposition = sigaction()
                sigaction(signal, nil, &disposition)
                #expect(disposition.__sigaction_handler.sa_handler == nil)
            }
            running.stop()
        }
    }
}
