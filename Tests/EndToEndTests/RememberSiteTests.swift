import RealPrograms
import Testing

extension EndToEnd {
    /// `remember_site`: which requests are of a session here, whatever cookies browsers send to which name.
    @Suite struct RememberSiteTests {
        private static let siteCookie =
            "DistribSite=boston.app.com; Domain=app.com; Path=/; HttpOnly; SameSite=Lax"

        @Test(arguments: Wiring.allCases)
        func `A session is here only under this Site's Name, with both cookies`(wiring: Wiring)
            async throws
        {
            try await Site.run(Site.Options(wiring: wiring)) { site in
                let begun = try site.ask("/echo/Distrib=\(now())")
                #expect(begun.all("Set-Cookie").contains(Self.siteCookie))
                let session = try #require(begun.cookie("SID"))
                let here = "DistribSite=boston.app.com"
                var visits = 1
                for (cookies, isHere) in [
                    ("\(session); \(here)", true), ("\(here); x=y; \(session)", true),
                    // A proxy in front may join lines of cookies by commas, and quote values.
                    ("\(here), x=y; \(session)", true), ("x=y, \(here); \(session)", true),
                    ("DistribSite=\"boston.app.com\"; \(session)", true),
                    ("x=DistribSite=boston.app.com; \(session)", false),
                    (session, false), (here, false),
                    ("\(session); DistribSite=chicago.app.com", false),
                    ("\(session); DistribSite=boston.app.com.evil.example", false),
                    ("\(session); xDistribSite=boston.app.com", false),
                    ("\(session); distribsite=boston.app.com", false),
                    ("\(session); DistribSite=", false), ("SID=; \(here)", false),
                    ("SID=\"\"; \(here)", false), ("sid=x; \(here)", false),
                ] {
                    let answer = try site.ask("/echo", cookie: cookies)
                    if isHere { visits += 1 }
                    #expect(
                        answer.echo("visits") == (isHere ? "\(visits)" : nil), "\(cookies)")
                    if !isHere { #expect(answer.decision == "redistribution", "\(cookies)") }
                }
                // Cookies for the whole domain reach every Site, under all names.
                for (host, decision) in [
                    ("app.com", "return"), ("americas.app.com", "return"),
                    ("geneva.app.com", "failover"), ("alias.example", "lockdown"),
                ] {
                    let answer = try site.ask("/echo", host: host, cookie: "\(session); \(here)")
                    #expect(answer.decision == decision, "\(host)")
                    #expect(
                        answer.location?.withoutTimestamp
                            == "http://boston.app.com/echo/Distrib=NOW", "\(host)")
                }
            }
        }

        @Test(arguments: Wiring.allCases)
        func `Without remember_site, the session cookie alone says so`(
            wiring: Wiring
        ) async throws {
            try await Site.run(Site.Options(wiring: wiring, remembersSite: false)) { site in
                let begun = try site.ask("/echo/Distrib=\(now())")
                #expect(begun.cookie("DistribSite") == nil)
                let session = try #require(begun.cookie("SID"))
                #expect(try site.ask("/echo", cookie: session).echo("visits") == "2")
            }
        }

        @Test(arguments: Wiring.allCases)
        func `Sessions that begin while the component is down stay where they are`(
            wiring: Wiring
        ) async throws {
            try await Site.run(Site.Options(wiring: wiring)) { site in
                try await site.killComponent()
                let led = try site.ask("/echo?q=1", host: "app.com", cookie: "SID=another")
                #expect(led.status == 307)
                #expect(led.location == "http://boston.app.com/echo?q=1")
                var begun = try site.ask("/echo?q=1")
                if site.abilities.returnsWhenDown, begun.status == 307 {
                    begun = try site.ask("/echo?q=1")
                }
                #expect(begun.decision == "direct")
                #expect(begun.all("Set-Cookie").contains(Self.siteCookie))
                let cookies = try ["SID", "DistribSite"].map { try #require(begun.cookie($0)) }
                let again = try site.ask("/echo", cookie: cookies.joined(separator: "; "))
                #expect(again.echo("visits") == "2")
            }
        }
    }
}
