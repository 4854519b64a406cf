import Foundation
import RealPrograms
import Subprocess
import SystemPackage
import Testing

extension EndToEnd {
    /// The waiting page through every web server.
    @Suite struct WaitingPageTests {
        @Test(arguments: Wiring.allCases)
        func `The page leads on to this Site's Name with the place`(wiring: Wiring) async throws {
            try await FilePath.temporary { directory in
                let key = directory.appending("k1.key").string
                let made = try await Program(path: Places.component, arguments: ["key", key])
                    .outcome()
                try #require(made.status == .exited(0))
                let options = Site.Options(wiring: wiring, poolKeys: keys(signedWith: key))
                try await Site.run(options) { site in
                    let first = try bound(at: site)
                    #expect(try site.ask(first).status == 200)
                    let page = try site.ask(
                        HTTPRequest(
                            host: "boston.app.com", try bound(at: site),
                            fields: [("Accept-Language", "en")]))
                    #expect(page.status == 503)
                    #expect(page.decision == "busy")
                    let next = try place(in: page)
                    let again = try site.ask(next)
                    #expect(again.status == 503)
                    #expect(again.decision == "waiting")
                    #expect(try place(in: again).hasPrefix("/echo/Distrib=~normal+"))

                    let problem = try site.ask(
                        HTTPRequest(
                            "POST", host: "boston.app.com", next,
                            fields: [("X-Requested-With", "XMLHttpRequest")], body: [1, 2, 3]))
                    #expect(problem.status == 503)
                    #expect(problem["Content-Type"] == "application/problem+json")
                    #expect(
                        problem["X-Distrib-Location"]?.hasPrefix(
                            "http://boston.app.com/echo/Distrib=~normal+") == true)
                    // Whoever stands first may be called within a moment, before a session is to be had.
                    #expect(
                        problem.text.contains(/"called":(true|false),"ahead":0,"expected_at":/),
                        "\(problem.text)")
                }
            }
        }

        /// - Parameter key: the path of its file
        private func keys(signedWith key: String) -> String {
            """
                marker: { keys: [{ id: k1, file: \(key) }] }
                overflow: { max_sites: 1 }
                admission: { sessions: { rate: 1/h, burst: 1 } }
                waiting: { keep: 5m }

            """
        }

        /// A fresh marker at the Site's Name.
        private func bound(at site: Site) throws -> String {
            let answer = try site.ask("/echo?q=1", host: "app.com")
            return try path(answer.location)
        }

        /// Where the page leads, by field and element alike.
        private func place(in page: HTTPAnswer) throws -> String {
            let refresh = try #require(page["Refresh"])
            let parts = refresh.split(separator: "; url=").map(String.init)
            try #require(parts.count == 2)
            #expect(page["Retry-After"] == parts[0])
            #expect(
                page.text.contains(
                    "<meta http-equiv=\"refresh\" content=\"\(parts[0]);url=\(parts[1])\">"))
            return try path(parts[1])
        }

        private func path(_ address: String?) throws -> String {
            let start = "http://boston.app.com"
            let address = try #require(address)
            try #require(address.hasPrefix(start + "/"))
            return String(address.dropFirst(start.count))
        }
    }
}
