import Foundation
import RealPrograms
import Testing

extension EndToEnd {
    /// A proxy in front, which alone sees the client: component and application must believe the same.
    @Suite struct FrontProxyTests {
        private static let cases = Wiring.allCases.flatMap { wiring in
            FrontProxy.secure.map { (wiring, $0) }
        }

        /// What a client claims, besides what the proxy says.
        private static let claims: [[String]] = [
            [],
            ["X-Forwarded-For: 198.51.100.7", "X-Forwarded-Proto: http"],
            ["X-Forwarded-For: 198.51.100.7", "X-Forwarded-For: 198.51.100.8, 198.51.100.9"],
            ["X-Forwarded-Proto: http", "X-Forwarded-Proto: http"],
            ["Forwarded: for=198.51.100.7;proto=http", "X-Real-IP: 198.51.100.7"],
            [
                "X-Distrib-Client: 198.51.100.7", "X-Distrib-Scheme: http",
                "X-Distrib-Country: CH", "X-Distrib-Trip: sites=9",
            ],
        ]

        @Test(arguments: cases)
        func `Scheme, client and Group are what the proxy says`(
            wiring: Wiring, front: FrontProxy
        ) async throws {
            try await check(front, Site.Options(wiring: wiring), Self.claims)
        }

        @Test(arguments: cases)
        func `The same with the field Forwarded`(wiring: Wiring, front: FrontProxy) async throws {
            var options = Site.Options(wiring: wiring, isGenerated: true)
            options.forwarded = "forwarded"
            try await check(front, options, [Self.claims[0], Self.claims[1], Self.claims[4]])
        }

        private func check(
            _ front: FrontProxy, _ options: Site.Options, _ claims: [[String]]
        ) async throws {
            var options = options
            options.rule = "{ client: [127.0.0.9] }"
            options.trustsProxy = true
            try await Site.run(options) { site in
                try await front.run(before: site) {
                    for claim in claims {
                        let led = try await ask(site, from: 9, "https://app.com/echo", claim)
                        #expect(
                            led.contains("location: https://europe.app.com/echo\r\n"), "\(led)")
                        let other = try await ask(site, from: 8, "https://app.com/echo", claim)
                        #expect(
                            other.contains("location: https://boston.app.com/echo/"), "\(other)")

                        let url = "https://boston.app.com/echo/Distrib=\(now())"
                        let begun = try await ask(site, from: 8, url, claim)
                        expectTold(begun, "127.0.0.8", "\(claim)")
                        #expect(!begun.contains("sites=9"), "\(begun)")
                        let session = try #require(begun.firstMatch(of: /sid=([0-9a-f]+)/)).1
                        let again = try await ask(
                            site, from: 8, "https://boston.app.com/echo",
                            claim + ["Cookie: SID=\(session); DistribSite=boston.app.com"])
                        #expect(again.contains("visits: 2\n"), "\(again)")
                        expectTold(again, "127.0.0.8", "\(claim)")
                    }
                }
            }
        }

        @Test(arguments: cases)
        func `An application that wants https serves its page`(
            wiring: Wiring, front: FrontProxy
        ) async throws {
            try await Site.run(Site.Options(wiring: wiring, trustsProxy: true)) { site in
                try await front.run(before: site) {
                    let page = try await site.curl(
                        "https://app.com/secure",
                        ["--location", "--cookie", "", "--max-redirs", "3"],
                        port: site.files.spare)
                    #expect(page.contains("Session at boston.app.com"), "\(page)")
                    // Who comes by himself is no proxy.
                    let forged = try site.ask(
                        HTTPRequest(
                            host: "boston.app.com", "/echo/Distrib=\(now())",
                            fields: [("X-Forwarded-Proto", "http")]))
                    #expect(forged.echo("scheme") == "http")
                    try await site.killComponent()
                    let direct = try await site.curl(
                        "https://app.com/secure",
                        ["--location", "--cookie", "", "--max-redirs", "3"],
                        port: site.files.spare)
                    #expect(direct.contains("Session at boston.app.com"), "\(direct)")
                }
            }
        }

        @Test(arguments: Wiring.allCases)
        func `A proxy that merges slashes leads to the page`(wiring: Wiring) async throws {
            try await Site.run(Site.Options(wiring: wiring)) { site in
                try await FrontProxy.merging.run(before: site) {
                    // The application leads from /shop to /shop/, which costs a round.
                    for (path, redirects) in [("/shop/", 3), ("//shop///", 3), ("/shop", 6)] {
                        let page = try await Program(
                            path: try Places.tool("curl"),
                            arguments: [
                                "--silent", "--include", "--location", "--cookie", "",
                                "--max-redirs", "\(redirects)", "--max-time", "20",
                                "--connect-to", "::127.0.0.1:\(site.files.spare.number)",
                                "http://app.com\(path)",
                            ]
                        ).outcome().text
                        #expect(page.contains("Session at boston.app.com"), "\(path): \(page)")
                        #expect(page.contains("<code id=\"target\">/shop/</code>"), "\(path)")
                    }
                }
            }
        }

        /// In small letters.
        private func ask(
            _ site: Site, from client: Int, _ url: String, _ claim: [String]
        ) async throws -> String {
            let arguments =
                ["--interface", "127.0.0.\(client)"] + claim.flatMap { ["--header", $0] }
            let answer = try await site.curl(url, arguments, port: site.files.spare)
            guard site.abilities.startsByReturn,
                let pass = answer.firstMatch(of: /(?i)set-cookie: (DistribPass=[^;]+)/)?.1
            else { return answer.lowercased() }
            let path = url.dropFirst("https://".count).drop { $0 != "/" }
            #expect(answer.contains(/^HTTP\S+ 307/), "\(answer)")
            #expect(answer.lowercased().contains("location: \(path.lowercased())\r\n"), "\(answer)")
            return try await site.curl(
                url, arguments + ["--cookie", String(pass)], port: site.files.spare
            ).lowercased()
        }

        private func expectTold(_ answer: String, _ client: String, _ claim: String) {
            #expect(answer.contains("scheme: https\n"), "\(claim): \(answer)")
            #expect(answer.contains("client: \(client)\n"), "\(claim): \(answer)")
            #expect(!answer.contains("x-seen-forwarded"), "\(claim): \(answer)")
        }
    }
}
