import RealPrograms
import Testing

extension TestPoolTests {
    /// One nameserver balances load, and leaves the Site Names to another one, which fails over.
    @Suite(.serialized, .testPool(.init(hasFailoverNameserver: true)))
    struct TwoNameserversTests {
        @Test(arguments: DecisionTableTests.rows)
        func `Row of the decision table, by two nameservers`(_ row: TableRow) async throws {
            try await row.check(in: try TestPool.running)
        }
    }

    /// An answer for the Pool Name or a Group Name has every free machine.
    @Suite(.serialized, .testPool(.init(severalAnswers: true))) struct SeveralAnswersTests {
        @Test func `Site Names are answered with one address`() async throws {
            let pool = try TestPool.running
            for (name, count) in [("app.example", 4), ("europe.app.example", 3)] {
                #expect(try await pool.nameservers.answers(for: name, times: 1).count == count)
            }
            for _ in 0..<20 {
                let answer = try await pool.nameservers.answers(
                    for: "chicago.app.example", times: 1)
                #expect(answer.count == 1)
            }
        }

        @Test func `A client goes on to the next address before any health check`() async throws {
            let pool = try TestPool.running
            try await pool["boston"].crashWebServer()
            for number in 1...10 {
                let walk = try await Client(pool).walk("http://app.example/echo")
                if number == 1 { show("Boston's web server crashed a moment ago:", walk) }
                #expect(walk.end.answer.status == 200)
                #expect(walk.hops.allSatisfy { $0.machine.name != "boston" })
            }
            try await pool["boston"].startWebServer()
        }

        /// Whoever walks here has no names but the nameserver's.
        @Test func `While the nameserver is down, no name leads anywhere`() async throws {
            let pool = try TestPool.running
            try await pool.nameservers.whileDown {
                let failure = await #expect(throws: Mishap.self) {
                    try await Client(pool).ask("http://app.example/echo")
                }
                #expect(failure?.description.contains("Could not resolve host") == true)
            }
            #expect(try await Client(pool).walk("http://app.example/echo").rows.hasSuffix("3a"))
        }
    }
}
