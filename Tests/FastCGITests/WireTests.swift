import Testing

@testable import FastCGI

/// What goes over the wire, byte for byte.
@Suite struct WireTests {
    @Test("the answer's records", arguments: Transport.allCases, [true, false])
    func exactBytes(transport: Transport, keep: Bool) throws {
        let running = try RunningServer(transport)
        let client = try running.client()
        try client.send(request(7, keep: keep, [("REQUEST_URI", "/x")]))
        if keep { client.endSending() }
        #expect(try client.readToEnd() == answerRecords(7, echoed("/x")))
        #expect(running.stop() == .complete)
        #expect(running.events == [])
        #expect(running.server.counters.requests == 1)
        #expect(running.server.counters.openConnections == 0)
    }

    @Test("several requests on one kept connection, each with another id")
    func keptConnection() throws {
        let running = try RunningServer()
        let client = try running.client()
        for id in UInt16(1)...300 {
            try client.send(request(id, [("REQUEST_URI", "/\(id)")]))
            #expect(try client.readAnswer(id).text == echoed("/\(id)"))
        }
        #expect(running.stop() == .complete)
        #expect(try client.readToEnd() == [])
        #expect(running.server.counters.acceptedConnections == 1)
    }
}
