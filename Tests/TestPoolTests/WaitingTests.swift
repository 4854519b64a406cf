import RealPrograms
import Testing

extension TestPoolTests {
    /// A waiting line at a Site, seen by those who wait.
    @Suite(.serialized, .testPool(.init(hasLine: true))) struct WaitingTests {
        @Test func `A browser waits, is called, and gets in`() async throws {
            let pool = try TestPool.running
            try await pool.browse { browser in
                try await pool.whileFull {
                    try await browser.open("http://app.example/echo/a?q=1")
                    try await browser.awaitPlace()
                    try await browser.screenshot("waiting")
                    let line = try await browser.text()
                    show("A browser waits at \(try await browser.address). It shows:\n\(line)")
                }
                let host = try await browser.host
                try await browser.await(words: "visits: 1")
                let seen = try await browser.text()
                show("It got in:\n\(seen)")
                #expect(seen.contains("site: \(host)\n"))
                #expect(seen.contains("uri: /echo/a?q=1\n"))
                #expect(seen.contains(/trip: sites=[0-9]+; waited=[1-9][0-9]*; class=normal/))
            }
        }

        @Test func `Its Site dies while a client waits: it keeps its place at the next Site`()
            async throws
        {
            let pool = try TestPool.running
            let client = Client(pool)
            try await pool.whileFull {
                let begun = try await pool.walkToLine(ofBoston: client)
                show("A client that waits at Boston:", begun)
                let arrived = try #require(begun.end.decision?.arrived)

                try await pool.while(.allPrograms, at: "boston") {
                    try await pool.awaitName(of: "boston", elsewhere: true)
                    let moved = try await client.walk(begun.end.answer.refresh)
                    show("Boston: all its programs crashed. The client comes again:", moved)
                    #expect(moved.rows == "1d 3g")
                    #expect(moved.end.machine.site == "chicago")
                    #expect(moved.hops.map { $0.decision?.arrived } == [arrived, arrived])

                    try await pool.fill(false)
                    var last = moved
                    try await until("the client is called") {
                        last = try await client.walk(last.end.answer.refresh)
                        return last.end.label == "start"
                    }
                    show("Chicago is free again:", last)
                    #expect(last.end.answer.echo("site") == "chicago.app.example")
                    #expect(last.end.answer.echo("visits") == "1")
                }
            }
        }

        @Test func `A browser keeps its place at the next Site, too`() async throws {
            let pool = try TestPool.running
            try await pool.browse { browser in
                try await pool.whileFull {
                    let count = try pool["boston"].decisions.count
                    try await browser.open(pool.addressAtBoston(Client(pool)))
                    try await browser.awaitPlace()
                    #expect(try await browser.host == "boston.app.example")
                    let arrived = try await pool["boston"].arrival(after: count)

                    try await pool.while(.allPrograms, at: "boston") {
                        let time = try await ContinuousClock().measure {
                            try await pool.awaitBrowser(browser, countedAtChicago: arrived)
                        }
                        show(
                            "Boston: all its programs crashed. The browser that waited there was at "
                                + "Chicago, with its place, after \(seconds(time)).")
                        try await browser.screenshot("waiting-at-the-next-site")
                        try await pool.fill(false)
                        try await browser.await(words: "site: chicago.app.example")
                        #expect(try await browser.text().contains("visits: 1\n"))
                    }
                }
            }
        }
    }
}

extension TestPool {
    /// Where Boston leads a client that came to it under its Group's Name.
    fileprivate func addressAtBoston(_ client: Client) async throws -> String {
        var address = ""
        try await until("the Group Name leads to Boston") {
            let hop = try await client.ask("http://americas.app.example/echo")
            address = hop.answer.location ?? ""
            return hop.machine.site == "boston"
        }
        return address
    }

    fileprivate func walkToLine(ofBoston client: Client) async throws -> Walk {
        let walk = try await client.walk(addressAtBoston(client))
        #expect(walk.rows == "3b")
        #expect(walk.end.machine.name == "boston")
        return walk
    }

    /// The browser keeps Boston's address for a minute, and shows an error page meanwhile, which its user loads again.
    fileprivate func awaitBrowser(_ browser: Browser, countedAtChicago arrived: Int64) async throws
    {
        let deadline = ContinuousClock.now + .seconds(150)
        while try !machines(of: "chicago").flatMap({ try $0.decisions })
            .contains(where: { $0.row == "3g" && $0.arrived == arrived })
        {
            guard ContinuousClock.now < deadline else {
                throw Mishap("the browser is not at Chicago, but at \(try await browser.address)")
            }
            try? await browser.reload()
        }
    }
}

extension Machine {
    /// When the client came whose place it logs, a moment later, after so many decisions.
    fileprivate func arrival(after count: Int) async throws -> Int64 {
        var arrived: Int64?
        try await until("\(name) logs a place in its line") {
            arrived = try decisions.dropFirst(count).last { $0.arrived != nil }?.arrived
            return arrived != nil
        }
        return arrived!
    }
}

extension HTTPAnswer {
    /// The address that a waiting page goes on to.
    var refresh: String {
        get throws {
            guard let words = self["Refresh"], let address = words.firstRange(of: "url=") else {
                throw Mishap("no waiting page: status \(status)")
            }
            return String(words[address.upperBound...])
        }
    }
}

extension Browser {
    fileprivate var host: String {
        get async throws {
            String(try await address.dropFirst("http://".count).prefix { $0 != "/" && $0 != ":" })
        }
    }

    /// Until the waiting page has gone on by itself, so that the address bar shows the place.
    fileprivate func awaitPlace() async throws {
        try await until("the waiting page goes on with a place") {
            try await address.contains("/Distrib=~normal+")
        }
    }
}
