import Daemon
import FastCGI
import Glibc
import Logging
import RealPrograms
import Testing

/// What is provoked is counted, once, and nothing else is.
@Suite(.timeLimit(.minutes(1)))
struct MetricsTests {
    private static let yaml = """
        pools:
          - pool: app.com
            sites: [{ site: boston.app.com }, { site: chicago.app.com }, { site: geneva.app.com }]
            groups:
              - { group: americas.app.com, sites: [boston.app.com, chicago.app.com] }
              - { group: europe.app.com, sites: [geneva.app.com, chicago.app.com] }
            proper_group:
              rules: [{ group: europe.app.com, when: { header: { X-Region: eu } } }]
              default: americas.app.com
            remember_site: { cookie: DistribSite, domain: app.com }
            exempt: { when: { header: { User-Agent: "*bot*" } } }
            busy: &switches
              any:
                - file: { path: DIRECTORY/drain, timeout: 20s }
                - file: { path: DIRECTORY/busy, interval: 100ms, timeout: 20s }
          - pool: solo.net
            sites: [{ site: one.solo.net }]
            busy: *switches
          - pool: away.net
            sites: [{ site: far.away.net }]

        """

    /// All samples of a daemon.
    private func samples(_ bench: Bench) throws -> [String: Double] {
        let answer = try FastCGIClient(path: bench.socket).ask(["DISTRIB_ENDPOINT": "metrics"])
        let text = try #require(answer)
        #expect(text.contains("\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n"))
        var samples: [String: Double] = [:]
        for line in text.split(separator: "\r\n").last!.split(separator: "\n")
        where !line.hasPrefix("#") {
            let end = try #require(line.lastIndex(of: " "))
            samples[String(line[..<end])] = Double(line[line.index(after: end)...])
        }
        return samples
    }

    /// The counters of requests, reloads and connections that grew, and by how much. The request for the
    /// metrics themselves counts among the durations only.
    func growth(_ bench: Bench, _ body: () async throws -> Void) async throws -> [String] {
        let before = try samples(bench)
        try await body()
        let after = try samples(bench)
        return after.filter { name, value in
            (name.contains("_total") || name.hasPrefix("distrib_config_generation"))
                && !name.hasPrefix("process_") && value != before[name]
        }.map { "\($0.key) +\(Int($0.value - (before[$0.key] ?? 0)))" }.sorted()
    }

    func ask(_ bench: Bench, _ variables: KeyValuePairs<String, String>) throws {
        _ = try #require(try FastCGIClient(path: bench.socket).ask(variables))
    }

    func now() -> Int { time(nil) }

