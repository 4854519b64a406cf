import RealPrograms
import Testing

extension TestPool.Options {
    /// HTTPS, and all that conf-examples/browser needs.
    static var forBrowsers: Self {
        Self(
            scheme: "https", acceptsSubNames: true,
            poolKeys: "    busy_page: { retry_after: 3s }\n", application: .scripted)
    }
}

extension TestPoolTests {
    /// What a person with a browser does.
    @Suite(.serialized, .testPool(.forBrowsers)) struct BrowserTests {
        @Test func `A session: links, a form, a request by script`() async throws {
            let pool = try TestPool.running
            try await pool.browse { browser in
                try await browser.open("https://app.example/a/b?q=1")
                let site = try await browser.text("#site")
                #expect(try await browser.address == "https://\(site)/a/b?q=1")
                try await browser.await(seen: "/a/b?q=1, visit 1")
                try await browser.screenshot("session")

                for (link, seen) in [
                    ("relative", "/a/relative?q=1, visit 2"), ("up", "/up, visit 3"),
                    ("query", "/up?page=2, visit 4"), ("again", "/up?page=2, visit 5"),
                    ("odd", "/a%2Fb/x%20y;p=1?q=1&z=%2F, visit 6"),
                ] {
                    try await browser.click("#\(link)")
                    try await browser.await(seen: seen)
                }

                try await browser.type("Grüße & <b>", into: "#text")
                try await browser.click("#send")
                try await browser.await(seen: "/a%2Fb/x%20y;p=1?q=1&z=%2F, visit 7")
                #expect(try await browser.text("#received") == "text=Gr%C3%BC%C3%9Fe+%26+%3Cb%3E")
                try await browser.screenshot("form")

                try await browser.click("#ask")
                try await until("the page's own request is answered") {
                    try await browser.text("#told").contains("visits: 8")
                }
                let cookies = try await browser.cookies
                #expect(cookies.first { $0.name == "SID" }?.domain == site)
                let group = cookies.first { $0.name == "DistribGroup" }
                #expect(group?.domain == ".app.example")
                #expect(group?.secure == true)
            }
        }

        @Test func `The address bar loses every marker, and nothing else`() async throws {
            let signature = String(repeating: "A", count: 22)
            try await TestPool.running.browseInSession(at: "boston.app.example", "/first") {
                browser in
                for (target, shown) in [
                    ("/a/Distrib=1", "/a"), ("/DISTRIB=1", "/"), ("/a//Distrib=1", "/a/"),
                    ("/a/Distrib=1/", "/a/"), ("/Distrib=1/", "/"), ("/Distrib=1/b", "/b"),
                    ("//app.example/Distrib=1", "//app.example"), ("//b/Distrib=1/", "//b/"),
                    ("/a/Distrib=b.example:8443+c+1?q=1#part", "/a?q=1#part"),
                    ("/a/Distrib=1.k1.\(signature)", "/a"), ("/a/Distrib=1/Distrib=2", "/a"),
                    ("/a/distrib%3d1/b/Distrib=2/c", "/a/b/c"), ("/a%2Fb?", "/a%2Fb?"),
                    ("/a/Distrib=foo", "/a"), ("/a/Distrib=", "/a"), ("/a/Distrib=1?", "/a?"),
                    ("/a/xDistrib=1", "/a/xDistrib=1"), ("/a/Distrib", "/a/Distrib"),
                    ("/a?Distrib=1&q", "/a?Distrib=1&q"),
                ] {
                    try await browser.open("https://boston.app.example\(target)")
                    #expect(
                        try await browser.address == "https://boston.app.example\(shown)",
                        "\(target)")
                }
            }
        }

        @Test func `A session that ended: the page's own request begins another one`() async throws
        {
            let pool = try TestPool.running
            try await pool.browse { browser in
                try await browser.open("https://app.example/a")
                try await browser.click("#again")
                try await browser.await(seen: "/a, visit 2")
                #expect(try await browser.run("return (await fetch('/expire')).status") == "200")
                try await browser.click("#ask")
                try await browser.await(seen: "/a, visit 1")
            }
        }

        @Test func `All Sites are busy; then one is free, and the page lets the person in`()
            async throws
        {
            let pool = try TestPool.running
            try await pool.browse { browser in
                try await pool.while(busy: ["chicago", "geneva"]) {
                    let entries = "return history.length"
                    var before = ""
                    try await pool.while(busy: ["boston"]) {
                        try await browser.open("https://app.example/a/b?q=1#part")
                        before = try await browser.run(entries)
                        // Its Group has Boston and Chicago; nobody asked Geneva.
                        #expect(try await browser.title == "We are too busy here")
                        try await browser.screenshot("busy")
                    }
                    try await browser.await(seen: "/a/b?q=1, visit 1")
                    #expect(try await browser.address == "https://boston.app.example/a/b?q=1#part")
                    #expect(try await browser.run(entries) == before, "a retry is no step back")
                }
            }
        }
    }
}

extension Browser {
    /// Until the application says that it saw this, as in "/a?q=1, visit 2".
    func await(seen expected: String) async throws {
        var seen: String?
        try await until("the application sees \(expected)") {
            do {
                seen = "\(try await text("#target")), visit \(try await text("#visits"))"
            } catch is WebDriver.Refusal {
                seen = nil
            }
            return seen == expected
        } otherwise: {
            "It saw \(seen ?? "nothing")."
        }
    }

    /// Until the page, or an error page of the browser's own, says so.
    func await(words: String) async throws {
        try await until("the page says “\(words)”") {
            do {
                return try await text().contains(words)
            } catch is WebDriver.Refusal {
                return false
            }
        }
    }
}
