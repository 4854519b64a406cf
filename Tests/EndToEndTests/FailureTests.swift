import Foundation
import RealPrograms
import SystemPackage
import Testing

extension EndToEnd {
    /// Expired sessions, busy Sites, a dead component.
    @Suite struct FailureTests {
        @Test(arguments: Wiring.allCases)
        func `An expired session is handed back once and ends in a new one`(
            wiring: Wiring
        ) async throws {
            try await Site.run(Site.Options(wiring: wiring)) { site in
                let old = try site.session()
                _ = try site.ask("/expire", cookie: old)

                let handBack = site.abilities.handBack
                var unbound = try site.ask("/echo", cookie: old)
                if handBack == .undecided {
                    expectReturn(unbound, to: "/echo")
                    unbound = try site.ask("/echo")
                }
                #expect(unbound.status == 302)
                #expect(unbound.decision == "redistribution")
                #expect(unbound.location == "http://americas.app.com/echo")

                let body = Array("name=value".utf8)
                func post(_ cookie: String?) throws -> HTTPAnswer {
                    try site.ask(
                        HTTPRequest(
                            "POST", host: "boston.app.com", "/echo/Distrib=\(now())",
                            cookie: cookie, body: body))
                }
                var begun = try post(old)
                if handBack != .atOnce {
                    let start = handBack == .undecided ? "" : "http://boston.app.com"
                    expectReturn(begun, to: "\(start)/echo/Distrib=NOW")
                    #expect(begun.decision == (handBack == .byReturn ? "hand-back" : nil))
                    begun = try post(nil)
                }
                #expect(begun.status == 200)
                #expect(begun.decision == "start")
                #expect(begun.echo("word") == "start")
                #expect(begun.echo("visits") == "1")
                #expect(begun.echo("uri") == "/echo")
                #expect(begun.echo("body")?.hasPrefix("10 bytes") == true)
                #expect(begun.session != nil && begun.session != old)
            }
        }

        @Test(arguments: Wiring.allCases)
        func `Clients cannot forge the word that begins a session`(
            wiring: Wiring
        ) async throws {
            try await Site.run(Site.Options(wiring: wiring)) { site in
                let session = try site.session()
                for name in [
                    "X-Distrib-Session", "x-distrib-session", "X_Distrib_Session",
                    "X-Distrib_Session", "X_Distrib-Session", "X.Distrib.Session",
                    "X-Distrib.Session", "X-Distrib-Down",
                ] {
                    let value = name == "X-Distrib-Down" ? "1" : "direct"
                    let forged = [(name: name, value: value)]
                    let known = try site.ask(
                        HTTPRequest(
                            host: "boston.app.com", "/echo", cookie: session, fields: forged))
                    #expect(known.echo("word") == "none")
                    let unknown = try site.ask(
                        HTTPRequest(
                            host: "boston.app.com", "/echo",
                            cookie: "SID=made-up; DistribSite=boston.app.com", fields: forged))
                    if site.abilities.handBack == .undecided {
                        expectReturn(unknown, to: "/echo")
                    } else {
                        #expect(unknown.decision == "redistribution")
                    }
                    let new = try site.ask(
                        HTTPRequest(
                            host: "boston.app.com", "/echo/Distrib=\(now())", fields: forged))
                    #expect(new.echo("word") == "start")
                }
            }
        }

        @Test(arguments: Wiring.allCases)
        func `A busy Site sends on, and shows the page where all are busy`(wiring: Wiring)
            async throws
        {
            try await Site.run(Site.Options(wiring: wiring)) { site in
                try await site.drain()
                let on = try site.ask("/echo/Distrib=\(now())")
                #expect(on.status == 302)
                #expect(on.decision == "overflow")
                #expect(
                    on.location?.hasPrefix("http://chicago.app.com/echo/Distrib=boston.app.com+")
                        == true)

                let page = try site.ask("/echo/Distrib=chicago.app.com+\(now())?q=1")
                #expect(page.status == 503)
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

        /// Whether a rule looks at Accept-Language, too, or nothing but the page.
        @Test(arguments: Wiring.allCases)
        func `The page is in the client's language`(wiring: Wiring) async throws {
            for rule in ["{ client: 192.0.2.0/24 }", "{ language: [fi] }"] {
                try await Site.run(Site.Options(wiring: wiring, rule: rule)) { site in
                    try await site.drain()
                    let page = try site.ask(
                        HTTPRequest(
                            host: "boston.app.com", "/echo/Distrib=chicago.app.com+\(now())",
                            fields: [("Accept-Language", "sv, pl;q=0.9, en;q=0.3")]))
                    #expect(page["Content-Language"] == "pl")
                    #expect(page["Vary"]?.contains("Accept-Language") == true)
                    #expect(page.text.contains("spróbuje ponownie za 10 sekund."))
                }
            }
        }

        @Test(arguments: Wiring.allCases)
        func `The page may be of any size`(wiring: Wiring) async throws {
            try await FilePath.temporary { directory in
                let file = "\(directory)/busy.html"
                let page = String(repeating: "<p>busy {{retry_url}}</p>\n", count: 1000)
                try page.write(toFile: file, atomically: false, encoding: .utf8)
                let keys = "    busy_page: { template: \(file) }\n"
                try await Site.run(Site.Options(wiring: wiring, poolKeys: keys)) { site in
                    try await site.drain()
                    let answer = try site.ask("/echo/Distrib=chicago.app.com+\(now())")
                    #expect(answer.status == 503)
                    #expect(
                        answer.text
                            == page.replacingOccurrences(
                                of: "{{retry_url}}", with: "http://americas.app.com/echo"))
                }
            }
        }

