import RealPrograms
import Testing

extension EndToEnd {
    /// Settings of a Pool that the web server has to follow, in generated files.
    @Suite struct GeneratedSiteTests {
        @Test(arguments: Wiring.allCases)
        func `Another name of the marker`(wiring: Wiring) async throws {
            let options = Site.Options(
                wiring: wiring, poolKeys: "    marker: { name: Via-1 }\n", hasAccessRules: true,
                isGenerated: true)
            try await Site.run(options) { site in
                let bound = try site.ask("/echo?q=1", host: "app.com")
                let location = try #require(bound.location)
                #expect(location.contains(/^http:\/\/boston\.app\.com\/echo\/Via-1=\d+\?q=1$/))
                let target = String(location.dropFirst("http://boston.app.com".count))
                let session = try #require(try site.ask(target).session)
                for (target, seen) in [
                    ("/echo/Via-1=1", "/echo"), ("/echo/via-1%3D1/a", "/echo/a"),
                    ("/Via-1=1/echo/Via-1=x?Via-1=2", "/echo?Via-1=2"),
                    ("/echo/Distrib=1", "/echo/Distrib=1"), ("/echo/Via=1", "/echo/Via=1"),
                ] {
                    let answer = try site.ask(target, cookie: session)
                    #expect(answer.echo("uri") == seen, "\(target)")
                }
                for path in ["/denied", "/private/echo", "/echo/x.env"] {
                    for marker in ["", "/Via-1=1", "/VIA-1%3d", "/Via-1=a/Via-1=b"] {
                        let answer = try site.ask(path + marker, cookie: session)
                        #expect(answer.status == 403, "\(path + marker)")
                    }
                    // Neither is of the application's.
                    let odd = try site.ask("\(path)/%56ia-1=1", cookie: session)
                    #expect(odd["X-Demo-Target"] != path, "\(path)")
                }
            }
        }

        /// As where TLS ends somewhere in front that says nothing.
        @Test(arguments: Wiring.allCases)
        func `The application is told the scheme that the configuration says`(
            wiring: Wiring
        ) async throws {
            let options = Site.Options(
                wiring: wiring, poolKeys: "    scheme: https\n", trustsProxy: true,
                isGenerated: true)
            try await Site.run(options) { site in
                let fields = [(name: "X-Forwarded-Proto", value: "http")]
                let bound = try site.ask(
                    HTTPRequest(host: "app.com", "/secure", fields: fields))
                #expect(
                    bound.location?.withoutTimestamp == "https://boston.app.com/secure/Distrib=NOW")
                var request = HTTPRequest(
                    host: "boston.app.com", "/echo/Distrib=\(now())", fields: fields)
                let begun = try site.ask(request)
                #expect(begun.echo("scheme") == "https")
                request = request.with(cookie: try #require(begun.session))
                let again = try site.ask(request)
                #expect(again.echo("visits") == "2")
                #expect(again.echo("scheme") == "https")

                try await site.killComponent()
                let led = try site.ask("/echo", host: "app.com")
                #expect(led.location == "https://boston.app.com/echo")
                var direct = try site.ask("/echo")
                if site.abilities.returnsWhenDown, direct.status == 307 {
                    direct = try site.ask("/echo")
                }
                #expect(direct.decision == "direct")
                #expect(direct.echo("scheme") == "https")
                let cookie = direct.all("Set-Cookie").first { $0.hasPrefix("DistribSite=") }
                #expect(cookie?.contains("; Secure;") == true)
            }
        }
    }
}
