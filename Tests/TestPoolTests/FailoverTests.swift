import RealPrograms
import Testing

extension TestPoolTests {
    /// Sites and machines that fail, and come back.
    @Suite(.serialized, .testPool()) struct FailoverTests {
        @Test(arguments: Failure.allCases)
        func `A client of a failed Site goes on at the next one of the ring`(_ failure: Failure)
            async throws
        {
            let pool = try TestPool.running
            let client = Client(pool)
            let begun = try await client.walk("http://boston.app.example/echo/Distrib=\(now())")
            #expect(begun.rows == "3a")

            try await pool.while(failure, at: "boston") {
                let time = try await ContinuousClock().measure {
                    try await pool.awaitName(of: "boston", elsewhere: true)
                }
                show("Boston: \(failure.rawValue). Its Name led to Chicago after \(seconds(time)).")
                try await checkMove(of: client)
            }
            let new = try await Client(pool).walk(
                "http://app.example/echo", through: ["boston", "boston"])
            show("Boston is back, for a new client:", new)
            #expect(new.rows == "1a 3a")
            #expect(new.end.answer.echo("visits") == "1")
            try await checkOldSession(of: client, after: failure)
        }

        private func checkMove(of client: Client) async throws {
            let moved = try await client.walk("http://boston.app.example/echo?q=1")
            show("The client of Boston's session:", moved)
            #expect(moved.hops.map(\.machine.site) == ["chicago", "chicago"])
            #expect(moved.rows == "1d 3a")
            #expect(moved.locations == ["http://chicago.app.example/echo/Distrib=NOW?q=1"])
            #expect(moved.end.answer.echo("visits") == "1")
            let next = try await client.walk("http://chicago.app.example/echo")
            #expect(next.rows == "-")
            #expect(next.end.answer.echo("visits") == "2")
        }

        /// Who lost the session state, forgot the sessions.
        private func checkOldSession(of client: Client, after failure: Failure) async throws {
            let back = try await client.walk("http://boston.app.example/echo")
            if failure == .allPrograms {
                show("Boston is back without its sessions, for their client:", back)
                #expect(back.rows.hasPrefix("2a 1c"))
                #expect(back.end.answer.status == 200)
            } else {
                show("Boston is back with its sessions, for their client:", back)
                #expect(back.rows == "-")
                #expect(back.end.answer.echo("visits") == "2")
            }
        }

        @Test(arguments: [("chicago-1", "chicago-2"), ("chicago-2", "chicago-1")])
        func `A session goes on at the Site's other machine`(failing: String, other: String)
            async throws
        {
            let pool = try TestPool.running
            let client = Client(pool)
            _ = try await client.walk(
                "http://chicago.app.example/echo/Distrib=\(now())", through: [failing])

            // The first machine's application is the memory of both.
            try await pool[failing].crash(["nginx", "distrib-fcgi"])
            try await pool.await("chicago.app.example", leadsTo: [other])
            let next = try await client.walk("http://chicago.app.example/echo")
            show("The session began at \(failing), which has failed:", next)
            #expect(next.hops.map(\.machine.name) == [other])
            #expect(next.rows == "-")
            #expect(next.end.answer.echo("visits") == "2")

            try await pool[failing].startComponent()
            try await pool[failing].startWebServer()
            try await pool.awaitName(of: "chicago", elsewhere: false)
        }
    }

    /// How a Site of one machine fails.
    enum Failure: String, CaseIterable, CustomTestStringConvertible {
        case webServer = "its web server crashed"
        case allPrograms = "all its programs crashed"
        case unplugged = "its cable was pulled"
        case silent = "its packets are lost"

        var testDescription: String { rawValue }

        func happen(to machine: Machine) async throws {
            switch self {
            case .webServer: try await machine.crashWebServer()
            case .allPrograms: try await machine.crash()
            case .unplugged: try await Network.plug(machine.name, false)
            case .silent: try await Network.silence(machine.name, true)
            }
        }

        func end(at machine: Machine) async throws {
            switch self {
            case .webServer: try await machine.startWebServer()
            case .allPrograms: try await machine.start()
            case .unplugged: try await Network.plug(machine.name, true)
            case .silent: try await Network.silence(machine.name, false)
            }
        }
    }
}