        @Test(arguments: Wiring.allCases)
        func `The page may be a 200, and JSON`(wiring: Wiring) async throws {
            let keys = "    busy_page: { status: 200, retry_after: 7s }\n"
            try await Site.run(Site.Options(wiring: wiring, poolKeys: keys)) { site in
                try await site.drain()
                let target = "/echo/Distrib=chicago.app.com+\(now())"
                let page = try site.ask(target)
                #expect(page.status == site.abilities.busyStatus ?? 200)
                #expect(page["Retry-After"] == "7")
                #expect(page["Content-Type"] == "text/html; charset=utf-8")
                // Nothing was done, whatever the page says.
                let problem = try site.ask(
                    HTTPRequest(
                        "POST", host: "boston.app.com", target,
                        fields: [("Accept", "application/json")], body: [1, 2, 3]))
                #expect(problem.status == 503)
                #expect(problem["Content-Type"] == "application/problem+json")
            }
        }

        @Test(arguments: Wiring.allCases)
        func `Without the component, the application answers`(wiring: Wiring) async throws {
            try await Site.run(Site.Options(wiring: wiring)) { site in
                let session = try site.session()
                _ = try site.ask("/expire", cookie: session)
                try await site.killComponent()
                let target = "/echo/Distrib=1?q=%2F"
                // Sessions begin under this Site's own Name, where they are looked for later.
                for host in ["geneva.app.com", "app.com:8080"] {
                    let led = try site.ask(
                        HTTPRequest("POST", host: host, target, body: [1, 2, 3]))
                    #expect(led.status == 307, "\(host)")
                    let port = host.hasSuffix(":8080") ? ":8080" : ""
                    #expect(led.location == "http://boston.app.com\(port)\(target)", "\(host)")
                    #expect(led.session == nil, "\(host)")
                }
                for cookie in [nil, session] {
                    var request = HTTPRequest(
                        "POST", host: "boston.app.com", target, cookie: cookie, body: [1, 2, 3])
                    var answer = try site.ask(request)
                    if cookie != nil, site.abilities.handBack != .atOnce {
                        expectReturn(answer, to: site.abilities.returnWhenDown + target)
                        request.fields = []
                        answer = try site.ask(request)
                    }
                    if site.abilities.returnsWhenDown, answer.status == 307 {
                        #expect(answer.location == target)
                        answer = try site.ask(request)
                    }
                    #expect(answer.status == 200)
                    #expect(answer.decision == "direct")
                    #expect(answer.echo("word") == "direct")
                    #expect(answer.echo("uri") == "/echo?q=%2F")
                    #expect(answer.echo("body")?.hasPrefix("3 bytes") == true)
                    #expect(answer.session != nil)
                }
                #expect(try site.ask("/distrib/health").status == 200)
                #expect(try site.ask("/distrib/ready").status == 503)
            }
        }

        @Test(arguments: Wiring.allCases)
        func `Without the component, closed means 503`(wiring: Wiring) async throws {
            try await Site.run(Site.Options(wiring: wiring, failsClosed: true)) { site in
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

        @Test(arguments: Wiring.allCases)
        func `Closed, an ended session waits for the component`(wiring: Wiring) async throws {
            try await Site.run(Site.Options(wiring: wiring, failsClosed: true)) { site in
                let session = try site.session()
                _ = try site.ask("/expire", cookie: session)
                try await site.killComponent()
                var answer = try site.ask("/echo", cookie: session)
                if site.abilities.handBack == .undecided {
                    expectReturn(answer, to: "/echo")
                    answer = try site.ask("/echo")
                }
                #expect(answer.status == 503)
                #expect(answer["Retry-After"] == "10")
                #expect(answer.all("Set-Cookie") == [])
            }
        }

        /// The client is to come again with the same request, but without its cookie.
        private func expectReturn(_ answer: HTTPAnswer, _ status: Int = 307, to location: String) {
            #expect(answer.status == status)
            #expect(answer.all("Set-Cookie") == ["SID=; Max-Age=0; Path=/"])
            #expect(answer.location?.withoutTimestamp == location)
        }
    }
}
