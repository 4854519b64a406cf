import Daemon
import FastCGI
import Testing

extension MetricsTests {
    private static let doors = """
        pools:
          - pool: rate.net
            sites: [{ site: one.rate.net }]
            admission:
              sessions: { rate: 1/h, burst: 4 }
              classes: [{ class: customer, when: { cookie: { vip: "*" } }, share: 50% }]
          - pool: shed.net
            sites: [{ site: one.shed.net }]
            busy:
              any:
                - command:
                    run: [/bin/echo, "9.999"]
                    above: 10
                    resume_below: 5
                    shed_from: 1
                    interval: 1h
                    timeout: 20s
          - pool: drain.net
            sites: [{ site: one.drain.net }]
            busy: { any: [{ file: { path: /, timeout: 20s } }] }

        """

    @Test("Each reason for which the door refuses")
    func doorReasons() async throws {
        try await Bench.run(Self.doors) { bench in
            let daemon = try bench.start(sites: ["one.rate.net", "one.shed.net", "one.drain.net"])
            // Nobody is refused, or by that reason.
            let rows: [(pool: String, cookie: String, reason: String?)] = [
                ("rate.net", "vip=1", nil), ("rate.net", "vip=1", nil),
                ("rate.net", "vip=1", "share"),
                ("rate.net", "", nil), ("rate.net", "", nil), ("rate.net", "", "rate"),
                ("rate.net", "vip=1", "rate"),
                ("shed.net", "", "shed"), ("drain.net", "", "draining"),
            ]
            for (pool, cookie, reason) in rows {
                let growth = try await growth(bench) {
                    try ask(
                        bench,
                        [
                            "HTTP_HOST": "one.\(pool)", "REQUEST_URI": "/Distrib=\(now())",
                            "HTTP_COOKIE": cookie, "REMOTE_ADDR": "192.0.2.1",
                        ])
                }
                let labels =
                    "pool=\"\(pool)\",row="
                    + (reason == nil ? #""3a",decision="start""# : #""3b",decision="busy""#)
                let refused = reason.map { "distrib_refused_total{reason=\"\($0)\"} +1" }
                #expect(
                    growth == ["distrib_decisions_total{\(labels)} +1"]
                        + [refused].compactMap(\.self))
            }
            #expect(daemon.stop(signal: 15) == .complete)
        }
    }
}
