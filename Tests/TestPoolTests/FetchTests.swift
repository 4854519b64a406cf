import RealPrograms
import Testing

extension TestPoolTests {
    /// Pages whose scripts ask the application: what the component tells them, and what distrib-fetch.js
    /// in conf-examples/browser makes of it.
    @Suite(.serialized, .testPool(.forBrowsers)) struct FetchTests {
        @Test func `A script is told where the page has to go, and is not redirected`() async throws
        {
            try await TestPool.running.browseInSession(at: "boston.app.example", "/told") {
                browser in
                try await browser.expireSession()
                let told = try await browser.run(
                    """
                    const answer = await fetch("/echo/x?q=1", { method: "POST", body: "lost" });
                    const problem = await answer.json();
                    const { headers } = answer;
                    return [answer.status, headers.get("Content-Type"), problem.decision,
                      problem.location, headers.get("X-Distrib-Location")].join("\\n");
                    """)
                #expect(
                    told == """
                        503
                        application/problem+json
                        redistribution
                        https://americas.app.example/echo/x?q=1
                        https://americas.app.example/echo/x?q=1
                        """)
            }
        }

        @Test
        func `A POST whose session has ended arrives at the next one, with the work beside it`()
            async throws
        {
            try await TestPool.running.browseInSession(at: "boston.app.example", "/work") {
                browser in
                try await browser.ask()
                try await browser.expireSession()
                let left = try await browser.run(
                    """
                    location.hash = "#part";
                    try {
                      const body = new Blob(["name=Z\\u00fcrich"]);
                      return await distrib.fetch("/echo/saved?q=1", { method: "POST", body });
                    } catch (error) {
                      const leaves = await distrib.begin(error, { draft: "“é”" });
                      return `${error.name} ${error.mayBeDone} ${leaves}`;
                    }
                    """)
                #expect(left == "SessionOver false true")
                try await browser.await(seen: "/work, visit 1")
                let arrived = try await browser.run(
                    """
                    const { work, request } = distrib.kept;
                    const answer = await distrib.fetch(request.url, request);
                    const shown = location.pathname + location.hash;
                    return [shown, work.draft, request.method, await answer.text()].join("\\n");
                    """)
                let lines = arrived.split(separator: "\n").map(String.init)
                #expect(lines.prefix(3) == ["/work#part", "“é”", "POST"])
                #expect(lines.contains("method: POST"))
                #expect(lines.contains("uri: /echo/saved?q=1"))
                #expect(lines.contains("visits: 2"))
                #expect(lines.contains { $0.hasPrefix("body: 12 bytes") })

                try await browser.reload()
                #expect(try await browser.run("return distrib.kept") == "null")
            }
        }

        @Test func `What a stranger's link carries is thrown away`() async throws {
            try await TestPool.running.browseInSession(at: "boston.app.example", "/first") {
                browser in
                try await browser.open(
                    "https://boston.app.example/a#distrib=1-2-3-4."
                        + "%7B%22work%22%3A1%2C%22hash%22%3A%22%23x%22%7D")
                try await browser.await(seen: "/a, visit 2")
                #expect(try await browser.run("return distrib.kept") == "null")
                #expect(try await browser.address == "https://boston.app.example/a#x")
            }
        }

