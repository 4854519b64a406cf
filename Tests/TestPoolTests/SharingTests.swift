import RealPrograms
import SystemPackage
import Testing

extension TestPoolTests {
    /// Chicago's two machines, which share their rate and the order of their lines by Redis.
    @Suite(.serialized, .testPool(.init(hasLine: true))) struct SharingTests {
        @Test func `A place given by one machine keeps its order at the other one`() async throws {
            let pool = try TestPool.running
            try await pool.awaitChicago("shared")
            show("Chicago: \(try await pool["chicago-1"].sharing)")
            let client = Client(pool)
            try await pool.whileFull {
                let begun = try await pool.walkToLine(ofChicago: client)
                let given = begun.end.machine.name
                let arrived = try #require(begun.end.decision?.arrived)
                var last = begun
                try await until("the client comes to the other machine") {
                    last = try await client.walk(last.end.answer.refresh)
                    return last.end.machine.name != given
                }
                show("Given a place by \(given), the client comes to the other machine:", last)
                #expect(last.rows == "3g" && last.end.decision?.arrived == arrived)
                // Its line knows that machine, and does not stand still to count whoever may come from there.
                #expect(try await !last.end.machine.status.contains("nobody new for"))
                try await pool.fill(false)
                try await until("the client is called") {
                    last = try await client.walk(last.end.answer.refresh)
                    return last.end.label == "start"
                }
                #expect(last.end.answer.echo("site") == "chicago.app.example")
            }
        }

        @Test
        func `Redis is killed and comes back: the rate is split meanwhile, and sessions start`()
            async throws
        {
            let pool = try TestPool.running
            try await pool.awaitChicago("shared")
            try await pool["chicago-1"].crash(["redis"])
            try await pool.awaitChicago("split")
            show("Redis was killed: \(try await pool["chicago-2"].sharing)")
            let walk = try await Client(pool).walk(pool.addressAtChicago(Client(pool)))
            #expect(walk.end.label == "start" && walk.end.machine.site == "chicago")
            try await SharedRedis.start(for: pool)
            try await pool.awaitChicago("shared")
            show("Redis is back: \(try await pool["chicago-2"].sharing)")
        }
    }
}

extension TestPool {
    /// Until both machines say so, and have heard of each other.
    fileprivate func awaitChicago(_ word: String) async throws {
        for machine in machines(of: "chicago") {
            try await until("the rate of \(machine.name) is \(word)") {
                let line = try await machine.sharing
                return line.contains(word) && (word == "split" || line.contains("2 of 2 machines"))
            }
        }
    }

    /// Where Chicago leads a client that came to it under its Group's Name.
    fileprivate func addressAtChicago(_ client: Client) async throws -> String {
        var address = ""
        try await until("the Group Name leads to Chicago") {
            let hop = try await client.ask("http://americas.app.example/echo")
            address = hop.answer.location ?? ""
            return hop.machine.site == "chicago"
        }
        return address
    }

    fileprivate func walkToLine(ofChicago client: Client) async throws -> Walk {
        let walk = try await client.walk(addressAtChicago(client))
        #expect(walk.rows == "3b" && walk.end.machine.site == "chicago")
        return walk
    }
}

extension Machine {
    fileprivate var status: String {
        get async throws {
            try await command(
                Places.component.string, "status", "--connect", "unix:\(directory)/distrib.sock")
        }
    }

    /// What that says of the rate.
    fileprivate var sharing: String {
        get async throws {
            let text = try await status
            let line = text.split(separator: "\n").first {
                $0.contains("shared") || $0.contains("split")
            }
            return line.map(String.init) ?? text
        }
    }
}
