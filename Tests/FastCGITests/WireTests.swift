import CGI
import Testing

@testable import FastCGI

extension ServerTests {
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

        @Test("a request sent byte by byte, twice", arguments: Transport.allCases)
        func byteByByte(transport: Transport) throws {
            let running = try RunningServer(transport)
            let client = try running.client()
            let long = String(repeating: "x", count: 400)
            for round in 0..<2 {
                let uri = "/\(round)\(long)"
                for byte in request(1, [("REQUEST_URI", uri)], body: [1, 2, 3]) {
                    try client.send([byte])
                }
                #expect(try client.readAnswer().text == echoed(uri))
            }
            #expect(running.stop() == .complete)
        }

        @Test("requests sent at once are answered in order, to the last whole one")
        func pipelined() throws {
            let running = try RunningServer()
            let client = try running.client()
            let requests = (1...50).map { request(UInt16($0), [("REQUEST_URI", "/\($0)")]) }
            try client.send(requests.flatMap(\.self) + request(51).dropLast(3))
            for id in 1...50 {
                #expect(try client.readAnswer(UInt16(id)).text == echoed("/\(id)"))
            }
            try client.send(Array(request(51).suffix(3)))
            #expect(try client.readAnswer(51).text == echoed("/a"))
            #expect(running.stop() == .complete)
        }

        @Test("the web server closes its side right behind the request")
        func halfClosed() throws {
            let running = try RunningServer(.tcp)
            let client = try running.client()
            try client.send(request())
            client.endSending()
            #expect(try client.readToEnd() == answerRecords(1, echoed("/a")))
            running.stop()
            #expect(running.events == [])
        }

        @Test("GET_VALUES alone, with names asked for many times and unknown ones")
        func getValues() throws {
            let running = try RunningServer()
            let client = try running.client()
            let names = ["FCGI_MAX_CONNS", "FCGI_MAX_REQS", "FCGI_MPXS_CONNS"]
            let values =
                pair("FCGI_MAX_CONNS", "16384") + pair("FCGI_MAX_REQS", "16384")
                + pair("FCGI_MPXS_CONNS", "0")
            for count in [1, 100] {
                let asked = (0..<count).flatMap { _ in names.flatMap { pair($0, "") } }
                try client.send(record(9, 0, asked + pair("OTHER", "x")))
                let reply = try client.read(8 + values.count + (8 - values.count % 8) % 8)
                #expect(reply[..<8] == [1, 10, 0, 0, 0, UInt8(values.count), reply[6], 0])
                #expect(Array(reply[8..<8 + values.count]) == values)
            }
            try client.send(record(9, 0, [0x80, 0]))
            #expect(try client.read(8) == [1, 10, 0, 0, 0, 0, 0, 0])
            client.close()
            #expect(running.stop() == .complete)
        }

        @Test("an unknown management record, before and in the midst of a request")
        func unknownManagement() throws {
            let running = try RunningServer()
            let client = try running.client()
            let reply: [UInt8] = [1, 11, 0, 0, 0, 8, 0, 0, 77, 0, 0, 0, 0, 0, 0, 0]
            try client.send(record(77, 0, [9, 9, 9], padding: 5))
            #expect(try client.read(16) == reply)
            let whole = request(1, [("REQUEST_URI", "/in-the-midst")])
            try client.send(whole[..<16] + record(77, 0, [9, 9, 9], padding: 5) + whole[16...])
            #expect(try client.read(16) == reply)
            #expect(try client.readAnswer().text == echoed("/in-the-midst"))
            #expect(running.stop() == .complete)
        }

        @Test("a request that is taken back is ended, and the connection serves on")
        func aborted() throws {
            let running = try RunningServer()
            let client = try running.client()
            try client.send(request(4, body: nil) + record(5, 4, [1, 2]) + record(2, 4))
            #expect(try client.read(16) == record(3, 4, [0, 0, 0, 0, 0, 0, 0, 0]))
            // This one comes too late: the answer is out.
            try client.send(request(5) + record(2, 5) + request(6))
            #expect(try client.readAnswer(5).text == echoed("/a"))
            #expect(try client.readAnswer(6).text == echoed("/a"))
            try client.send(begin(7, keep: false) + record(2, 7))
            #expect(try client.readToEnd() == record(3, 7, [0, 0, 0, 0, 0, 0, 0, 0]))
            #expect(running.stop() == .complete)
            #expect(running.events == [])
            #expect(running.server.counters.requests == 2)
        }

