import RealPrograms
import Testing

extension TestPoolTests {
    @Suite(.serialized, .testPool(.init(remembersSite: true, application: .plain(.python))))
    struct PlainPython {
        @Test func `An application in Python that knows nothing of the distribution`() async throws
        {
            try await PlainTests.check()
        }
    }

    @Suite(.serialized, .testPool(.init(remembersSite: true, application: .plain(.php))))
    struct PlainPHP {
        @Test func `An application in PHP that knows nothing of the distribution`() async throws {
            try await PlainTests.check()
        }
    }

    @Suite(.serialized, .testPool(.init(remembersSite: true, application: .wiki(handsBack: false))))
    struct PlainWiki {
        @Test func `DokuWiki as it is: whoever has logged in stays so, under all names`()
            async throws
        {
            try await PlainTests.check()
        }
    }
}

/// With `remember_site`, no session is lost but by the end of its Site, whatever the names lead to.
private enum PlainTests {
    static func check() async throws {
        let pool = try TestPool.running
        let crowd = try Crowd(pool)
        let all = try await crowd.ask(500, seed: 1)
        show("All Sites are up: \(all)")
        #expect(all.continued == 480)
        #expect(all.begun == 20)
        #expect(all.lost.isEmpty)
        #expect(all.foreign.isEmpty)
        #expect(all.addresses["app.example"] == 4)

        var some: Crowd.Outcome?
        try await pool.while(down: ["boston"]) { some = try await crowd.ask(200, seed: 2) }
        let down = try #require(some)
        show("Boston is down: \(down)")
        // Its Name leads to the next Site, where whoever asks for it begins a session.
        let boston = "boston.app.example"
        let others = down.lost.filter { $0.site != boston && $0.name != boston }
        #expect(others.isEmpty)
        #expect(down.lost.map(\.site).contains(boston))
        #expect(down.begun == down.lost.count)
        #expect(down.continued == 200 - down.begun)
        #expect(down.foreign.isEmpty)

        let again = try await crowd.ask(200, seed: 3)
        show("Boston is back: \(again)")
        #expect(again.continued == 200)
        #expect(again.lost.isEmpty)
        #expect(again.foreign.isEmpty)
    }
}
