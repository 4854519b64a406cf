import RealPrograms
import Testing

extension EndToEnd {
    /// Expired sessions, busy Sites, a dead component.
    @Suite struct FailureTests {
        @Test(arguments: Site.Application.allCases)
        func `An expired session is handed back once and ends in a new one`(
            kind: Site.Application
        ) async throws {
            try await Site.run(Site.Options(application: kind)) { site in
                let old = try site.session()
                _ = try site.ask("/expire", cookie: old)

                let unbound = try site.ask("/echo", cookie: old)
                #expect(unbound.status == 302)
                #expect(unbound.decision == "redistribution")
                #expect(unbound.location == "http://americas.app.com/echo")

                let body = Array("name=value".utf8)
                let begun = try site.ask(
                    HTTPRequest(
                        "POST", host: "boston.app.com", "/echo/Distrib=\(now())", cookie: old,
                        body: body))
                #expect(begun.status == 200)
                #expect(begun.decision == "start")
                #expect(begun.echo("word") == "start")
                #expect(begun.echo("visits") == "1")
                #expect(begun.echo("uri") == "/echo")
                #expect(begun.echo("body")?.hasPrefix("10 bytes") == true)
                #expect(begun.session != nil && begun.session != old)
            }
        }

        @Test(arguments: Site.Application.allCases)
        func `Clients cannot forge the word that begins a session`(
            kind: Site.Application
        ) async throws {
            try await Site.run(Site.Options(application: kind)) { site in
                let session = try site.session()
                for name in ["X-Distrib-Session", "x-distrib-session", "X_Distrib_Session"] {
                    let forged = [(name: name, value: "direct")]
                    let known = try site.ask(
                        HTTPRequest(
                            host: "boston.app.com", "/echo", cookie: session, fields: forged))
                    #expect(known.echo("word") == "none")
                    let unknown = try site.ask(
                        HTTPRequest(
                            host: "boston.app.com", "/echo", cookie: "SID=made-up", fields: forged))
                    #expect(unknown.decision == "redistribution")
                    let new = try site.ask(
                        HTTPRequest(
                            host: "boston.app.com", "/echo/Distrib=\(now())", fields: forged))
                    #expect(new.echo("word") == "start")
                }
            }
        }

        @Test func `A busy Site sends on, and shows the page where all are busy`() async throws {
            try await Site.run { site in
                try await site.drain()
                let on = try site.ask("/echo/Distrib=\(now())")
                #expect(on.status == 302)
                #expect(on.decision == "overflow")
                #expect(
                    on.location?.hasPrefix("http://chicago.app.com/echo/Distrib=boston.app.com+")
                        == true)

                let page = try site.ask("/echo/Distrib=chicago.app.com+\(now())?q=1")
                #expect(page.status == 200)
                #expect(page.decision == "busy")
                #expect(page["Retry-After"] == "10")
                #expect(page.text.contains("http://americas.app.com/echo?q=1\""))

                // Whoever has a session is not disturbed.
                try await site.drain(false)
                let session = try site.session()
                try await site.drain()
                #expect(try site.ask("/echo", cookie: session).echo("visits") == "2")
            }
        }

        @Test func `The page may be a 503, and JSON`() async throws {
            let keys = "    busy_page: { status: 503, retry_after: 7s }\n"
            try await Site.run(Site.Options(poolKeys: keys)) { site in
                try await site.drain()
                let target = "/echo/Distrib=chicago.app.com+\(now())"
                let page = try site.ask(target)
                #expect(page.status == 503)
                #expect(page["Retry-After"] == "7")
                #expect(page["Content-Type"] == "text/html; charset=utf-8")
                let problem = try site.ask(
                    HTTPRequest(
                        "POST", host: "boston.app.com", target,
                        fields: [("Accept", "application/json")], body: [1, 2, 3]))
                #expect(problem.status == 503)
                #expect(problem["Content-Type"] == "application/problem+json")
            }
        }

        @Test(arguments: Site.Application.allCases)
        func `Without the component, the application answers`(kind: Site.Application) async throws {
            try await Site.run(Site.Options(application: kind)) { site in
                let session = try site.session()
                _ = try site.ask("/expire", cookie: session)
                try await site.killComponent()
                let cookies: [String?] = [nil, session]
                for cookie in cookies {
                    let answer = try site.ask(
                        HTTPRequest(
                            "POST", host: "geneva.app.com", "/echo/Distrib=1", cookie: cookie,
                            body: [1, 2, 3]))
                    #expect(answer.status == 200)
                    #expect(answer.decision == "direct")
                    #expect(answer.echo("word") == "direct")
                    #expect(answer.echo("uri") == "/echo")
                    #expect(answer.echo("body")?.hasPrefix("3 bytes") == true)
                    #expect(answer.session != nil)
                }
                #expect(try site.ask("/distrib/health").status == 200)
                #expect(try site.ask("/distrib/ready").status == 503)
            }
        }

        @Test func `Without the component, closed means 503`() async throws {
            try await Site.run(Site.Options(whenDown: "@closed")) { site in
                let session = try site.session()
                try await site.killComponent()
                let answer = try site.ask("/echo")
                #expect(answer.status == 503)
                #expect(answer["Retry-After"] == "10")
                #expect(answer.session == nil)
                // Sessions go on.
                #expect(try site.ask("/echo", cookie: session).echo("visits") == "2")
                #expect(try site.ask("/distrib/health").status == 503)
                #expect(try site.ask("/distrib/ready").status == 503)
            }
        }
    }
}
