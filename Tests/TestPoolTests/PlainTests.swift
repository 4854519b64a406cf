import RealPrograms
import Testing

extension TestPool.Options {
    /// The cookie that binds a browser to its Site, and an application that knows nothing of it.
    static func remembering(_ application: Application) -> Self {
        Self(poolKeys: rememberedSite, application: application)
    }

    static let rememberedSite = "    remember_site: { cookie: DistribSite, domain: app.example }\n"
}

extension TestPoolTests {
    @Suite(.serialized, .testPool(.remembering(.plain(.python)))) struct PlainPython {
        @Test func `An application in Python that knows nothing of the distribution`() async throws
        {
            try await PlainTests.check()
        }
    }

    @Suite(.serialized, .testPool(.remembering(.plain(.php)))) struct PlainPHP {
        @Test func `An application in PHP that knows nothing of the distribution`() async throws {
            try await PlainTests.check()
        }
    }

    @Suite(.serialized, .testPool(.remembering(.wiki(handsBack: false)))) struct PlainWiki {
        @Test func `DokuWiki as it is: whoever has logged in stays so, under all names`()
            async throws
        {
            let pool = try TestPool.running
            let all = try await Crowd(pool).ask(500, seed: 4)
            show("DokuWiki, all Sites are up: \(all)")
            #expect(all.continued == 480)
            #expect(all.begun == 20)
            #expect(all.lost.isEmpty)
            #expect(all.foreign.isEmpty)
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

        var atBoston = 0
        try await pool.while(down: ["boston"]) {
            let some = try await crowd.ask(200, seed: 2)
            show("Boston is down: \(some)")
            #expect(Set(some.lost.keys).isSubset(of: ["boston.app.example"]))
            #expect(some.begun == some.lost.values.reduce(0, +))
            #expect(some.continued == 200 - some.begun)
            #expect(some.foreign.isEmpty)
            atBoston = some.begun
        }
        #expect(atBoston > 0)

        let again = try await crowd.ask(200, seed: 3)
        show("Boston is back: \(again)")
        #expect(again.continued == 200)
        #expect(again.lost.isEmpty)
        #expect(again.foreign.isEmpty)
    }
}
