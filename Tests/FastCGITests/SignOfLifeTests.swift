import Synchronization
import Testing

@testable import FastCGI

extension ServerTests {
    @Suite struct SignOfLifeTests {
        private final class Gate: RequestHandler, Sendable {
            let isEntered = Atomic(false)
            let isOpen = Atomic(false)

            func respond(to request: borrowing Request, into response: inout [UInt8]) {
                isEntered.store(true, ordering: .sequentiallyConsistent)
                waitUntil { isOpen.load(ordering: .sequentiallyConsistent) }
                response += Array("passed".utf8)
            }
        }

        @Test("Workers that wait give signs of life; one that does not come round gives none")
        func hang() throws {
            let gate = Gate()
            let running = try RunningServer(workers: 2, handler: gate)
            #expect(running.server.silentWorkers.isEmpty)
            for _ in 0..<3 {
                running.server.askForSignsOfLife()
                waitUntil { running.server.silentWorkers.isEmpty }
                #expect(running.server.silentWorkers.isEmpty)
            }
            let client = try running.client()
            try client.send(request())
            waitUntil { gate.isEntered.load(ordering: .sequentiallyConsistent) }
            running.server.askForSignsOfLife()
            waitUntil { running.server.silentWorkers.count == 1 }
            running.server.askForSignsOfLife()
            #expect(!running.server.silentWorkers.isEmpty)
            gate.isOpen.store(true, ordering: .sequentiallyConsistent)
            waitUntil { running.server.silentWorkers.isEmpty }
            #expect(running.server.silentWorkers.isEmpty)
            #expect(running.stop() == .complete)
        }
    }
}
