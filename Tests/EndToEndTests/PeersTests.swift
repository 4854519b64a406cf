import Foundation
import RealPrograms
import Subprocess
import Synchronization
import SystemPackage
import Testing

extension EndToEnd {
    /// Sites that ask each other, and whoever answers in their place. What is believed of a Site may change the order
    /// in which clients are led to Sites, and nothing else.
    @Suite struct PeersTests {
        private static func settings(_ port: UInt16) -> String {
            "    peers: { interval: 2s, timeout: 2s, port: \(port) }"
        }

        private static let withoutKnowledge = ["lockdown", "overflow", "overflow-on", "start"]

        /// What everybody is told of every Site, and for what each is then taken.
        private enum Lie: String, CaseIterable {
            case hang, garbage, noState, unsigned, forged, ofAnotherPool, free, gone

            func answer(_ sites: AskingSites, signed: String) throws -> String? {
                switch self {
                case .hang: nil
                case .garbage: "220 mail.example ESMTP\r\n\r\n"
                case .noState: OtherSites.ready(nil)
                case .unsigned:
                    OtherSites.ready(signed.split(separator: ";")[..<3].joined(separator: ";"))
                case .forged: OtherSites.ready(signed.replacing("room=", with: "room=1"))
                case .ofAnotherPool:
                    OtherSites.ready(try sites.report("geneva", pool: "other.net"))
                // What Geneva said, as if it were said by Chicago, which is busy.
                case .free: OtherSites.ready(signed)
                case .gone: nil
                }
            }

            var state: String {
                switch self {
                case .hang, .garbage, .gone: "down"
                case .noState, .unsigned, .forged, .ofAnotherPool: "unknown"
                case .free: "free"
                }
            }
        }

        @Test
        func `Whoever lies, hangs or talks nonsense in the place of Sites changes only the order`()
            async throws
        {
            let others = OtherSites()
            let server = try others.listen()
            var isListening = true
            defer { if isListening { server.end() } }
            try await AskingSites.run(keys: Self.settings(server.port)) { sites in
                #expect(try sites.report("geneva").hasPrefix("free; room=1000; time="))
                for name in ["boston", "chicago"] { try sites.setBusy(name, true) }
                for name in ["boston", "chicago"] { try await sites.awaitBusy(name) }
                for lie in Lie.allCases {
                    let answer = try lie.answer(sites, signed: sites.report("geneva"))
                    others.answer.withLock { $0 = answer }
                    if lie == .gone {
                        server.end()
                        isListening = false
                    }
                    for site in AskingSites.names {
                        for other in AskingSites.names where other != site {
                            try await until("\(site) takes \(other) for \(lie.state): \(lie)") {
                                try sites.state(of: other, at: site) == lie.state
                            }
                        }
                    }
                    let walk = try sites.walk()
                    #expect(walk.end == "start at geneva", "\(lie): \(walk)")
                    if lie == .free {
                        #expect(walk.rows.first == "handover" && walk.rows.count <= 3)
                    } else {
                        #expect(walk.rows == Self.withoutKnowledge, "\(lie)")
                    }
                    #expect(try sites.body(of: "health", "boston") == "ok\n")
                    #expect(try sites.ready("geneva")?.contains("Status: 503") == false)
                }
                let log = try sites.log("boston")
                #expect(log.contains("chicago.app.com is down: "), "\(log)")
                #expect(
                    log.contains(
                        "chicago.app.com has no known state: the answer has no field X-Distrib-State"
                    )
                )
            }
        }

        @Test func `A clock that is off is shown and warned of, once`() async throws {
            let others = OtherSites()
            let server = try others.listen()
            defer { server.end() }
            try await AskingSites.run(keys: Self.settings(server.port)) { sites in
                // It was true once, and gets older with each answer.
                let signed = try sites.report("geneva")
                others.answer.withLock { $0 = OtherSites.ready(signed) }
                let warning = "the clock of chicago.app.com is "
                try await until("the clock seems to be more than 2.5 s behind") {
                    try sites.log("boston").contains(warning)
                }
                try await until("it is asked some more times") {
                    let metrics = try sites.body(of: "metrics", "boston")
                    return metrics.contains(
                        /\ndistrib_peer_clock_offset_seconds{pool="app.com",site="chicago.app.com"} -([4-9]|[1-5][0-9])[.\n]/
                    )
                }
                let text = try await Program(
                    path: Places.component,
                    arguments: ["status", "--connect", "unix:\(sites.socket("boston"))"]
                ).outcome().text
                #expect(
                    text.contains(
                        /\n    chicago.app.com  free +1,000 .* s behind .*more than half of/),
                    "\(text)")
                let log = try sites.log("boston")
                #expect(log.split(separator: warning, omittingEmptySubsequences: false).count == 2)
                #expect(log.contains(#/ warning .*the clock of chicago.app.com is \d.* s behind/#))
            }
        }

        @Test(arguments: Wiring.allCases)
        func `Generated files answer other Sites where the nameservers ask, over a kept connection`(
            wiring: Wiring
        ) async throws {
            let options = Site.Options(
                wiring: wiring, poolKeys: "    peers: {}\n", isGenerated: true)
            try await Site.run(options) { site in
                let connection = try Connection(to: .port(site.files.web.number))
                var request = HTTPRequest(host: "app.com", "/distrib/ready")
                request.connection = "keep-alive"
                for _ in 1...2 {
                    let (bytes, _) = try connection.exchange(request.bytes) {
                        (try? HTTPAnswer($0, method: "GET"))?.hasKnownEnd == true
                    }
                    let answer = try HTTPAnswer(bytes, method: "GET")
                    #expect(answer.status == 200 && answer.text == "ready\n")
                    let state = try #require(answer["X-Distrib-State"])
                    #expect(state.contains(/^free; room=1000; time=\d+$/), "\(state)")
                }
                try await site.drain()
                let drained = try site.ask("/distrib/ready", host: "app.com")
                #expect(drained.status == 503)
                #expect(drained["X-Distrib-State"]?.hasPrefix("draining; room=0; ") == true)
            }
        }
    }
}
