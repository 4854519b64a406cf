import RealPrograms
import Testing

extension EndToEnd {
    /// What only Apache's wirings have.
    @Suite struct ApacheTests {
        @Test(arguments: Wiring.apache)
        func `Clients do not reach Apache's own paths`(wiring: Wiring) async throws {
            try await Site.run(Site.Options(wiring: wiring)) { site in
                let session = try site.session()
                for path in ["", "/", "/up", "/again", "/closed", "/open", "/x?y"] {
                    for cookie in [nil, session] {
                        let answer = try site.ask("/.distrib\(path)", cookie: cookie)
                        #expect(answer.status == 404, "\(path)")
                        #expect(answer.decision == nil, "\(path)")
                    }
                }
                #expect(try site.ask("/.distribution", cookie: session).status == 200)
            }
        }

        @Test(arguments: Wiring.apache)
        func `Closed, an ended session waits for the component`(wiring: Wiring) async throws {
            try await Site.run(Site.Options(wiring: wiring, failsClosed: true)) { site in
                let session = try site.session()
                _ = try site.ask("/expire", cookie: session)
                try await site.killComponent()
                let answer = try site.ask("/echo", cookie: session)
                #expect(answer.status == 503)
                #expect(answer["Retry-After"] == "10")
                #expect(answer.all("Set-Cookie") == [])
            }
        }
    }
}
