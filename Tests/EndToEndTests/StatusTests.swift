import Foundation
import RealPrograms
import Testing

extension EndToEnd {
    /// Status and metrics through the web servers whose examples offer them.
    @Suite struct StatusTests {
        private static let wirings: [Wiring] = [.nginxHTTP, .apacheHTTP]

        @Test(arguments: wirings)
        func `Whoever is on this machine gets status and metrics`(wiring: Wiring) async throws {
            try await Site.run(Site.Options(wiring: wiring)) { site in
                let page = try site.ask("/distrib/status")
                #expect(page.status == 200)
                #expect(page["Content-Type"] == "text/html; charset=utf-8")
                #expect(page["Content-Security-Policy"]?.hasPrefix("default-src 'none'") == true)
                #expect(page.text.contains("<strong>Free</strong>"))
                let json = try site.ask("/distrib/status?json")
                #expect(json["Content-Type"] == "application/json")
                #expect(json.text.contains("\"state\" : \"free\""))
                let metrics = try site.ask("/distrib/metrics")
                #expect(metrics.status == 200)
                #expect(metrics.text.hasPrefix("# HELP distrib_decisions_total "))
                try await site.drain()
                #expect(try site.ask("/distrib/status").text.contains("<strong>Draining</strong>"))
            }
        }

        @Test(arguments: wirings)
        func `Who comes through a proxy gets neither`(wiring: Wiring) async throws {
            for trustsProxy in [false, true] {
                var options = Site.Options(wiring: wiring)
                options.trustsProxy = trustsProxy
                try await Site.run(options) { site in
                    for name in ["status", "metrics"] {
                        let request = HTTPRequest(
                            host: "boston.app.com", "/distrib/\(name)",
                            fields: [("X-Forwarded-For", "192.0.2.7")])
                        let answer = try site.ask(request)
                        #expect(answer.status == 403, "\(name) \(trustsProxy)")
                    }
                }
            }
        }

        @Test(arguments: wirings)
        func `While the component is down, they say so`(wiring: Wiring) async throws {
            try await Site.run(Site.Options(wiring: wiring)) { site in
                try await site.killComponent()
                #expect(try site.ask("/distrib/status").status == 503)
                #expect(try site.ask("/distrib/metrics").status == 503)
            }
        }
    }
}
