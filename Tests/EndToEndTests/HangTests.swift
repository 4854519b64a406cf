import RealPrograms
import Testing

extension EndToEnd {
    @Suite struct HangTests {
        @Test(arguments: Wiring.allCases)
        func `A component that hangs counts as down, until it answers again`(
            wiring: Wiring
        ) async throws {
            try await Site.run(Site.Options(wiring: wiring, isPatient: false)) { site in
                // Two seconds of waiting, on a machine that may be busy; one that stood still is given another try.
                let limit = Duration.seconds(6)
                var wait = try await longestWait(at: site)
                if wait >= limit { wait = try await longestWait(at: site) }
                #expect(wait < limit)
            }
        }

        /// How long a request took at most until it went straight to the application.
        private func longestWait(at site: Site) async throws -> Duration {
            let session = try site.session()
            var longest = Duration.zero
            try await site.whileComponentHangs {
                let clock = ContinuousClock()
                try await until("requests go straight to the application") {
                    let start = clock.now
                    let answer = try site.ask("/echo")
                    longest = max(longest, clock.now - start)
                    // As nameservers do all the time.
                    _ = try site.ask("/distrib/health")
                    return answer.decision == "direct"
                }
                #expect(try site.ask("/distrib/health").status == 200)
                #expect(try site.ask("/distrib/ready").status == 503)
                #expect(try site.ask("/echo", cookie: session).echo("visits") == "2")
            }
            try await until("the component decides again") {
                _ = try site.ask("/distrib/health")
                return try site.ask("/echo", host: "app.com").decision == "lockdown"
            }
            return longest
        }
    }
}
