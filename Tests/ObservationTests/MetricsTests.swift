import Testing

@testable import Observation

/// The exact text that Prometheus reads.
@Suite struct MetricsTests {
    /// The samples of the families whose names begin so.
    private func samples(_ prefix: String) -> [String] {
        Metrics.text(of: exampleSnapshot()).split(separator: "\n").map(String.init)
            .filter { $0.hasPrefix(prefix) }
    }

    @Test(arguments: [
        (
            "distrib_decisions_total",
            [
                #"distrib_decisions_total{pool="app.com",row="1a",decision="lockdown"} 12345"#,
                #"distrib_decisions_total{pool="app.com",row="3a",decision="start"} 0"#,
            ]
        ),
        ("distrib_enforced_share", [#"distrib_enforced_share{pool="app.com"} 1"#]),
        ("distrib_observed_decisions_total", []),
        (
            "distrib_refused_total",
            [
                #"distrib_refused_total{reason="connection-limit"} 1"#,
                #"distrib_refused_total{reason="no-descriptor"} 2"#,
                #"distrib_refused_total{reason="peer-not-allowed"} 3"#,
                #"distrib_refused_total{reason="bad-request"} 8"#,
                #"distrib_refused_total{reason="prefetch"} 9"#,
                #"distrib_refused_total{reason="signal"} 3"#,
                #"distrib_refused_total{reason="rate"} 7"#,
            ]
        ),
        ("distrib_admission_tokens", [#"distrib_admission_tokens{pool="app.com"} 12.5"#]),
        (
            "distrib_busy",
            [
                #"distrib_busy{pool="app.com",class="staff"} 0"#,
                #"distrib_busy{pool="app.com",class="normal"} 1"#,
            ]
        ),
        (
            "distrib_waiting",
            [
                #"distrib_waiting{pool="app.com",class="staff"} 0"#,
                #"distrib_waiting{pool="app.com",class="normal"} 1200"#,
                #"distrib_waiting_called_total{pool="app.com",class="staff"} 4"#,
                #"distrib_waiting_called_total{pool="app.com",class="normal"} 345"#,
                #"distrib_waiting_expected_seconds{pool="app.com",class="staff"} 0"#,
                #"distrib_waiting_expected_seconds{pool="app.com",class="normal"} 95.2"#,
            ]
        ),
        (
            "distrib_signal_value",
            [#"distrib_signal_value{pool="app.com",signal="load_average"} 1.72"#]
        ),
        (
            "distrib_signal_busy",
            [
                #"distrib_signal_busy{pool="app.com",signal="load_average"} 1"#,
                #"distrib_signal_busy{pool="app.com",signal="file \"/run\\x\""} 0"#,
            ]
        ),
        (
            "distrib_signal_age_seconds",
            [#"distrib_signal_age_seconds{pool="app.com",signal="load_average"} 0.5"#]
        ),
        (
            "distrib_signal_threshold",
            [
                #"distrib_signal_threshold{pool="app.com",signal="load_average",bound="above"} 1.5"#,
                #"distrib_signal_threshold{pool="app.com",signal="load_average",bound="resume_below"} 1"#,
            ]
        ),
        (
            "distrib_signal_failures_total",
            [
                #"distrib_signal_failures_total{pool="app.com",signal="load_average"} 0"#,
                #"distrib_signal_failures_total{pool="app.com",signal="file \"/run\\x\""} 3"#,
            ]
        ),
        (
            "distrib_peer_state",
            [
                #"distrib_peer_state{pool="app.com",site="chicago.app.com",state="free"} 1"#,
                #"distrib_peer_state{pool="app.com",site="chicago.app.com",state="unknown"} 0"#,
                #"distrib_peer_state{pool="app.com",site="chicago.app.com",state="busy"} 0"#,
                #"distrib_peer_state{pool="app.com",site="chicago.app.com",state="draining"} 0"#,
                #"distrib_peer_state{pool="app.com",site="chicago.app.com",state="down"} 0"#,
                #"distrib_peer_state{pool="app.com",site="geneva.app.com",state="free"} 0"#,
                #"distrib_peer_state{pool="app.com",site="geneva.app.com",state="unknown"} 0"#,
                #"distrib_peer_state{pool="app.com",site="geneva.app.com",state="busy"} 0"#,
                #"distrib_peer_state{pool="app.com",site="geneva.app.com",state="draining"} 0"#,
                #"distrib_peer_state{pool="app.com",site="geneva.app.com",state="down"} 1"#,
                #"distrib_peer_state{pool="app.com",site="oslo.app.com",state="free"} 0"#,
                #"distrib_peer_state{pool="app.com",site="oslo.app.com",state="unknown"} 1"#,
                #"distrib_peer_state{pool="app.com",site="oslo.app.com",state="busy"} 0"#,
                #"distrib_peer_state{pool="app.com",site="oslo.app.com",state="draining"} 0"#,
                #"distrib_peer_state{pool="app.com",site="oslo.app.com",state="down"} 0"#,
            ]
        ),
        (
            "distrib_peer_clock",
            [
                #"distrib_peer_clock_offset_seconds{pool="app.com",site="chicago.app.com"} 0"#,
                #"distrib_peer_clock_offset_seconds{pool="app.com",site="geneva.app.com"} -3.96"#,
                #"distrib_peer_clock_offset_seconds{pool="app.com",site="oslo.app.com"} NaN"#,
            ]
        ),
        ("distrib_connections", ["distrib_connections 12", "distrib_connections_limit 16384"]),
        (
            "distrib_reloads_total",
            [
                #"distrib_reloads_total{result="success"} 2"#,
                #"distrib_reloads_total{result="failure"} 1"#,
            ]
        ),
        (
            "distrib_config",
            [
                "distrib_config_generation 3",
                "distrib_config_loaded_timestamp_seconds 1700000050",
            ]
        ),
        (
            "distrib_build_info",
            [#"distrib_build_info{version="0.1.0",libfcgi="libfcgi.so.0.0.0"} 1"#]
        ),
        (
            "process_",
            [
                "process_cpu_seconds_total 1.25", "process_open_fds 40", "process_max_fds 65536",
                "process_resident_memory_bytes 10485760", "process_virtual_memory_bytes 123456789",
                "process_start_time_seconds 1700000000",
            ]
        ),
    ])
    func family(_ prefix: String, _ lines: [String]) { #expect(samples(prefix) == lines) }

    @Test(
        "What nobody can tell is NaN; without a line and without peers, their families are absent")
    func unknown() {
        var snapshot = exampleSnapshot()
        snapshot.pools[0].line?.classes[1].expectedWait = nil
        #expect(
            Metrics.text(of: snapshot).contains(
                #"distrib_waiting_expected_seconds{pool="app.com",class="normal"} NaN"# + "\n"))
        snapshot.pools[0].line = nil
        #expect(!Metrics.text(of: snapshot).contains("distrib_waiting"))
        snapshot.pools[0].peers = []
        #expect(!Metrics.text(of: snapshot).contains("distrib_peer_"))
    }

    @Test("The histogram counts what took at most so long, and everything in +Inf")
    func histogram() {
        let lines = samples("distrib_request_duration_seconds")
        let bounds = [
            "1e-05", "2.5e-05", "5e-05", "0.0001", "0.00025", "0.0005", "0.001", "0.0025", "0.005",
            "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "+Inf",
        ]
        let counts = [1, 3] + Array(repeating: 6, count: 14) + [10]
        let name = "distrib_request_duration_seconds"
        #expect(
            lines == zip(bounds, counts).map { "\(name)_bucket{le=\"\($0)\"} \($1)" }
                + ["\(name)_sum 8.0003", "\(name)_count 10"])
    }

    @Test("What is only observed is counted beside")
    func observed() {
        var snapshot = exampleSnapshot()
        snapshot.pools[0].enforcedPercent = 10
        snapshot.pools[0].decisions[0].observed = 12_000
        let text = Metrics.text(of: snapshot)
        for line in [
            #"distrib_enforced_share{pool="app.com"} 0.1"#,
            #"distrib_decisions_total{pool="app.com",row="1a",decision="lockdown"} 12345"#,
            #"distrib_observed_decisions_total{pool="app.com",row="1a",decision="lockdown"} 12000"#,
            #"distrib_observed_decisions_total{pool="app.com",row="3a",decision="start"} 0"#,
        ] {
            #expect(text.contains("\n\(line)\n"))
        }
    }

    @Test("Each family has its help and its type once, and its samples right behind")
    func families() {
        var seen: Set<Substring> = []
        var current: Substring = ""
        for line in Metrics.text(of: exampleSnapshot()).split(separator: "\n") {
            let words = line.split(separator: " ")
            if words[0] == "#", words[1] == "HELP" {
                #expect(seen.insert(words[2]).inserted, "\(line)")
                current = words[2]
            } else if words[0] == "#" {
                #expect(words[1] == "TYPE" && words[2] == current)
            } else {
                #expect(line.hasPrefix(current), "\(line)")
            }
        }
        #expect(seen.count == 28)
    }
}
