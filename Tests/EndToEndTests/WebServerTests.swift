import Foundation
import RealPrograms
import Testing

extension EndToEnd {
    /// Decisions and sessions through every web server, with both kinds of applications.
    @Suite struct WebServerTests {
        @Test(arguments: Wiring.allCases)
        func `A client is bound to the Site and stays there`(wiring: Wiring) async throws {
            try await Site.run(Site.Options(wiring: wiring)) { site in
                let bound = try site.ask("/echo?q=1", host: "app.com:8080")
                let marker = try #require(bound.location?.split(separator: "=").dropFirst().first)
                    .prefix { $0.isNumber }
                #expect(bound.status == 302)
                #expect(bound.location == "http://boston.app.com:8080/echo/Distrib=\(marker)?q=1")
                #expect(bound.decision == "lockdown")
                #expect(bound["Cache-Control"] == "no-store")

                let target = "/echo/Distrib=\(marker)?q=1"
                let begun = try site.ask(target)
                #expect(begun.status == 200)
                #expect(begun.decision == "start")
                #expect(begun.echo("word") == "start")
                #expect(begun.echo("user") == "none")
                #expect(begun["X-Seen-Country"] == nil)
                #expect(begun.echo("uri") == "/echo?q=1")

                // A reload of the address bar, marker and all.
                let again = try site.ask(target, cookie: begun.session)
                #expect(again.status == 200)
                #expect(again.decision == nil)
                #expect(again.echo("word") == "none")
                #expect(again.echo("uri") == "/echo?q=1")
                #expect(again.echo("visits") == "2")
            }
        }

        @Test(arguments: Wiring.allCases)
        func `Bookmarks, other names and absent names lead where the table says`(wiring: Wiring)
            async throws
        {
            try await Site.run(Site.Options(wiring: wiring)) { site in
                for (host, target, decision, location) in [
                    ("boston.app.com", "/a?", "redistribution", "http://americas.app.com/a?"),
                    ("BOSTON.app.com.", "/a", "redistribution", "http://americas.app.com/a"),
                    (
                        "boston.app.com", "/a/Distrib=1000000000", "redistribution",
                        "http://americas.app.com/a/Distrib=1000000000"
                    ),
                    ("geneva.app.com", "/a", "failover", "http://boston.app.com/a/Distrib=NOW"),
                    ("americas.app.com", "/", "lockdown", "http://boston.app.com/Distrib=NOW/"),
                    ("alias.example", "/", "lockdown", "http://boston.app.com/Distrib=NOW/"),
                ] {
                    let answer = try site.ask(target, host: host)
                    #expect(answer.status == 302, "\(host)\(target)")
                    #expect(answer.decision == decision, "\(host)\(target)")
                    #expect(
                        answer.location?.withoutTimestamp == location.withoutTimestamp,
                        "\(host)\(target)")
                }
            }
        }

        @Test(arguments: Wiring.allCases)
        func `The proper Group is remembered, beside the application's cookie`(wiring: Wiring)
            async throws
        {
            try await Site.run(Site.Options(wiring: wiring)) { site in
                let wrong = try site.ask(
                    HTTPRequest(
                        host: "app.com", "/", fields: [("Accept-Language", "de-CH, en;q=0.5")]))
                #expect(wrong.location == "http://europe.app.com/")
                #expect(wrong.decision == "wrong-group")

                let bound = try site.ask("/echo", host: "app.com")
                let request = HTTPRequest(host: "boston.app.com", "/echo/Distrib=\(now())")
                // Where the client comes again, it gets the cookie before.
                let first = try request.ask(.port(site.files.web.number))
                let begun = try site.ask(request)
                let cookie =
                    "DistribGroup=americas.app.com; Domain=app.com; Max-Age=2592000; Path=/; HttpOnly; SameSite=Lax"
                #expect(bound.all("Set-Cookie") == [cookie])
                #expect(first.all("Set-Cookie").filter { $0.hasPrefix("DistribGroup") } == [cookie])
                #expect(begun.session != nil)
                #expect(begun.all("Content-Type") == ["text/plain"])
                #expect(begun.all("Cache-Control") == ["no-store"])
            }
        }

