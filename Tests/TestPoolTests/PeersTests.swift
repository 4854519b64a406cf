import RealPrograms
import SystemPackage
import Testing

extension TestPool.Options {
    /// One ring of all Sites, for clients who prefer German.
    fileprivate static let oneRing = TestPool.Options(europe: ["boston", "chicago", "geneva"])

    /// A Site that stops for a moment has time to answer.
    fileprivate static let asking = {
        var options = oneRing
        options.poolKeys = "    peers: { interval: 2s, timeout: 2s }\n"
        return options
    }()
}

extension TestPool {
    /// A client whose browser remembers that a Group Name leads to Boston, though the nameserver knows better.
    fileprivate func walkFromBoston() async throws -> Walk {
        var client = Client(self, fields: ["Accept-Language: de"])
        client.remembered = ("europe.\(TestPool.name)", "boston")
        let walk = try await client.walk("http://europe.\(TestPool.name)/echo?q=1")
        show("Boston and Chicago are busy", walk)
        #expect(walk.end.answer.status == 200 && walk.end.label == "start")
        #expect(walk.end.answer.echo("uri") == "/echo?q=1")
        #expect(walk.end.machine.name == "geneva")
        return walk
    }

    /// Until one machine takes these Sites for so.
    fileprivate func await(_ states: [String: String], at machine: String) async throws {
        var text = ""
        try await until("\(machine) takes \(states)") {
            text = try await command(
                Places.component.string, "status", "--connect",
                "unix:\(self[machine].directory)/distrib.sock")
            return states.allSatisfy { site, state in
                text.split(separator: "\n").contains {
                    $0.hasPrefix("    \(site).\(TestPool.name) ") && $0.contains(" \(state) ")
                }
            }
        } otherwise: {
            text
        }
    }
}

extension TestPoolTests {
    /// Sites that ask each other through their web servers, where the nameservers ask.
    @Suite(.serialized, .testPool(.asking)) struct PeersTests {
        @Test func `One redirect leads past busy Sites to a session`() async throws {
            let pool = try TestPool.running
            try await pool.while(busy: ["boston", "chicago"]) {
                try await pool.await(["chicago": "draining", "geneva": "free"], at: "boston")
                let walk = try await pool.walkFromBoston()
                #expect(walk.rows == "1f 3a")
                #expect(
                    walk.locations == [
                        "http://geneva.app.example/echo/Distrib=boston.app.example+geneva.app.example+NOW?q=1"
                    ])
            }
            try await pool.await(["chicago": "free", "geneva": "free"], at: "boston")
        }

        /// Nobody can ask anybody: clients are led in the order of the ring, as without peers.
        @Test(arguments: [Failure.silent, .allPrograms])
        func `A Site that nobody reaches is down, and is tried last`(_ failure: Failure)
            async throws
        {
            let pool = try TestPool.running
            try await pool.while(failure, at: "chicago") {
                try await pool.await(["chicago": "down", "geneva": "free"], at: "boston")
                #expect(
                    try await Client(pool).ask("http://10.77.0.11/distrib/health").answer.text
                        == "ok\n")
                try pool["boston"].drain(true)
                try await Client(pool).await(503, fromReadyOf: pool["boston"])
                try await pool.await(["chicago": "down", "geneva": "free"], at: "boston")
                let walk = try await pool.walkFromBoston()
                #expect(walk.rows == "1f 3a")
                try pool["boston"].drain(false)
                try await Client(pool).await(200, fromReadyOf: pool["boston"])
            }
            try await pool.await(["chicago": "free", "geneva": "free"], at: "boston")
        }
    }

    /// The same Pool, whose Sites ask nobody.
    @Suite(.serialized, .testPool(.oneRing)) struct StrangersTests {
        @Test func `Each busy Site costs a redirect`() async throws {
            let pool = try TestPool.running
            try await pool.while(busy: ["boston", "chicago"]) {
                let walk = try await pool.walkFromBoston()
                #expect(walk.rows == "1c 3c 3e 3a")
            }
        }
    }
}
