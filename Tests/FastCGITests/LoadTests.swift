import Glibc
import Testing

@testable import FastCGI

extension ServerTests {
    /// Many connections at once.
    @Suite struct LoadTests {
        private func raiseDescriptorLimit() throws {
            var limit = rlimit()
            getrlimit(descriptorLimit, &limit)
            limit.rlim_cur = limit.rlim_max
            setrlimit(descriptorLimit, &limit)
            try #require(limit.rlim_cur >= 4096, "this test opens 2,100 descriptors")
        }

        @Test("200 idle kept connections do not keep two workers from new ones")
        func idleConnections() throws {
            let running = try RunningServer(workers: 2)
            let idle = try (0..<200).map { _ in try running.client() }
            for client in idle {
                try client.send(request())
                #expect(try client.readAnswer().text == echoed("/a"))
            }
            for number in 0..<50 {
                let client = try running.client()
                try client.send(request(1, keep: false, [("REQUEST_URI", "/\(number)")]))
                #expect(try client.readToEnd() == answerRecords(1, echoed("/\(number)")))
            }
            for client in idle {
                try client.send(request(2))
                #expect(try client.readAnswer(2).text == echoed("/a"))
            }
            #expect(running.stop() == .complete)
            #expect(running.server.counters.requests == 450)
        }

        @Test("half requests on more connections than workers hold up nobody")
        func halfRequests() throws {
            let running = try RunningServer(workers: 2)
            let whole = request(1, [("REQUEST_URI", "/half")])
            let halves = try (0..<whole.count).map { count in
                let client = try running.client()
                try client.send(Array(whole.prefix(count)))
                return client
            }
            let other = try running.client()
            try other.send(request())
            #expect(try other.readAnswer().text == echoed("/a"))
            for (count, client) in halves.enumerated() {
                try client.send(Array(whole.dropFirst(count)))
                #expect(try client.readAnswer().text == echoed("/half"))
            }
            #expect(running.stop() == .complete)
            #expect(running.events == [])
        }

        @Test(
            "1,000 connections at once, again and again, leave no descriptor and no memory behind",
            arguments: Transport.allCases)
        func manyConnections(transport: Transport) async {
            await #expect(processExitsWith: .success) { [transport] in
                try LoadTests().checkManyConnections(transport)
            }
        }

        private func checkManyConnections(_ transport: Transport) throws {
            try raiseDescriptorLimit()
            var (descriptors, kilobytes) = (0, 0)
            for round in 1...10 {
                try serveManyConnections(transport)
                guard round == 2 else { continue }
                (descriptors, kilobytes) = (descriptorsInUse().count, residentKilobytes())
            }
            // Not one for each round; the test's own machinery may open one or two at any time.
            #expect(descriptorsInUse().count - descriptors < 8)
            #expect(residentKilobytes() - kilobytes < 8 * 1024)
        }

        private func serveManyConnections(_ transport: Transport) throws {
            let running = try RunningServer(transport)
            for _ in 0..<2 {
                let clients = try (0..<1000).map { _ in try running.client() }
                for (number, client) in clients.enumerated() {
                    let uri = "/\(number)"
                    try client.send(request(1, keep: number % 2 == 0, [("REQUEST_URI", uri)]))
                }
                for (number, client) in clients.enumerated() {
                    #expect(try client.readAnswer().text == echoed("/\(number)"))
                    client.close()
                }
                waitUntil { running.server.counters.openConnections == 0 }
            }
            #expect(running.server.counters.requests == 2000)
            #expect(running.server.counters.openConnections == 0)
            #expect(running.stop() == .complete)
            #expect(running.events == [])
        }

        @Test("an idle kept connection is small")
        func idleMemory() async {
            await #expect(processExitsWith: .success) { try LoadTests().checkIdleMemory() }
        }

        private func checkIdleMemory() throws {
            try raiseDescriptorLimit()
            let running = try RunningServer()
            func openAll() throws -> [Client] {
                let clients = try (0..<1000).map { _ in try running.client() }
                for client in clients {
                    try client.send(request())
                    #expect(try client.readAnswer().text == echoed("/a"))
                }
                return clients
            }
            // The clients' own memory is there from the first round on.
            for client in try openAll() { client.close() }
            waitUntil { running.server.counters.openConnections == 0 }
            let before = residentKilobytes()
            let clients = try openAll()
            #expect(residentKilobytes() - before < 2 * 1024)
            for client in clients { client.close() }
            #expect(running.stop() == .complete)
        }
    }
}
