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
    }
}
