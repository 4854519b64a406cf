import RealPrograms
import Testing

extension TestPoolTests {
    /// Sites that are too busy for new sessions, and free again.
    @Suite(.serialized, .testPool()) struct BusyTests {
        @Test func `Nobody is led to a busy Site; its sessions go on`() async throws {
            let pool = try TestPool.running
            let client = Client(pool)
            _ = try await client.walk("http://boston.app.example/echo/Distrib=\(now())")

            try await pool.while(busy: ["boston"]) {
                try await pool.await(
                    "app.example", leadsTo: ["chicago-1", "chicago-2", "geneva"])
                try await pool.await("americas.app.example", leadsTo: ["chicago-1", "chicago-2"])
                try await pool.await("boston.app.example", leadsTo: ["boston"])
                let next = try await client.walk("http://boston.app.example/echo")
                show("Boston is busy, a client of its session:", next)
                #expect(next.rows == "-")
                #expect(next.end.answer.echo("visits") == "2")
                let bookmark = try await Client(pool).walk("http://boston.app.example/echo")
                show("Boston is busy, a new client with a bookmark of it:", bookmark)
                #expect(bookmark.rows == "2a 1c 3a")
                #expect(bookmark.end.machine.site == "chicago")
            }
            try await pool.await("app.example", leadsTo: pool.machines.map(\.name))
            try await pool.await(
                "americas.app.example", leadsTo: ["boston", "chicago-1", "chicago-2"])
        }

        @Test func `One busy machine of a Site leaves the other its new sessions`() async throws {
            let pool = try TestPool.running
            try pool["chicago-1"].drain(true)
            try await pool.await("europe.app.example", leadsTo: ["chicago-2", "geneva"])
            try pool["chicago-1"].drain(false)
            try await pool.await(
                "europe.app.example", leadsTo: ["chicago-1", "chicago-2", "geneva"])
        }

        @Test func `Where all are busy, names lead to live ones, who say so`() async throws {
            let pool = try TestPool.running
            try await pool.while(busy: ["boston", "chicago"], down: ["geneva"]) {
                try await pool.await("app.example", leadsTo: ["boston", "chicago-1", "chicago-2"])
                let walk = try await Client(pool).walk("http://app.example/echo")
                show("Boston and Chicago are busy, Geneva is down:", walk)
                #expect(walk.rows == "1a 3c 3d")
                #expect(walk.end.label == "busy")
                #expect(walk.end.answer.text.contains("http://americas.app.example/echo\""))
            }
        }
    }

    /// Groups that share no Site.
    @Suite(.serialized, .testPool(.init(europe: ["geneva"]))) struct GroupsApartTests {
        @Test func `3b: a busy Site that is alone in its Group`() async throws {
            try await TableRow(
                "3b: a busy Site that is alone in its Group", busy: ["geneva"],
                "http://geneva.app.example/echo/Distrib=NOW", fields: ["Accept-Language: de"],
                through: ["geneva"], rows: "3b", locations: [], end: .page
            ).check(in: try TestPool.running)
        }

        @Test func `A Group that is busy as a whole leaves the other one alone`() async throws {
            let pool = try TestPool.running
            try await pool.while(busy: ["boston", "chicago"]) {
                try await pool.await("app.example", leadsTo: ["geneva"])
                let american = try await Client(pool).walk("http://app.example/echo")
                show("Boston and Chicago are busy, a client of the Americas:", american)
                #expect(american.rows == "1b 1c 3c 3d")
                #expect(american.end.label == "busy")
                let european = try await Client(pool, fields: ["Accept-Language: de"]).walk(
                    "http://app.example/echo")
                show("At the same time, a client of Europe:", european)
                #expect(european.rows == "1a 3a")
                #expect(european.end.machine.name == "geneva")
                #expect(european.end.answer.echo("visits") == "1")
            }
        }
    }
}
