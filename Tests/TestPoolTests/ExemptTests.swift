import RealPrograms
import Testing

extension TestPoolTests {
    /// Row 0: crawlers and monitoring, which keep no cookies and see one page under one address.
    @Suite(
        .serialized,
        .testPool(
            .init(
                remembersSite: true,
                poolKeys: "    exempt: { when: { header: { User-Agent: \"*bot*\" } } }\n")))
    struct ExemptTests {
        private static let bot = ["User-Agent: Examplebot/1.0"]

        @Test(arguments: [
            ("app.example", "boston"), ("app.example", "geneva"),
            ("americas.app.example", "chicago"), ("boston.app.example", "boston"),
            ("geneva.app.example", "geneva"),
        ])
        func `Whoever is exempt begins a session under any name`(name: String, site: String)
            async throws
        {
            let pool = try TestPool.running
            let walk = try await Client(pool, fields: Self.bot)
                .walk("http://\(name)/echo?q=1", through: [site])
            show("A crawler asks for \(name)", walk)
            expectSession(walk)
            #expect(walk.end.answer.echo("uri") == "/echo?q=1")
            #expect(walk.end.answer.echo("host") == name)
        }

        @Test(arguments: ["boston", "geneva"])
        func `A busy Site takes it, too, and leads others on`(site: String) async throws {
            let pool = try TestPool.running
            try await pool.while(busy: [site]) {
                let url = "http://\(site).app.example/echo/Distrib=\(now())"
                expectSession(try await Client(pool, fields: Self.bot).walk(url, through: [site]))
                let other = try await Client(pool).walk(url, through: [site, "chicago"])
                #expect(other.rows == "3c 3a")
            }
        }

        private func expectSession(_ walk: Walk) {
            #expect(walk.rows == "0")
            #expect(walk.end.answer.status == 200)
            #expect(walk.end.answer.echo("word") == "start")
            #expect(walk.end.answer.echo("visits") == "1")
            // Of the component's cookies, it gets none.
            #expect(walk.end.answer.all("Set-Cookie").allSatisfy { $0.hasPrefix("SID=") })
        }
    }
}
