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

        @Test(arguments: ["GET", "POST"])
        func `A session that its Site forgot is followed by a new one`(_ method: String)
            async throws
        {
            let client = Client(try TestPool.running)
            let begun = try await client.walk("http://boston.app.example/expire/Distrib=\(now())")
            let walk = try await client.walk(
                "http://boston.app.example/echo?q=1", method: method,
                body: method == "POST" ? "name=value" : nil)
            show("\(method) with a session that Boston has forgotten:", walk)
            #expect(walk.rows == "2a 1c 3a")
            #expect(walk.end.answer.echo("uri") == "/echo?q=1")
            #expect(walk.end.answer.echo("method") == method)
            #expect(walk.end.answer.echo("visits") == "1")
            #expect(walk.end.answer.session != nil)
            #expect(walk.end.answer.session != begun.end.answer.session)
            let next = try await client.walk("\(walk.end.url)")
            show("A reload of what the address bar shows:", next)
            #expect(next.rows == "-")
            #expect(next.end.answer.echo("uri") == "/echo?q=1")
            #expect(next.end.answer.echo("visits") == "2")
        }

        @Test func `Without its component, a Site goes on without distribution`() async throws {
            let pool = try TestPool.running
            let client = Client(pool)
            _ = try await client.walk("http://boston.app.example/echo/Distrib=\(now())")
            try await pool["boston"].crash(["distrib-fcgi"])
            try await pool.await("app.example", leadsTo: ["chicago-1", "chicago-2", "geneva"])
            try await pool.await("boston.app.example", leadsTo: ["boston"])

            let next = try await client.walk("http://boston.app.example/echo")
            show("Boston's component crashed, a client of its session:", next)
            #expect(next.rows == "-")
            #expect(next.end.answer.echo("visits") == "2")
            let direct = try await Client(pool, fields: ["Accept-Language: de"]).walk(
                "http://boston.app.example/echo", method: "POST", body: "name=value")
            show("At the same time, a new client of Europe with a bookmark of Boston:", direct)
            #expect(direct.hops.map(\.answer.decision) == ["direct"])
            #expect(direct.rows == "-")
            #expect(direct.end.answer.echo("word") == "direct")
            #expect(direct.end.answer.echo("body")?.hasPrefix("10 bytes") == true)
            #expect(direct.end.answer.echo("visits") == "1")

            try await pool["boston"].startComponent()
            try await pool.await("app.example", leadsTo: pool.machines.map(\.name))
            let again = try await Client(pool).walk(
                "http://boston.app.example/echo", through: ["boston", "chicago", "chicago"])
            #expect(again.rows == "2a 1c 3a")
        }
    }
}