        @Test("left-over records of an answered request are passed over")
        func strays() throws {
            let running = try RunningServer()
            let client = try running.client()
            for id in UInt16(1)...3 {
                try client.send(request(id))
                #expect(try client.readAnswer(id).text == echoed("/a"))
                try client.send(
                    record(5, id, [1, 2, 3], padding: 3) + record(5, id) + record(2, id))
            }
            #expect(running.stop() == .complete)
            #expect(running.events == [])
        }

        @Test("a second request under way on the same connection is turned away")
        func multiplexed() throws {
            let running = try RunningServer()
            let client = try running.client()
            let first = request(1)
            try client.send(Array(first[..<16]) + begin(2) + first[16...])
            #expect(try client.read(16) == record(3, 2, [0, 0, 0, 0, 1, 0, 0, 0]))
            #expect(try client.readAnswer(1).text == echoed("/a"))
            running.stop()
        }

        @Test("an unknown role is refused, and the connection serves on")
        func unknownRole() throws {
            let running = try RunningServer()
            let client = try running.client()
            try client.send(request(1, role: 9, body: [1]))
            #expect(try client.read(16) == record(3, 1, [0, 0, 0, 0, 3, 0, 0, 0]))
            try client.send(request(2))
            #expect(try client.readAnswer(2).text == echoed("/a"))
            #expect(running.stop() == .complete)
        }

        @Test(
            "roles, with and without the STDIN that an authorizer has not",
            arguments: [(1, "RESPONDER", true), (2, "AUTHORIZER", false), (2, "AUTHORIZER", true)],
            [true, false])
        func roles(row: (role: UInt16, name: String, hasBody: Bool), keep: Bool) throws {
            let handler = ClosureHandler { request, response in
                response += Array("\(request.role) ".utf8)
                guard let role = request.variables.value(of: "FCGI_ROLE") else { return }
                for index in role.indices { response.append(role[index]) }
            }
            let running = try RunningServer(.tcp, handler: handler)
            let client = try running.client()
            for _ in 0..<(keep ? 3 : 1) {
                try client.send(request(role: row.role, keep: keep, body: row.hasBody ? [] : nil))
                #expect(
                    try client.readAnswer().text == "\(row.name.lowercased()) \(row.name)")
            }
            client.close()
            #expect(running.stop() == .complete)
            #expect(running.events == [])
        }

        @Test("a filter is answered, and its DATA passed over")
        func filter() throws {
            let running = try RunningServer()
            let client = try running.client()
            for id in UInt16(1)...2 {
                try client.send(request(id, role: 3) + stream(8, id, [1, 2, 3]))
                #expect(try client.readAnswer(id).text == echoed("/a"))
            }
            #expect(running.stop() == .complete)
        }

        @Test(
            "where a variable comes twice, the first counts; empty, long and split ones are whole")
        func variables() throws {
            let handler = ClosureHandler { request, response in
                for name in ["A", "EMPTY", "LONG", "NONE"] {
                    response += Array("\(name)=".utf8)
                    guard let value = request.variables.value(of: Array(name.utf8).span) else {
                        response += Array("none ".utf8)
                        continue
                    }
                    response += Array("\(value.count) ".utf8)
                    if value.count == 1 { response += [value[0], UInt8(ascii: " ")] }
                }
            }
            let running = try RunningServer(handler: handler)
            let client = try running.client()
            let variables = [
                ("A", "1"), ("EMPTY", ""), ("A", "2"),
                ("LONG", String(repeating: "l", count: 99_999)),
            ]
            let content = variables.flatMap { pair($0.0, $0.1) }
            for chunk in [65_535, 8191, 1000] {
                try client.send(
                    begin() + stream(4, 1, content, chunk: chunk, padding: 1) + record(5))
                #expect(try client.readAnswer().text == "A=1 1 EMPTY=0 LONG=99999 NONE=none ")

            }
            #expect(running.stop() == .complete)
            #expect(running.events == [])
        }

        @Test(
            "answers of all sizes around libfcgi's buffer",
            arguments: [
                0, 1, 7, 8, 8175, 8176, 8177, 8183, 8184, 8185, 16_384, 70_000, 200_000,
            ])
        func sizes(count: Int) throws {
            let handler = ClosureHandler { _, response in
                for index in 0..<count { response.append(UInt8(truncatingIfNeeded: index)) }
            }
            let running = try RunningServer(handler: handler)
            let client = try running.client()
            let expected = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
            for _ in 0..<2 {
                try client.send(request())
                #expect(try client.readAnswer().output == expected)
            }
            #expect(running.stop() == .complete)
        }
    }
}
