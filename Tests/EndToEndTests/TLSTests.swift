import RealPrograms
import Testing

extension EndToEnd {
    /// The examples' lines for TLS.
    @Suite struct TLSTests {
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

                // More than anybody takes at a time; whether an answer is lost is a matter of luck.
                try site.files.write("body", String(repeating: "a", count: 3_000_000))
                for _ in 1...5 { try await post(to: site) }
            }
        }

        private func post(to site: Site) async throws {
            let body = ["--data", "@\(site.files.directory)/body"]
            let abilities = site.abilities
            let begun = try await site.curl(
                "https://boston.app.com/echo/Distrib=\(now())",
                (abilities.startsByReturn ? ["--location", "--max-redirs", "1"] : [])
                    + ["--cookie", ""] + body)
            for line in ["uri: /echo\n", "word: start\n", "body: 3000000 bytes"] {
                #expect(begun.contains(line), "\(begun)")
            }
            #expect(begun.contains("DistribGroup=americas.app.com"), "\(begun)")
            // Over HTTP/2, curl 7.88 now and then loses an answer that comes while it sends.
            let returned = try await site.curl(
                "https://boston.app.com/echo",
                ["--http1.1", "--cookie", "SID=x; DistribSite=boston.app.com"]
                    + (abilities.takesWholeBodies ? body : []))
            // A web server that does not ask the component again says the path alone.
            let location =
                abilities.handBack == .undecided ? "/echo" : "https://americas.app.com/echo"
            #expect(returned.lowercased().contains("location: \(location)\r\n"), "\(returned)")
        }
    }
}
