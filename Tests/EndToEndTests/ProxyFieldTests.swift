import RealPrograms
import Testing

extension EndToEnd {
    /// What trusted proxies say of a client: when a session starts, the component says what it makes of that, and
    /// later the web server by itself. Applications must not see a difference.
    @Suite struct ProxyFieldTests {
        private struct Row {
            /// The lines of the field that says the client.
            let said: String
            let client: String
            /// From a trusted proxy to the next.
            var isChain = false
            var scheme = "http"
        }

        /// 127.0.0.1, from where these tests ask, is a trusted proxy.
        private static let forwarded = [
            Row(said: "for=198.51.100.7;proto=https", client: "198.51.100.7", scheme: "https"),
            Row(
                said: "For=\"198.51.100.7:4711\"; Proto=HTTPS", client: "198.51.100.7",
                scheme: "https"),
            Row(said: "for=\"[2001:db8::7]:4711\";proto=http", client: "2001:db8::7"),
            Row(said: "for=\"[2001:db8::7]\";by=\"a, b\"", client: "2001:db8::7"),
            Row(said: "for=203.0.113.9;proto=https, for=198.51.100.7", client: "198.51.100.7"),
            Row(
                said: "for=203.0.113.9, for=198.51.100.7;proto=https, for=127.0.0.1;proto=https",
                client: "198.51.100.7", isChain: true, scheme: "https"),
            Row(said: "for=203.0.113.9, for=unknown", client: "127.0.0.1"),
            Row(said: "proto=https", client: "127.0.0.1", scheme: "https"),
        ]

        private static let xForwarded = [
            Row(said: "198.51.100.7", client: "198.51.100.7"),
            Row(said: "203.0.113.9, 198.51.100.7", client: "198.51.100.7"),
            Row(said: "2001:db8::7", client: "2001:db8::7"),
            Row(
                said: "203.0.113.9, 198.51.100.7, 127.0.0.1", client: "198.51.100.7", isChain: true),
        ]

        @Test(arguments: Wiring.allCases)
        func `Forwarded means the same to the component and to the application`(
            wiring: Wiring
        ) async throws {
            try await check(wiring, "forwarded", "Forwarded", Self.forwarded)
        }

        @Test(arguments: Wiring.allCases)
        func `So does X-Forwarded-For`(wiring: Wiring) async throws {
            try await check(wiring, "x-forwarded", "X-Forwarded-For", Self.xForwarded)
        }

        private func check(
            _ wiring: Wiring, _ family: String, _ field: String, _ rows: [Row]
        ) async throws {
            var options = Site.Options(wiring: wiring, trustsProxy: true, isGenerated: true)
            options.forwarded = family
            try await Site.run(options) { site in
                for row in rows {
                    let fields = [(name: field, value: row.said)]
                    let begun = try site.ask(
                        HTTPRequest(
                            host: "boston.app.com", "/echo/Distrib=\(now())", fields: fields))
                    #expect(begun.echo("client") == row.client, "start, \(row.said)")
                    #expect(begun.echo("scheme") == row.scheme, "start, \(row.said)")
                    let again = try site.ask(
                        HTTPRequest(
                            host: "boston.app.com", "/echo", cookie: begun.session, fields: fields))
                    let losesChain = row.isChain && !site.abilities.followsProxies
                    #expect(
                        again.echo("client") == (losesChain ? "127.0.0.1" : row.client),
                        "session, \(row.said)")
                    #expect(again.echo("scheme") == row.scheme, "session, \(row.said)")
                }
            }
        }
    }
}
