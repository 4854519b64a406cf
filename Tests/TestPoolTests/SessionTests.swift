import RealPrograms
import Testing

extension TestPoolTests {
    /// What begins and ends sessions.
    @Suite(.serialized, .testPool()) struct SessionTests {
        @Test func `A request with a body begins a session`() async throws {
            let walk = try await Client(TestPool.running).walk(
                "http://boston.app.example/echo?q=1", method: "POST", body: "name=value",
                through: ["boston", "chicago", "chicago"])
            show("POST of a form to a bookmark:", walk)
            #expect(walk.hops.map(\.answer.status) == [307, 307, 200])
            #expect(walk.hops.map(\.method) == ["POST", "POST", "POST"])
            #expect(walk.rows == "2a 1c 3a")
            #expect(walk.end.answer.echo("method") == "POST")
            #expect(walk.end.answer.echo("uri") == "/echo?q=1")
            #expect(walk.end.answer.echo("body")?.hasPrefix("10 bytes") == true)
            #expect(walk.end.answer.echo("visits") == "1")
        }

        @Test func `HEAD goes the same way`() async throws {
            let walk = try await Client(TestPool.running).walk(
                "http://app.example/echo", method: "HEAD", through: ["boston", "boston"])
            show("HEAD:", walk)
            #expect(walk.rows == "1a 3a")
            #expect(walk.locations == ["http://boston.app.example/echo/Distrib=NOW"])
            #expect(walk.hops.allSatisfy { $0.answer.body.isEmpty })
        }

        @Test(arguments: ["boston", "geneva"], ["GET", "POST"])
        func `A session that its Site forgot is followed by a new one`(
            site: String, method: String
        ) async throws {
            let pool = try TestPool.running
            let client = Client(pool)
            let begun = try await client.walk("http://\(site).app.example/expire/Distrib=\(now())")
            let walk = try await client.walk(
                "http://\(site).app.example/echo?q=1", method: method,
                body: method == "POST" ? "name=value" : nil)
            show("\(method) with a session that \(site) has forgotten:", walk)
            #expect(walk.rows == "2a 1c 3a")
            #expect(walk.end.answer.echo("uri") == "/echo?q=1")
            #expect(walk.end.answer.echo("method") == method)
            #expect(walk.end.answer.echo("visits") == "1")
            #expect(walk.end.answer.session != nil)
            #expect(walk.end.answer.session != begun.end.answer.session)
            let next = try await client.walk(walk.end.url)
            show("A reload of what the address bar shows:", next)
            #expect(next.rows == "-")
            #expect(next.end.answer.echo("uri") == "/echo?q=1")
            #expect(next.end.answer.echo("visits") == "2")
        }

        /// Apache cannot begin one with a request that was handed back: the client comes again.
        @Test(arguments: [
            ("boston", "3a", ["start"]), ("geneva", "3a 3a", ["hand-back", "start"]),
        ])
        func `A forgotten session may be followed by one at the same Site`(
            site: String, rows: String, labels: [String]
        ) async throws {
            let client = Client(try TestPool.running)
            let marked = "Distrib=\(now())"
            _ = try await client.walk("http://\(site).app.example/expire/\(marked)")
            let walk = try await client.walk(
                "http://\(site).app.example/echo/\(marked)", method: "POST", body: "name=value")
            show("A request with a fresh marker and a session that \(site) has forgotten:", walk)
            #expect(walk.rows == rows)
            #expect(walk.hops.map(\.label) == labels)
            #expect(walk.end.answer.echo("body")?.hasPrefix("10 bytes") == true)
            #expect(walk.end.answer.echo("visits") == "1")
        }

        @Test(arguments: ["boston", "geneva"])
        func `Without its component, a Site goes on without distribution`(_ site: String)
            async throws
        {
            let pool = try TestPool.running
            let url = "http://\(site).app.example/echo"
            let client = Client(pool)
            _ = try await client.walk("\(url)/Distrib=\(now())")
            try await pool[site].crash(["distrib-fcgi"])
            try await pool.await(
                "app.example", leadsTo: pool.machines.map(\.name).filter { $0 != site })
            try await pool.await("\(site).app.example", leadsTo: [site])

            let next = try await client.walk(url)
            show("The component of \(site) crashed, a client of its session:", next)
            #expect(next.rows == "-")
            #expect(next.end.answer.echo("visits") == "2")
            let direct = try await Client(pool).walk(url, method: "POST", body: "name=value")
            show("At the same time, a new client with a bookmark:", direct)
            #expect(direct.hops.map(\.label) == ["direct"])
            #expect(direct.rows == "-")
            #expect(direct.end.answer.echo("word") == "direct")
            #expect(direct.end.answer.echo("body")?.hasPrefix("10 bytes") == true)
            #expect(direct.end.answer.echo("visits") == "1")

            try await pool[site].startComponent()
            try await pool.await("app.example", leadsTo: pool.machines.map(\.name))
            let again = try await Client(pool).walk(
                url, through: [site, "chicago", "chicago"])
            #expect(again.rows == "2a 1c 3a")
        }
    }
}
