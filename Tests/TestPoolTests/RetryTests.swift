import RealPrograms
import Testing

extension TestPoolTests {
    /// What the service worker in conf-examples/browser does while Sites are down.
    @Suite(.serialized, .testPool(.forBrowsers)) struct RetryTests {
        @Test(arguments: [Failure.webServer, .unplugged, .silent])
        func `The next page comes from the next Site, within seconds`(_ failure: Failure)
            async throws
        {
            let pool = try TestPool.running
            let page = "/\(failure)"
            try await pool.browseInSession(at: "boston.app.example", "\(page)/first") { browser in
                try await pool.while(failure, at: "boston") {
                    let time = try await ContinuousClock().measure {
                        try await browser.click("#relative")
                        try await browser.await(seen: "\(page)/relative?q=1, visit 1")
                    }
                    show(
                        "Boston: \(failure.rawValue). With the service worker, the browser "
                            + "reached Chicago after \(seconds(time)).")
                    #expect(
                        try await browser.address
                            == "https://chicago.app.example\(page)/relative?q=1")
                    try await browser.click("#again")
                    try await browser.await(seen: "\(page)/relative?q=1, visit 2")
                }
            }
            let requests = try pool.requests(at: "chicago", for: page)
            #expect(requests.count { $0.contains(#"host="retry-"#) } == 1)
            #expect(requests.count { $0.contains(#"decision="start""#) } == 1)
        }

        @Test func `The addresses of a browser's machine are the test's alone`() async throws {
            let addresses = try await command(
                "ip", "-n", "client", "-6", "address", "show", "dev", "eth0")
            #expect(addresses == "", "one that comes later would break off what is being loaded")
        }

        @Test func `A page served under a sub-name is led on to the next Site, too`() async throws {
            let pool = try TestPool.running
            try await pool.browseInSession(at: "retry-0.boston.app.example", "/sub") { browser in
                #expect(try await browser.text("#site") == "boston.app.example")
                try await pool.while(.webServer, at: "boston") {
                    try await browser.click("#query")
                    try await browser.await(seen: "/sub?page=2, visit 1")
                    #expect(try await browser.address == "https://chicago.app.example/sub?page=2")
                }
            }
        }

        @Test func `A page's own request notices, and the page is loaded anew`() async throws {
            let pool = try TestPool.running
            try await pool.browseInSession(at: "boston.app.example", "/script") { browser in
                try await browser.click("#again")
                try await browser.await(seen: "/script, visit 2")
                try await pool.while(.silent, at: "boston") {
                    try await browser.click("#ask")
                    try await browser.await(seen: "/script, visit 1")
                    #expect(try await browser.address == "https://chicago.app.example/script")
                }
            }
        }

        @Test func `A form is not sent again`() async throws {
            let pool = try TestPool.running
            try await pool.browseInSession(at: "boston.app.example", "/form") { browser in
                try await pool.while(.webServer, at: "boston") {
                    try await pool.awaitName(of: "boston", elsewhere: true)
                    try? await browser.click("#send")
                    try await browser.await(words: "ERR_CONNECTION_REFUSED")
                    try await browser.screenshot("form-not-sent")
                    #expect(try pool.requests(at: "chicago", for: "/form").isEmpty)

                    try await browser.open("https://boston.app.example/form")
                    try await browser.await(seen: "/form, visit 1")
                    #expect(try await browser.address == "https://chicago.app.example/form")
                }
            }
        }

        @Test func `A Site that is back at once keeps its session`() async throws {
            let pool = try TestPool.running
            let boston = pool["boston"]
            try await pool.browseInSession(at: "boston.app.example", "/back") { browser in
                // For as long as Boston is down, however long that takes, its Name leads to it.
                let clicked = try await pool.nameservers.whileFrozen {
                    try await boston.crashWebServer()
                    let click = Task { try await browser.click("#again") }
                    try await boston.startWebServer()
                    return click
                }
                try await clicked.value
                try await browser.await(seen: "/back, visit 2")
                #expect(try await browser.address == "https://boston.app.example/back")
            }
            try await pool.awaitName(of: "boston", elsewhere: false)
        }

        @Test func `A slow page is waited for`() async throws {
            let pool = try TestPool.running
            let boston = pool["boston"]
            try await pool.browseInSession(at: "boston.app.example", "/slow") { browser in
                func healthRequests() throws -> Int {
                    try pool.requests(at: "boston", for: "/distrib/health").count {
                        $0.contains("HTTP/2.0")
                    }
                }
                let before = try healthRequests()
                try await boston.freeze("demo-application", true)
                async let clicked: Void = browser.click("#again")
                try await until("the worker has asked whether the Site is up") {
                    try healthRequests() > before
                }
                try await boston.freeze("demo-application", false)
                try await clicked
                try await browser.await(seen: "/slow, visit 2")
                #expect(try await browser.address == "https://boston.app.example/slow")
            }
        }

        @Test func `Where no Site is left, the browser says so; then its session goes on`()
            async throws
        {
            let pool = try TestPool.running
            try await pool.browseInSession(at: "boston.app.example", "/none") { browser in
                for machine in pool.machines { try await machine.crashWebServer() }
                try? await browser.click("#again")
                try await browser.await(words: "ERR_FAILED")
                try await browser.screenshot("no-site")
                for machine in pool.machines { try await machine.startWebServer() }
                try await Client(pool).await(200, fromReadyOf: pool["boston"])
                try await browser.reload()
                try await browser.await(seen: "/none, visit 2")
                #expect(try await browser.address == "https://boston.app.example/none")
            }
            for site in ["boston", "chicago", "geneva"] {
                try await pool.awaitName(of: site, elsewhere: false)
            }
        }
    }
}

extension TestPool {
    /// A browser with a session at that host, and the service worker in charge.
    func browseInSession(
        at host: String, _ path: String, _ body: (Browser) async throws -> Void
    ) async throws {
        try await browse { browser in
            try await browser.open("https://\(host)\(path)/Distrib=\(now())")
            let page = try await browser.text()
            #expect(try await browser.address == "https://\(host)\(path)", "\(page)")
            _ = try await browser.run("await navigator.serviceWorker.ready")
            try await body(browser)
        }
    }

    /// Lines of a Site's log whose path begins so.
    func requests(at site: String, for path: String) throws -> [String] {
        try machines(of: site).flatMap { machine in
            try machine.log("access.log").split(separator: "\n").map(String.init)
                .filter { $0.split(separator: " ").dropFirst(3).first?.hasPrefix(path) == true }
        }
    }
}
