import RealPrograms
import Testing

extension TestPool.Options {
    fileprivate static var withLine: Self {
        var options = Self.forBrowsers
        options.hasLine = true
        // Long enough to read a page before it goes on.
        options.poll = "{ near: 5s, far: 6s }"
        return options
    }
}

extension TestPoolTests {
    /// People who wait in line with a browser.
    @Suite(.serialized, .testPool(.withLine)) struct WaitingPageTests {
        @Test func `Whoever waits is let in by the page itself, where the address led`()
            async throws
        {
            let pool = try TestPool.running
            try await pool.browse { browser in
                let entries = "return history.length"
                var before = ""
                try await pool.whileFull {
                    try await browser.open("https://app.example/a/b?q=1#part")
                    before = try await browser.run(entries)
                    #expect(try await browser.title == "Nobody is ahead of you")
                    try await browser.await(words: "Nobody can tell yet how long this will take")
                    // Once more, by itself.
                    let first = try await browser.address
                    try await until("the page goes on") { try await browser.address != first }
                    #expect(try await browser.title == "Nobody is ahead of you")
                    try await browser.screenshot("waiting")
                }
                try await browser.await(seen: "/a/b?q=1, visit 1")
                let site = try await browser.text("#site")
                #expect(try await browser.address == "https://\(site)/a/b?q=1#part")
                #expect(try await browser.run(entries) == before, "a retry is no step back")
            }
        }

        @Test func `Without scripts the page goes on, too`() async throws {
            let pool = try TestPool.running
            try await pool.browse { browser in
                try await pool.whileFull {
                    try await browser.tell(
                        "Emulation.setScriptExecutionDisabled", ["value": true])
                    try await browser.open("https://app.example/a/b?q=1")
                    let first = try await browser.address
                    try await until("the page goes on") { try await browser.address != first }
                    #expect(try await browser.title == "Nobody is ahead of you")
                }
                try await until("the session begins") {
                    do {
                        return try await browser.text("#target") == "/a/b?q=1"
                    } catch is WebDriver.Refusal {
                        return false
                    }
                }
            }
        }

        @Test func `A form is said to be lost, and its page waits all the same`() async throws {
            let pool = try TestPool.running
            try await pool.browse { browser in
                try await browser.open("https://app.example/form")
                try await browser.expireSession()
                try await pool.whileFull {
                    try await browser.click("#send")
                    try await browser.await(words: "What you sent was not stored.")
                    try await browser.screenshot("waiting-after-form")
                }
                try await browser.await(seen: "/form, visit 1")
            }
        }

        @Test func `A request by script waits at the page's own Site, and is executed at its turn`()
            async throws
        {
            let pool = try TestPool.running
            try await pool.browse { browser in
                try await browser.open("https://app.example/line")
                try await browser.expireSession()
                try await pool.whileFull {
                    // The page had a fresh marker in its address.
                    let told = try await browser.run(
                        """
                        window.told = [];
                        addEventListener("distrib-waiting", ({ detail }) => told.push(detail
                          ? [detail.ahead, detail.called].join(" ") : "over"));
                        window.answer = distrib.fetch("/echo/x?q=1", { method: "POST", body: "abc" });
                        while (told.length < 2) await new Promise((done) => setTimeout(done, 50));
                        return told.join("\\n");
                        """)
                    #expect(told == "0 false\n0 false")
                }
                let answer = try await browser.run("return (await answer).text()")
                #expect(answer.contains("uri: /echo/x?q=1"))
                #expect(answer.contains("body: 3 bytes"))
                #expect(answer.contains("visits: 1"))
                #expect(try await browser.run("return told.at(-1)") == "over")
            }
        }

        @Test func `What a page carries waits with it`() async throws {
            let pool = try TestPool.running
            try await pool.browse { browser in
                try await browser.open("https://app.example/work")
                // The first request takes the marker of the page's address.
                #expect(
                    try await browser.run("return (await distrib.fetch('/echo')).status") == "200")
                try await browser.expireSession()
                try await pool.whileFull {
                    let left = try await browser.run(
                        """
                        try {
                          return await distrib.fetch("/echo/saved", { method: "POST", body: "abc" });
                        } catch (error) {
                          return `${error.name} ${await distrib.begin(error, { draft: "“é”" })}`;
                        }
                        """)
                    #expect(left == "SessionOver true")
                    try await browser.await(words: "You are in line")
                }
                try await browser.await(seen: "/work, visit 1")
                let arrived = try await browser.run(
                    "return [distrib.kept.work.draft, distrib.kept.request.method, document.cookie].join(' ')"
                )
                #expect(arrived.hasPrefix("“é” POST"))
                #expect(!arrived.contains("DistribKept"))
            }
        }
    }
}
