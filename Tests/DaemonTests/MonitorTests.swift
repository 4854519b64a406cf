import Daemon
import FastCGI
import Glibc
import RealPrograms
import SystemPackage
import Testing

/// From what a signal measures to what clients are answered.
@Suite(.timeLimit(.minutes(1)))
struct MonitorTests {
    /// The value is what a file says; customers may see it 1.2 times as high.
    private static let classes =
        oneSite + """
                admission:
                  classes:
                    - { class: customer, when: { cookie: { kind: customer } }, thresholds: 1.2 }
                busy:
                  any:
                    - command:
                        run: [/bin/cat, DIRECTORY/value]
                        above: 100
                        dwell: 0s
                        interval: 100ms
                        timeout: 20s

            """

    /// What becomes of a request that may start a session: the Site where it is led to, or “here”.
    private func site(_ bench: Bench, _ cookie: String) throws -> String {
        let answer = try FastCGIClient(path: bench.socket).ask([
            "HTTP_HOST": "boston.app.com", "HTTP_COOKIE": cookie,
            "REQUEST_URI": "/a/Distrib=\(time(nil))",
        ])
        let lines = (answer ?? "").split(separator: "\r\n")
        guard let location = lines.first(where: { $0.hasPrefix("Location: ") }) else {
            return lines.contains { $0.hasPrefix("X-Accel-Redirect") } ? "here" : answer ?? "none"
        }
        return String(location.split(separator: "/")[1])
    }

    @Test("Each class is refused by its own thresholds, from the first request on")
    func classes() async throws {
        try await Bench.run(Self.classes) { bench in
            let value = bench.directory.appending("value")
            try bench.write("110", to: value)
            let daemon = try bench.start()
            #expect(try site(bench, "") == "chicago.app.com")
            #expect(try site(bench, "kind=customer") == "here")
            try bench.write("130", to: value)
            try await until("customers are refused") {
                try site(bench, "kind=customer") == "chicago.app.com"
            }
            try bench.write("90.", to: value)
            try await until("all are welcome") {
                try site(bench, "") == "here"
            }
            #expect(try site(bench, "kind=customer") == "here")
            #expect(daemon.stop(signal: 15) == .complete)
        }
    }

    @Test("A reload goes on with a signal that changes nothing, and ends one that is gone")
    func reload() async throws {
        try await Bench.run(Self.classes) { bench in
            let value = bench.directory.appending("value")
            try bench.write("110", to: value)
            let daemon = try bench.start()
            _ = bench.log.take()
            daemon.reload()
            #expect(try site(bench, "") == "chicago.app.com")
            #expect(bench.log.take() == ["notice configuration reloaded file=\(bench.file)"])
            try bench.write(oneSite)
            daemon.reload()
            #expect(try site(bench, "") == "here")
            #expect(daemon.stop(signal: 15) == .complete)
        }
    }

    @Test("Pools that ask the same have one probe")
    func shared() async throws {
        let yaml = """
            pools:
              - pool: app.com
                sites: [boston.app.com, chicago.app.com]
                busy: &same
                  any:
                    - command:
                        run: [/bin/sh, -c, "echo x >>DIRECTORY/runs"]
                        interval: 1h
                        timeout: 20s
              - pool: app.net
                sites: [lima.app.net]
                busy: *same

            """
        try await Bench.run(yaml) { bench in
            let daemon = try bench.start(sites: ["boston.app.com", "lima.app.net"])
            let runs = try Places.text(bench.directory.appending("runs"))
            #expect(runs == "x\n")
            #expect(daemon.stop(signal: 15) == .complete)
        }
    }
}
