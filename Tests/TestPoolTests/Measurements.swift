import RealPrograms
import Testing

extension TestPoolTests {
    /// How long browsers take to go on, which is long: `make pool-measure` runs these.
    @Suite(.serialized) struct Measurements {
        @Suite(.serialized, .testPool(.init(scheme: "https"))) struct WithoutServiceWorker {
            @Test(arguments: Trouble.allCases)
            func `Until a browser reaches the next Site`(_ trouble: Trouble) async throws {
                let time = try await trouble.measure()
                show("Boston: \(trouble.rawValue). Without the service worker: \(time)")
            }
        }

        @Suite(.serialized, .testPool(.forBrowsers)) struct WithServiceWorker {
            @Test(arguments: Trouble.allCases)
            func `Until a browser reaches the next Site`(_ trouble: Trouble) async throws {
                let time = try await trouble.measure()
                show("Boston: \(trouble.rawValue). With the service worker: \(time)")
            }
        }

        @Suite(.serialized, .testPool(.init(scheme: "https", severalAnswers: true)))
        struct SeveralAnswers {
            @Test func `Until new browsers reach a Site by a Group Name`() async throws {
                let pool = try TestPool.running
                var times: [Duration] = []
                // The nameserver does not notice: only the clients' packets are lost.
                try await command(
                    "ip", "-n", "boston", "route", "add", "blackhole", "10.77.10.0/24")
                for _ in 1...12 {
                    try await pool.browse { browser in
                        times.append(
                            try await ContinuousClock().measure {
                                try await browser.open("https://americas.app.example/a")
                            })
                        #expect(try await browser.text("#site") == "chicago.app.example")
                    }
                }
                show(
                    "Boston: its packets are lost. New browsers at a Group Name with several "
                        + "addresses: \(times.map(seconds).joined(separator: ", "))")
            }
        }

        @Suite(.serialized, .testPool(.forBrowsers)) struct KeptConnections {
            @Test func `A kept connection serves a Name that leads elsewhere for a minute`()
                async throws
            {
                let pool = try TestPool.running
                try await pool.browseInSession(at: "boston.app.example", "/kept") { browser in
                    try await pool.while(.webServer, at: "chicago") {
                        try await pool.awaitName(of: "chicago", elsewhere: true)
                        try await browser.open("https://chicago.app.example/kept")
                        #expect(try await browser.address == "https://boston.app.example/kept")
                    }
                    // Longer than the browser keeps the address.
                    try await Task.sleep(for: .seconds(65))
                    try await browser.open("https://chicago.app.example/kept")
                    #expect(try await browser.address == "https://boston.app.example/kept")
                    #expect(try pool.requests(at: "chicago", for: "/kept").isEmpty)

                    try await pool["boston"].tellWebServer("reload")
                    try await until("the closed connection leads to Chicago again") {
                        try await browser.open("https://chicago.app.example/kept")
                        return try !pool.requests(at: "chicago", for: "/kept").isEmpty
                    }
                }
            }
        }
    }
}

/// What happens to a Site while a browser has a session there.
enum Trouble: String, CaseIterable, CustomTestStringConvertible {
    case stopped = "its web server crashed"
    case silentBeforeConnecting = "its packets are lost; the browser had no connection"
    case silentAfterUse = "its packets are lost; the browser had just used its connection"
    case silentAfterPause = "its packets are lost; the browser had not used its connection for 15 s"

    var testDescription: String { rawValue }

    /// Opens a page of Boston again and again, and says how long it took until Chicago answered.
    func measure() async throws -> String {
        let pool = try TestPool.running
        var said = ""
        try await pool.browse { browser in
            try await browser.open("https://boston.app.example/a/Distrib=\(now())")
            _ = try await browser.run(
                "if (typeof distrib === 'object') await navigator.serviceWorker.ready")
            try await prepare(pool)
            try await pool.while(self == .stopped ? .webServer : .silent, at: "boston") {
                said = try await attempts(of: browser)
            }
        }
        return said
    }

    private func prepare(_ pool: TestPool) async throws {
        switch self {
        case .stopped, .silentAfterUse: break
        case .silentBeforeConnecting:
            try await pool["boston"].tellWebServer("reload")
            try await until("Boston's old web server has closed its connections") {
                try await pool.connections(to: "boston").isEmpty
            }
        case .silentAfterPause: try await Task.sleep(for: .seconds(15))
        }
    }

    private func attempts(of browser: Browser) async throws -> String {
        let start = ContinuousClock.now
        var count = 0
        repeat {
            count += 1
            do {
                try await browser.open("https://boston.app.example/a?again")
            } catch is WebDriver.Refusal {
                try await Task.sleep(for: .seconds(1))
            }
            if try await browser.address.hasPrefix("https://chicago.app.example/") {
                return "\(seconds(ContinuousClock.now - start)), at attempt \(count)"
            }
        } while ContinuousClock.now - start < .seconds(300)
        return "not within \(seconds(ContinuousClock.now - start))"
    }
}

extension TestPool {
    /// The client's connections to a Site's web server.
    fileprivate func connections(to site: String) async throws -> [Substring] {
        try await command("ss", "-Htn", "dst", "\(self[site].address):443", on: "client")
            .split(separator: "\n")
    }
}
