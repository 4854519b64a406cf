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
            let boston = pool["boston"]
            let page = "/\(failure)"
            try await pool.browseInSession(at: "boston.app.example", "\(page)/first") { browser in
                try await failure.happen(to: boston)
                let time = try await ContinuousClock().measure {
                    try await browser.click("#relative")
                }
                show(
                    "Boston: \(failure.rawValue). The browser reached Chicago after \(seconds(time))."
                )
                #expect(
                    try await browser.address == "https://chicago.app.example\(page)/relative?q=1")
                #expect(try await browser.seen == "\(page)/relative?q=1, visit 1")
                try await browser.click("#again")
                #expect(try await browser.seen == "\(page)/relative?q=1, visit 2")
            }
            try await failure.end(at: boston)
            try await pool.awaitName(of: "boston", elsewhere: false)

            let requests = try pool.requests(at: "chicago", for: page)
            show(requests.joined(separator: "\n"))
            #expect(requests.count { $0.contains(#"host="retry-"#) } == 1)
            #expect(requests.count { $0.contains(#"decision="start""#) } == 1)
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
            #expect(try await browser.address == "https://\(host)\(path)")
            _ = try await browser.run("await navigator.serviceWorker.ready")
            try await body(browser)
        }
    }

    /// Lines of a Site's log whose path begins so.
    func requests(at site: String, for path: String) throws -> [String] {
        try machines(of: site).flatMap { machine in
            try machine.log("access.log").split(separator: "\n").map(String.init)
                .filter { $0.split(separator: " ").dropFirst(3).first?.hasPrefix(path) ?? false }
        }
    }
}
