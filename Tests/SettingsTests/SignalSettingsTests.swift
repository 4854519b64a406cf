import Admission
import Foundation
import Probing
import Settings
import Testing

struct SignalSettingsTests {
    private func signals(_ text: String) throws -> [SignalPolicy] {
        let pool = "pools: [{ pool: app.com, sites: [boston.app.com], busy: { any: [\(text)] } }]"
        return try #require(Configuration.parse(pool, file: "distrib.yaml").pools.first).signals
    }

    @Test("A switch: free again at once, read once a second within a second")
    func defaultsOfSwitch() throws {
        let policy = try #require(try signals("file: /run/drain").first)
        #expect(policy == SignalPolicy(.file(FileSignal(path: "/run/drain"))))
        #expect(policy.dwell == .zero)
        #expect(policy.interval == .seconds(1))
        #expect(policy.timeout == .seconds(1))
        #expect(policy.onFailure == .free)
        #expect(policy.smooth == nil)
    }

    @Test("A measured value: free again after ten seconds")
    func defaultsOfValue() throws {
        let policy = try #require(try signals("load_average: { above: 2 }").first)
        #expect(
            policy
                == SignalPolicy(
                    .loadAverage(LoadAverageSignal(perCore: false)), Thresholds(above: 2)))
        #expect(policy.dwell == .seconds(10))
    }

    @Test("Settings that all signals have")
    func common() throws {
        let policy = try #require(
            try signals(
                """
                load_average: { above: 2, resume_below: 1, shed_from: 1.5, interval: 2s, timeout: 500ms, \
                dwell: 1m, smooth: 5s, on_failure: busy }
                """
            ).first)
        #expect(policy.thresholds == Thresholds(above: 2, resumeBelow: 1, shedFrom: 1.5))
        #expect(policy.interval == .seconds(2))
        #expect(policy.timeout == .milliseconds(500))
        #expect(policy.dwell == .seconds(60))
        #expect(policy.smooth == .seconds(5))
        #expect(policy.onFailure == .busy)
    }

    @Test("Pressure, with or without the sign of percent")
    func pressure() throws {
        let all = try signals(
            """
            pressure: { resource: cpu, above: 40, resume_below: 20% },
            pressure: { resource: io, kind: full, cgroup: /system.slice/php-fpm.service/, above: 12.5% }
            """.split(separator: ",\n").map { "{ \($0) }" }.joined(separator: ", "))
        #expect(
            all == [
                SignalPolicy(
                    .pressure(PressureSignal(.cpu)), Thresholds(above: 40, resumeBelow: 20)),
                SignalPolicy(
                    .pressure(
                        PressureSignal(
                            .io, stall: .full, cgroup: "/system.slice/php-fpm.service")),
                    Thresholds(above: 12.5)),
            ])
    }

    @Test("Memory in percent and in bytes")
    func memory() throws {
        let share = try signals(
            "memory_available: { below: 5%, resume_above: 8%, shed_from: 10%, cgroup: /web }")
        #expect(
            share == [
                SignalPolicy(
                    .memoryAvailable(MemoryAvailableSignal(.share, cgroup: "/web")),
                    Thresholds(below: 5, resumeAbove: 8, shedFrom: 10))
            ])
        let bytes = try signals("memory_available: { below: 500MiB, resume_above: 1.5GiB }")
        #expect(
            bytes == [
                SignalPolicy(
                    .memoryAvailable(MemoryAvailableSignal(.bytes)),
                    Thresholds(below: 524_288_000, resumeAbove: 1_610_612_736))
            ])
    }

    @Test("PHP-FPM: the part of its processes, their number, its queue")
    func phpFPM() throws {
        let pool = PHPFPMPool(address: .unix(path: "/run/php.sock"), statusPath: "/status")
        let both = try signals(
            """
            php_fpm: { socket: "unix:/run/php.sock", above: 90%, resume_below: 70%, \
            listen_queue: { above: 5, resume_below: 1 }, interval: 5s }
            """)
        var share = SignalPolicy(
            .phpFPM(PHPFPMSignal(pool, .activeShare)), Thresholds(above: 90, resumeBelow: 70))
        var queue = SignalPolicy(
            .phpFPM(PHPFPMSignal(pool, .listenQueue)), Thresholds(above: 5, resumeBelow: 1))
        share.interval = .seconds(5)
        queue.interval = .seconds(5)
        #expect(both == [share, queue])
        let other = PHPFPMPool(
            address: .tcp(host: "::1", port: 9000), statusPath: "/fpm-status")
        #expect(
            try signals("php_fpm: { socket: \"[::1]:9000\", status_path: /fpm-status, above: 45 }")
                == [SignalPolicy(.phpFPM(PHPFPMSignal(other, .active)), Thresholds(above: 45))])
        #expect(
            try signals(
                "php_fpm: { socket: \"[::1]:9000\", status_path: /fpm-status, listen_queue: { above: 1 } }"
            )
                == [SignalPolicy(.phpFPM(PHPFPMSignal(other, .listenQueue)), Thresholds(above: 1))])
    }

    @Test("HTTP: by status, by a number that is too high or too low")
    func http() throws {
        let location = try HTTPLocation(parsing: "http://127.0.0.1:8080/ready")
        #expect(
            try signals("http: { url: \"http://127.0.0.1:8080/ready\" }")
                == [SignalPolicy(.http(HTTPSignal(location, .status([503]))))])
        #expect(
            try signals("http: { url: \"http://127.0.0.1:8080/ready\", busy_status: [503, 429] }")
                == [SignalPolicy(.http(HTTPSignal(location, .status([503, 429]))))])
        #expect(
            try signals(
                "http: { url: \"http://127.0.0.1:8080/ready\", number_after: \"BusyWorkers: \", above: 5 }"
            ) == [
                SignalPolicy(
                    .http(HTTPSignal(location, .numberAfter("BusyWorkers: "))), Thresholds(above: 5)
                )
            ])
        #expect(
            try signals(
                "http: { url: \"http://127.0.0.1:8080/ready\", number_after: \"Idle: \", below: 5, resume_above: 9 }"
            ) == [
                SignalPolicy(
                    .http(HTTPSignal(location, .numberAfter("Idle: "))),
                    Thresholds(below: 5, resumeAbove: 9))
            ])
    }

    @Test("An agent, and commands")
    func agentAndCommands() throws {
        #expect(
            try signals("agent: { address: \"127.0.0.1:9707\" }")
                == [SignalPolicy(.agent(AgentSignal(.tcp(host: "127.0.0.1", port: 9707))))])
        #expect(
            try signals("command: { run: /usr/local/bin/is-busy }")
                == [
                    SignalPolicy(
                        .command(CommandSignal(["/usr/local/bin/is-busy"], printsNumber: false)))
                ])
        var counted = SignalPolicy(
            .command(CommandSignal(["/usr/bin/ss", "-x 1"], printsNumber: true)),
            Thresholds(above: 500, resumeBelow: 450))
        counted.interval = .seconds(5)
        counted.timeout = .seconds(2)
        #expect(
            try signals(
                """
                command: { run: [/usr/bin/ss, "-x 1"], above: 500, resume_below: 450, interval: 5s, \
                timeout: 2s }
                """) == [counted])
    }

    /// Lines that are indented by four, from `busy:` to the next line that is not.
    @Test("What docs/thresholds.md shows is good")
    func thresholdsPage() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let page = try String(
            contentsOf: root.appending(path: "docs/thresholds.md"), encoding: .utf8)
        let blocks = page.split(separator: "\n\n").filter { $0.hasPrefix("    busy:\n") }
        #expect(blocks.count == 4)
        for block in blocks {
            let pool = "pools:\n  - pool: app.com\n    sites: [boston.app.com]\n\(block)\n"
            let configuration = try Configuration.parse(pool, file: "thresholds.md")
            #expect(configuration.warnings == [])
        }
    }
}