        @Test(arguments: Wiring.allCases)
        func `HEAD gets the fields of GET and no body`(wiring: Wiring) async throws {
            try await Site.run(Site.Options(wiring: wiring)) { site in
                for target in ["/echo", "/echo/Distrib=\(now())"] {
                    let get = try site.ask(HTTPRequest(host: "boston.app.com", target))
                    let head = try site.ask(HTTPRequest("HEAD", host: "boston.app.com", target))
                    #expect(head.status == get.status)
                    #expect(head.location == get.location)
                    #expect(head.decision == get.decision)
                    #expect(head.body.isEmpty)
                    #expect((head.session == nil) == (get.session == nil))
                }
            }
        }

        @Test(arguments: Wiring.allCases)
        func `Assets and preflights go past the component`(wiring: Wiring) async throws {
            try await Site.run(Site.Options(wiring: wiring)) { site in
                let preflight = try site.ask(HTTPRequest("OPTIONS", host: "app.com", "/echo"))
                #expect(preflight.status == 204)
                let asset = try site.ask("/static/style.css", host: "geneva.app.com")
                #expect(asset.status == 200)
                #expect(asset["Content-Type"] == "text/css; charset=utf-8")
                for answer in [preflight, asset] {
                    #expect(answer.all("Set-Cookie") == [])
                    #expect(answer.decision == nil)
                }
            }
        }

        @Test(arguments: Wiring.allCases)
        func `Rules see the client's country`(wiring: Wiring) async throws {
            let options = Site.Options(
                wiring: wiring, rule: "{ country: [CH] }", takesCountry: true)
            try await Site.run(options) { site in
                for (country, location) in [
                    ("CH", "http://europe.app.com/a"),
                    ("US", "http://boston.app.com/a/Distrib=NOW"),
                    ("CH, US", "http://boston.app.com/a/Distrib=NOW"),
                ] {
                    let answer = try site.ask(
                        HTTPRequest(host: "app.com", "/a", fields: [("X-Country", country)]))
                    #expect(answer.location?.withoutTimestamp == location, "\(country)")
                }
            }
        }

        @Test(arguments: Wiring.allCases)
        func `Rules see type and length of the body`(wiring: Wiring) async throws {
            let rule = "{ header: { Content-Type: \"application/json*\", Content-Length: 2 } }"
            try await Site.run(Site.Options(wiring: wiring, rule: rule)) { site in
                for (type, body, decision) in [
                    ("application/json; charset=utf-8", "{}", "wrong-group"),
                    ("text/plain", "{}", "lockdown"), ("application/json", "[1]", "lockdown"),
                ] {
                    let answer = try site.ask(
                        HTTPRequest(
                            "POST", host: "app.com", "/a", fields: [("Content-Type", type)],
                            body: Array(body.utf8)))
                    #expect(answer.decision == decision, "\(type), \(body)")
                }
            }
        }

        @Test(arguments: Wiring.logging)
        func `The log says way and decision`(wiring: Wiring) async throws {
            try await Site.run(Site.Options(wiring: wiring)) { site in
                _ = try site.ask("/one")
                _ = try site.ask("/two/Distrib=\(now())")
                _ = try site.ask("/three", cookie: try site.session())
                for (path, way, decision, location) in [
                    ("/one", "distrib", "redistribution", "http://americas.app.com/one"),
                    ("/two", "distrib", "start", "-"), ("/three", "session", "", "-"),
                ] {
                    // nginx names locations, and a dash is Apache's word for an empty value.
                    let part = "way=\(way) decision=\"\(decision)\" location=\"\(location)\""
                    try await until("\(path) logged with \(part)") {
                        try site.accessLog.replacingOccurrences(of: "way=@", with: "way=")
                            .replacingOccurrences(of: "decision=\"-\"", with: "decision=\"\"")
                            .split(separator: "\n")
                            .contains { $0.contains("\"GET \(path)") && $0.contains(part) }
                    } otherwise: {
                        (try? site.accessLog) ?? "no log"
                    }
                }
            }
        }
    }
}
