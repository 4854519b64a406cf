import RealPrograms
import Testing

extension EndToEnd {
    /// The examples' lines for TLS.
    @Suite struct SecureTests {
        @Test(arguments: Wiring.allCases)
        func `With TLS, decisions lead to https, and sessions start`(wiring: Wiring) async throws {
            try await Site.run(Site.Options(wiring: wiring, isSecure: true)) { site in
                let bound = try await site.curl("https://app.com/echo?q=1").lowercased()
                let location = /location: https:\/\/boston\.app\.com\/echo\/distrib=\d+\?q=1\s/
                #expect(bound.contains(location), "\(bound)")
                #expect(bound.contains("; path=/; secure; httponly"), "\(bound)")
                // The certificate is good for a Site that fails over to here.
                let failover = try await site.curl("https://chicago.app.com/").lowercased()
                #expect(failover.contains("x-distrib-decision: failover"), "\(failover)")

                let marked = "https://boston.app.com/echo/Distrib=\(now())"
                let begun = try await site.curl(
                    marked, ["--location", "--cookie", "", "--data", "abc"])
                for line in ["uri: /echo\n", "word: start\n", "body: 3 bytes"] {
                    #expect(begun.contains(line), "\(begun)")
                }
                let returned = try await site.curl(
                    "https://boston.app.com/echo", ["--cookie", "SID=x"])
                #expect(returned.lowercased().contains("location: https://"), "\(returned)")
            }
        }
    }
}