    @Test("Each row of the table, and each reason of a refusal")
    func requests() async throws {
        try await Bench.run(Self.yaml) { bench in
            let daemon = try bench.start(sites: ["boston.app.com", "one.solo.net"])
            let fresh = "/a/Distrib="
            let now = now()
            let rows: [(String, KeyValuePairs<String, String>)] = [
                (
                    #"pool="app.com",row="0",decision="exempt""#,
                    ["HTTP_HOST": "app.com", "REQUEST_URI": "/", "HTTP_USER_AGENT": "a bot"]
                ),
                (
                    #"pool="app.com",row="1e",decision="return""#,
                    [
                        "HTTP_HOST": "app.com", "REQUEST_URI": "/",
                        "HTTP_COOKIE": "DistribSite=boston.app.com",
                    ]
                ),
                (
                    #"pool="app.com",row="1a",decision="lockdown""#,
                    ["HTTP_HOST": "app.com", "REQUEST_URI": "/"]
                ),
                (
                    #"pool="app.com",row="1b",decision="wrong-group""#,
                    ["HTTP_HOST": "app.com", "REQUEST_URI": "/", "HTTP_X_REGION": "eu"]
                ),
                (
                    #"pool="app.com",row="1c",decision="lockdown""#,
                    ["HTTP_HOST": "americas.app.com", "REQUEST_URI": "/"]
                ),
                (
                    #"pool="app.com",row="1d",decision="failover""#,
                    ["HTTP_HOST": "chicago.app.com", "REQUEST_URI": "/"]
                ),
                (
                    #"pool="app.com",row="2a",decision="redistribution""#,
                    ["HTTP_HOST": "boston.app.com", "REQUEST_URI": "/"]
                ),
                (
                    #"pool="app.com",row="2b",decision="redistribution""#,
                    ["HTTP_HOST": "boston.app.com", "REQUEST_URI": "\(fresh)1"]
                ),
                (
                    #"pool="app.com",row="3a",decision="start""#,
                    ["HTTP_HOST": "boston.app.com", "REQUEST_URI": "\(fresh)\(now)"]
                ),
                (
                    #"pool="app.com",row="3a",decision="hand-back""#,
                    [
                        "HTTP_HOST": "boston.app.com", "REQUEST_URI": "\(fresh)\(now)",
                        "REDIRECT_STATUS": "421", "DISTRIB_SESSION_COOKIE": "SID",
                    ]
                ),
            ]
            for (labels, variables) in rows {
                let growth = try await growth(bench) { try ask(bench, variables) }
                #expect(growth == ["distrib_decisions_total{\(labels)} +1"])
            }

            try bench.write("", to: bench.busyFile)
            try await until("busy") {
                try samples(bench)[#"distrib_busy{pool="solo.net",class="normal"}"#] == 1
                    && samples(bench)[#"distrib_busy{pool="app.com",class="normal"}"#] == 1
            }
            let busy: [(String, KeyValuePairs<String, String>)] = [
                (
                    #"pool="solo.net",row="3b",decision="busy""#,
                    ["HTTP_HOST": "one.solo.net", "REQUEST_URI": "\(fresh)\(now)"]
                ),
                (
                    #"pool="app.com",row="3c",decision="overflow""#,
                    ["HTTP_HOST": "boston.app.com", "REQUEST_URI": "\(fresh)\(now)"]
                ),
                (
                    #"pool="app.com",row="3d",decision="busy""#,
                    [
                        "HTTP_HOST": "boston.app.com",
                        "REQUEST_URI": "\(fresh)boston.app.com+chicago.app.com+\(now)",
                    ]
                ),
                (
                    #"pool="app.com",row="3e",decision="overflow-on""#,
                    ["HTTP_HOST": "boston.app.com", "REQUEST_URI": "\(fresh)geneva.app.com+\(now)"]
                ),
            ]
            for (labels, variables) in busy {
                let growth = try await growth(bench) { try ask(bench, variables) }
                #expect(
                    growth == [
                        "distrib_decisions_total{\(labels)} +1",
                        #"distrib_refused_total{reason="signal"} +1"#,
                    ])
            }
            let refusals: [(String, KeyValuePairs<String, String>)] = [
                ("bad-request", ["HTTP_HOST": "a b", "REQUEST_URI": "/"]),
                ("misdirected", ["HTTP_HOST": "far.away.net", "REQUEST_URI": "/"]),
                (
                    "too-long",
                    [
                        "HTTP_HOST": "app.com",
                        "REQUEST_URI": "/" + String(repeating: "\"", count: 40_000),
                    ]
                ),
                (
                    "too-many-fields",
                    [
                        "HTTP_HOST": "app.com", "HTTP_X": String(repeating: "x", count: 65_000),
                        "HTTP_Y": String(repeating: "y", count: 65_000),
                        "HTTP_Z": String(repeating: "z", count: 65_000),
                    ]
                ),
                (
                    "prefetch",
                    ["HTTP_HOST": "app.com", "REQUEST_URI": "/", "HTTP_SEC_PURPOSE": "prefetch"]
                ),
            ]
            for (reason, variables) in refusals {
                let growth = try await growth(bench) { try ask(bench, variables) }
                #expect(growth == ["distrib_refused_total{reason=\"\(reason)\"} +1"])
            }
            #expect(daemon.stop(signal: 15) == .complete)
        }
    }

    @Test("What is only observed counts by its rows, and beside; the log says so")
    func observed() async throws {
        let yaml =
            oneSite + """
                    mode: observe
                    busy: { any: [{ file: { path: DIRECTORY/busy, timeout: 20s } }] }

                """
        try await Bench.run(yaml) { bench in
            try bench.write("", to: bench.busyFile)
            let daemon = try bench.start(level: .debug)
            #expect(try samples(bench)[#"distrib_enforced_share{pool="app.com"}"#] == 0)
            let growth = try await growth(bench) {
                let answer = try bench.ask()
                #expect(answer == "Status: 200 OK")
            }
            #expect(
                growth == [
                    #"distrib_decisions_total{pool="app.com",row="1a",decision="lockdown"} +1"#,
                    #"distrib_decisions_total{pool="app.com",row="3c",decision="overflow"} +1"#,
                    #"distrib_observed_decisions_total{pool="app.com",row="1a",decision="lockdown"} +1"#,
                    #"distrib_observed_decisions_total{pool="app.com",row="3c",decision="overflow"} +1"#,
                    #"distrib_refused_total{reason="draining"} +1"#,
                ])
            let lines = bench.log.take().filter { $0.contains("observed-overflow") }
            #expect(lines.count == 1)
            for part in ["after=1a", "observed=true", "row=3c", "refused=draining"] {
                #expect(lines.first?.contains(part) == true, "\(lines)")
            }
            // From then on, decisions are carried out.
            try bench.write(yaml.replacing("observe", with: "enforce"))
            daemon.reload()
            #expect(try samples(bench)[#"distrib_enforced_share{pool="app.com"}"#] == 1)
            #expect(
                try samples(bench)[
                    #"distrib_observed_decisions_total{pool="app.com",row="1a",decision="lockdown"}"#
                ] == 1)
            #expect(try bench.ask() == "Location: http://boston.app.com/a/Distrib=NOW")
            #expect(daemon.stop(signal: 15) == .complete)
        }
    }

    @Test("Durations of all requests, reloads and their configuration, connections")
    func others() async throws {
        try await Bench.run(oneSite) { bench in
            let daemon = try bench.start()
            let before = try samples(bench)
            for _ in 1...3 { try ask(bench, ["HTTP_HOST": "app.com"]) }
            let after = try samples(bench)
            let name = "distrib_request_duration_seconds"
            // The earlier request for the metrics is in it, too.
            #expect(after["\(name)_count"]! - before["\(name)_count"]! == 4)
            #expect(after["\(name)_bucket{le=\"+Inf\"}"] == after["\(name)_count"])
            #expect(after["\(name)_sum"]! > before["\(name)_sum"]!)

            #expect(
                try await growth(bench) { daemon.reload() } == [
                    "distrib_config_generation +1", #"distrib_reloads_total{result="success"} +1"#,
                ])
            try bench.write("nonsense")
            #expect(
                try await growth(bench) { daemon.reload() }
                    == [#"distrib_reloads_total{result="failure"} +1"#])
            #expect(try samples(bench)["distrib_connections"] == 1)
            #expect(try samples(bench)["distrib_connections_limit"] == 16_384)
            #expect(daemon.stop(signal: 15) == .complete)
        }
    }

    @Test("Connections that are refused, while the metrics say so all the same")
    func connections() async throws {
        try await Bench.run(oneSite) { bench in
            var options = try bench.options()
            options.connectionLimit = 2
            let daemon = try Daemon(options, logger: bench.log.logger())
            let first = try Connection(to: bench.socket)
            let second = try Connection(to: bench.socket)
            try await until("both are open") {
                (try? samples(bench))?["distrib_connections"] == 3
            }
            // Beyond the limit, a connection has a second for its request; where the machine is so busy that this takes
            // longer, it is refused, and all is tried again.
            var grown: [String]?
            try await until("the metrics are asked for in time") {
                grown = try? await growth(bench) {
                    #expect(throws: Mishap.self) { try ask(bench, ["HTTP_HOST": "app.com"]) }
                }
                return grown != nil
            }
            #expect(grown == [#"distrib_refused_total{reason="connection-limit"} +1"#])
            // They live until here.
            try first.send([])
            try second.send([])
            _ = daemon.stop(signal: 15)
        }
    }
}
