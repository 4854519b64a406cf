internal import FastCGI

/// The metrics of a snapshot for Prometheus. No label has a value that a client could choose.
package enum Metrics {
    package static func text(of snapshot: Snapshot) -> String {
        var text = PrometheusText()
        addDecisions(snapshot, to: &text)
        addObserved(snapshot.pools, to: &text)
        addRefusals(snapshot, to: &text)
        addDurations(snapshot.durations, to: &text)
        addClasses(snapshot.pools, to: &text)
        addMachines(snapshot.pools, to: &text)
        addLines(snapshot.pools, to: &text)
        addSignals(snapshot.pools, to: &text)
        addPeers(snapshot.pools, to: &text)
        addConnections(snapshot.connections, to: &text)
        addConfiguration(snapshot.configuration, to: &text)
        addProgram(snapshot.program, to: &text)
        addProcess(snapshot, to: &text)
        return text.text
    }

    package static var contentType: StaticString { PrometheusText.contentType }

    // MARK: - Requests

    private static func addDecisions(_ snapshot: Snapshot, to text: inout PrometheusText) {
        text.begin(
            "distrib_decisions_total", .counter,
            "Requests decided, by row of the decision table and the decision's label.")
        for pool in snapshot.pools {
            for decision in pool.decisions {
                text.add(
                    decision.sinceStart,
                    ["pool": pool.name, "row": decision.row, "decision": decision.label])
            }
        }
    }

    private static func addObserved(_ pools: [PoolFacts], to text: inout PrometheusText) {
        text.begin(
            "distrib_enforced_share", .gauge,
            "For which share of the clients decisions are carried out, 0 to 1; for all others they are only observed."
        )
        for pool in pools where pool.site != nil {
            text.add(Double(pool.enforcedPercent) / 100, ["pool": pool.name])
        }
        let observed = pools.filter(\.hasObserved)
        guard !observed.isEmpty else { return }
        text.begin(
            "distrib_observed_decisions_total", .counter,
            "Those of distrib_decisions_total that were only observed: the session started here all the same."
        )
        for pool in observed {
            for decision in pool.decisions {
                text.add(
                    decision.observed,
                    ["pool": pool.name, "row": decision.row, "decision": decision.label])
            }
        }
    }

    private static func addRefusals(_ snapshot: Snapshot, to text: inout PrometheusText) {
        text.begin(
            "distrib_refused_total", .counter,
            "What was refused, by reason: connections, requests that got no decision, and sessions by the door."
        )
        let counters = snapshot.counters
        for (reason, count) in [
            ("connection-limit", counters.refusedBeyondLimit),
            ("no-descriptor", counters.refusedWithoutDescriptor),
            ("peer-not-allowed", counters.refusedPeers),
        ] { text.add(count, ["reason": reason]) }
        for refusal in snapshot.refusals + snapshot.refusedSessions {
            text.add(refusal.count, ["reason": refusal.label])
        }
    }

    private static func addDurations(
        _ durations: RequestDurations, to text: inout PrometheusText
    ) {
        text.begin(
            "distrib_request_duration_seconds", .histogram,
            "How long requests took, from their last byte until their answer was ready to be sent.")
        var count = 0
        for (bound, number) in zip(RequestDurations.boundsInNanoseconds, durations.counts) {
            count += number
            let seconds = PrometheusText.number(Double(bound) / 1e9)
            text.add(count, ["le": seconds], suffix: "_bucket")
        }
        text.add(durations.requests, ["le": "+Inf"], suffix: "_bucket")
        text.add(Double(durations.nanoseconds) / 1e9, suffix: "_sum")
        text.add(durations.requests, suffix: "_count")
    }

    // MARK: - Busy or free

    private static func addClasses(_ pools: [PoolFacts], to text: inout PrometheusText) {
        text.begin(
            "distrib_busy", .gauge,
            "1 while this Site starts no sessions for this class of clients, because a signal says busy or it is draining; else 0."
        )
        for pool in pools where pool.site != nil {
            for each in pool.classes {
                text.add(each.isBusy ? 1 : 0, ["pool": pool.name, "class": each.name])
            }
        }
        let rates = pools.compactMap { pool in pool.rate.map { (pool.name, $0) } }
        guard !rates.isEmpty else { return }
        text.begin(
            "distrib_admission_tokens", .gauge, "How many sessions could start at once now.")
        for (pool, rate) in rates { text.add(rate.tokens, ["pool": pool]) }
    }

    private static func addMachines(_ pools: [PoolFacts], to text: inout PrometheusText) {
        let all = pools.compactMap { pool in pool.sharing.map { (pool.name, $0) } }
        guard !all.isEmpty else { return }
        text.begin(
            "distrib_machines_shared", .gauge,
            "1 while Redis leases each machine of this Site its part of the rate, 0 while it fails and each has its even part; missing where none is configured."
        )
        for (pool, sharing) in all where sharing.redis != nil {
            text.add(sharing.isShared ? 1 : 0, ["pool": pool])
        }
        text.begin(
            "distrib_machines_configured", .gauge, "How many machines share the rate of this Site.")
        for (pool, sharing) in all { text.add(sharing.machines, ["pool": pool]) }
        text.begin(
            "distrib_machines_answering", .gauge,
            "How many machines of this Site have a lease; missing while nobody knows.")
        for (pool, sharing) in all {
            if let live = sharing.live { text.add(live, ["pool": pool]) }
        }
        text.begin(
            "distrib_machine_part", .gauge,
            "The part of the rate that this machine may start now, 0 to 1.")
        for (pool, sharing) in all { text.add(sharing.part, ["pool": pool]) }
        text.begin(
            "distrib_machines_failures_total", .counter, "How many times Redis gave no lease.")
        for (pool, sharing) in all { text.add(sharing.failures, ["pool": pool]) }
    }

    /// What nobody can tell is NaN, as Prometheus advises for series that are known to exist.
    private static func addLines(_ pools: [PoolFacts], to text: inout PrometheusText) {
        let classes = pools.flatMap { pool in
            (pool.line?.classes ?? []).map { (pool.name, $0) }
        }
        guard !classes.isEmpty else { return }
        text.begin(
            "distrib_waiting", .gauge, "Clients in the waiting line who were not called yet.")
        for (pool, each) in classes { text.add(each.waiting, ["pool": pool, "class": each.name]) }
        text.begin(
            "distrib_waiting_called_total", .counter, "Clients of the waiting line who were called."
        )
        for (pool, each) in classes { text.add(each.called, ["pool": pool, "class": each.name]) }
        text.begin(
            "distrib_waiting_expected_seconds", .gauge,
            "How long a client that came now would probably wait; NaN while no sessions start, so that nobody can tell."
        )
        for (pool, each) in classes {
            text.add(each.expectedWait ?? .nan, ["pool": pool, "class": each.name])
        }
    }

    private static func addSignals(_ pools: [PoolFacts], to text: inout PrometheusText) {
        let signals = pools.flatMap { pool in pool.signals.map { (pool.name, $0) } }
        guard !signals.isEmpty else { return }
        text.begin(
            "distrib_signal_value", .gauge,
            "What the signal measured last; missing while unreadable.")
        for (pool, signal) in signals {
            if let value = signal.value { text.add(value, ["pool": pool, "signal": signal.name]) }
        }
        text.begin("distrib_signal_busy", .gauge, "1 while the signal says busy, else 0.")
        for (pool, signal) in signals {
            text.add(signal.isBusy ? 1 : 0, ["pool": pool, "signal": signal.name])
        }
        text.begin(
            "distrib_signal_age_seconds", .gauge, "How long ago the signal was measured last.")
        for (pool, signal) in signals {
            if let age = signal.age { text.add(age, ["pool": pool, "signal": signal.name]) }
        }
        text.begin(
            "distrib_signal_threshold", .gauge,
            "The configured thresholds of the signal, by their words in the configuration.")
        for (pool, signal) in signals {
            for (bound, value) in signal.thresholds {
                text.add(value, ["pool": pool, "signal": signal.name, "bound": bound])
            }
        }
        text.begin(
            "distrib_signal_failures_total", .counter,
            "How many times the signal could not be read.")
        for (pool, signal) in signals {
            text.add(signal.failures, ["pool": pool, "signal": signal.name])
        }
    }

    // MARK: - The process

    private static func addConnections(
        _ connections: ConnectionFacts, to text: inout PrometheusText
    ) {
        text.add(
            "distrib_connections", .gauge, "Open connections of web servers.", connections.open)
        text.add(
            "distrib_connections_limit", .gauge,
            "How many connections may be open; beyond it only endpoints are answered.",
            connections.limit)
    }

    private static func addConfiguration(
        _ configuration: ConfigurationFacts, to text: inout PrometheusText
    ) {
        text.begin("distrib_reloads_total", .counter, "Reloads of the configuration, by result.")
        text.add(configuration.succeededReloads, ["result": "success"])
        text.add(configuration.failedReloads, ["result": "failure"])
        text.add(
            "distrib_config_generation", .gauge,
            "Which configuration is in force: 1 at the start, one more with each reload.",
            configuration.generation)
        text.add(
            "distrib_config_loaded_timestamp_seconds", .gauge,
            "When the configuration in force was loaded, in seconds since 1970.",
            Double(configuration.loadedAt))
    }

    private static func addProgram(_ program: ProgramFacts, to text: inout PrometheusText) {
        text.begin("distrib_build_info", .gauge, "Always 1; the labels say what is running.")
        text.add(1, ["version": program.version, "libfcgi": program.libfcgi])
    }

    /// By the names that Prometheus's own client libraries have.
    private static func addProcess(_ snapshot: Snapshot, to text: inout PrometheusText) {
        let process = snapshot.process
        text.add(
            "process_cpu_seconds_total", .counter,
            "Total user and system CPU time spent in seconds.", process.cpuSeconds)
        text.add(
            "process_open_fds", .gauge, "Number of open file descriptors.",
            process.openDescriptors)
        text.add(
            "process_max_fds", .gauge, "Maximum number of open file descriptors.",
            process.descriptorLimit)
        text.add(
            "process_resident_memory_bytes", .gauge, "Resident memory size in bytes.",
            process.residentBytes)
        text.add(
            "process_virtual_memory_bytes", .gauge, "Virtual memory size in bytes.",
            process.virtualBytes)
        text.add(
            "process_start_time_seconds", .gauge,
            "Start time of the process since unix epoch in seconds.",
            Double(snapshot.program.startedAt))
    }
}