        @Test func `Requests of a page that came without a session begin one, and no more`()
            async throws
        {
            try await TestPool.running.browseInSession(at: "boston.app.example", "/shell") {
                browser in
                try await browser.expireSession()
                // The page had a fresh marker in its address.
                let seen = try await browser.run(
                    """
                    const asked = ["/echo/a", "/echo/b?q", "/echo/c/"].map((path) => distrib.fetch(path));
                    const texts = await Promise.all(asked.map(async (answer) => (await answer).text()));
                    return texts.map((text) => text.match(/^(uri|visits): .*$/gm).join(" ")).join("\\n");
                    """)
                let lines = seen.split(separator: "\n").map(String.init)
                #expect(lines.first == "uri: /echo/a visits: 1")
                #expect(
                    Set(lines.dropFirst().map { $0.split(separator: " ")[1] })
                        == ["/echo/b?q", "/echo/c/"])
                #expect(
                    Set(lines.dropFirst().map { $0.split(separator: " ").last }) == ["2", "3"])
            }
        }

        @Test func `A request that waits in line tells the page, and is executed at its turn`()
            async throws
        {
            try await TestPool.running.browseInSession(at: "boston.app.example", "/line") {
                browser in
                try await browser.ask()
                let seen = try await browser.run(
                    """
                    \(Line.stub)
                    const seen = [];
                    addEventListener("distrib-waiting", ({ detail }) => seen.push(detail
                      ? [detail.ahead, detail.called, detail.expectedAt?.toISOString(), detail.request.method].join(" ")
                      : "over"));
                    line([12, false, "2026-11-27T14:02:28Z"], [0, false, null], [0, true, null]);
                    const answer = await distrib.fetch("/echo/x?q=1", { method: "POST", body: "abc" });
                    seen.push(await answer.text(), ...asked);
                    return seen.join("\\n");
                    """)
                #expect(
                    seen.hasPrefix(
                        """
                        12 false 2026-11-27T14:02:28.000Z POST
                        0 false  POST
                        0 true  POST
                        over

                        """))
                #expect(seen.contains("\nbody: 3 bytes"))
                #expect(
                    seen.hasSuffix(
                        """
                        POST /echo/x?q=1 abc
                        POST /echo/x/Distrib=0?q=1 abc
                        POST /echo/x/Distrib=1?q=1 abc
                        POST /echo/x/Distrib=2?q=1 abc
                        """))
            }
        }

        @Test func `Whoever waits may give up; a place at another host is for the page`()
            async throws
        {
            try await TestPool.running.browseInSession(at: "boston.app.example", "/line") {
                browser in
                try await browser.ask()
                let seen = try await browser.run(
                    """
                    \(Line.stub)
                    const seen = [];
                    const given = new AbortController();
                    addEventListener("distrib-waiting", ({ detail }) => {
                      seen.push(detail ? detail.ahead : "over");
                      given.abort();
                    });
                    line([12, false, null]);
                    const { signal } = given;
                    await distrib.fetch("/echo/x", { signal }).catch(({ name }) => seen.push(name));
                    host = "https://chicago.app.example";
                    line([12, false, null]);
                    await distrib.fetch("/echo/x").catch(({ name, where, mayBeDone }) =>
                      seen.push([name, where, mayBeDone].join(" ")));
                    return seen.join("\\n");
                    """)
                #expect(
                    seen == """
                        12
                        over
                        AbortError
                        SessionOver https://chicago.app.example/echo/x/Distrib=0 false
                        """)
            }
        }

        @Test func `While all Sites are busy, the request waits for one that is free`() async throws
        {
            let pool = try TestPool.running
            try await pool.browseInSession(at: "boston.app.example", "/busy") { browser in
                try await browser.ask()
                try await browser.expireSession()
                let last = "/echo/Distrib=boston.app.example+chicago.app.example+\(now())"
                try await pool.while(busy: ["boston"]) {
                    let busy = try await browser.run(
                        """
                        const answer = await fetch("\(last)", { method: "POST", body: "x" });
                        window.asked = distrib.fetch("\(last)", { method: "POST", body: "x" });
                        const { headers } = answer;
                        return [answer.status, headers.get("Retry-After"), headers.get("Content-Type"),
                          headers.get("X-Distrib-Decision")].join("\\n");
                        """)
                    #expect(busy == "503\n3\napplication/problem+json\nbusy")
                }
                let answer = try await browser.run("return (await asked).text()")
                #expect(answer.contains("body: 1 bytes"))
                #expect(answer.contains("visits: 1"))
            }
        }
    }
}

/// A waiting line without a crowd: the page's own `fetch` answers as the component would, and then the application.
private enum Line {
    static let stub = """
        const component = window.fetch;
        const asked = [];
        let host = location.origin;
        let turns = [];
        function line(...all) { turns = all.map((turn, index) => [...turn, index]); }
        window.fetch = async (resource, options) => {
          const url = new URL(resource, location.href);
          if (url.pathname === "/distrib/health") return component(resource, options);
          const body = options.body ? ` ${await options.body.text()}` : "";
          asked.push(`${options.method} ${url.pathname}${url.search}${body}`);
          const next = turns.shift();
          if (!next) return component(resource, options);
          const [ahead, called, expected_at, index] = next;
          const path = url.pathname.replace(/\\/Distrib=.*/, "");
          const retry_url = `${host}${path}/Distrib=${index}${url.search}`;
          return new Response(JSON.stringify({ ahead, called, expected_at, retry_url, retry_after: 1 }), {
            status: 503,
            headers: {
              "Content-Type": "application/problem+json", "X-Distrib-Decision": "waiting",
              "X-Distrib-Location": retry_url, "Retry-After": "1",
            },
          });
        };
        """
}

extension Browser {
    /// The application forgets it, and the browser keeps its cookie.
    func expireSession() async throws {
        let status = try await run("return (await fetch('/expire')).status")
        #expect(status == "200")
    }

    /// The marker of the page's address has done what it is for.
    fileprivate func ask() async throws {
        let status = try await run("return (await distrib.fetch('/echo')).status")
        #expect(status == "200")
    }
}
