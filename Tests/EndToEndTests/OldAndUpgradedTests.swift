import RealPrograms
import Testing

extension EndToEnd {
    /// HTTP/1.0, and what leaves HTTP: WebSockets.
    @Suite struct OldAndUpgradedTests {
        @Test(arguments: Wiring.allCases)
        func `Who names no Host gets a session, and the application this Site's Name`(
            wiring: Wiring
        ) async throws {
            try await Site.run(Site.Options(wiring: wiring)) { site in
                var request = HTTPRequest(host: "", "/echo?q=1")
                request.version = "1.0"
                let begun = try site.ask(request)
                #expect(begun.decision == "start")
                #expect(begun.echo("uri") == "/echo?q=1")
                #expect(begun.echo("host") == "boston.app.com")
                let again = try site.ask(request.with(cookie: try #require(begun.session)))
                #expect(again.echo("visits") == "2")
                #expect(again.echo("host") == "boston.app.com")
            }
        }

        @Test(arguments: Wiring.allCases.filter(\.isHTTP))
        func `A WebSocket of a session reaches the application, and no other`(
            wiring: Wiring
        ) async throws {
            try await Site.run(Site.Options(wiring: wiring)) { site in
                let session = try site.session()
                let server = try UpgradeServer(port: site.files.socket.number)
                var request = HTTPRequest(
                    host: "boston.app.com", "/socket/Distrib=1", cookie: session,
                    fields: [
                        ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"),
                        ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
                    ])
                request.connection = "Upgrade"
                let connection = try Connection(to: .port(site.files.web.number))
                try connection.send(request.bytes)
                let head = try connection.receive(until: "\r\n\r\n")
                #expect(head.hasPrefix("HTTP/1.1 101 "), "\(head)")
                #expect(server.asked.hasPrefix("GET /socket HTTP/1.1\r\n"), "\(server.asked)")
                try connection.send(Array("over and out\n".utf8))
                #expect(try connection.receive(until: "\n") == "over and out\n")

                request.fields.removeAll { $0.name == "Cookie" }
                let refused = try request.ask(.port(site.files.web.number))
                #expect(refused.status == 403)
                #expect(refused.text == "A WebSocket needs a session here: load a page first.\n")
                #expect(refused.location == nil)
                #expect(refused.all("Set-Cookie") == [])
            }
        }
    }
}
