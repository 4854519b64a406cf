import RealPrograms
import Testing

extension EndToEnd {
    @Suite struct HangTests {
        @Test(arguments: Wiring.allCases)
        func `A component that hangs counts as down, until it answers again`(
            wiring: Wiring
        ) async throws {
            try await Site.run(Site.Options(wiring: wiring)) { site in
                let session = try site.session()
                try await site.whileComponentHangs {
                    let clock = ContinuousClock()
                    try await until("requests go straight to the application") {
                        let start = clock.now
                        let answer = try site.ask("/echo")
                        // Two seconds of waiting, on a machine that may be busy.
                        #expect(clock.now - start < .seconds(6))
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
            }
        }
    }
}
