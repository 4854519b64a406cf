package import FastCGI

/// All that is known of the running component at one moment, as plain values: what `status` and `metrics` say.
/// Clocks: seconds since 1970 where a moment is meant.
package struct Snapshot: Sendable {
    package var now: Int64
    package var program: ProgramFacts
    package var process: ProcessFacts
    package var configuration: ConfigurationFacts
    package var connections: ConnectionFacts
    package var counters: ServerCounters
    package var durations: RequestDurations
    /// Requests that got no decision, by reason.
    package var refusals: [Count]
    package var pools: [PoolFacts]

    package init(
        now: Int64, program: ProgramFacts, process: ProcessFacts, configuration: ConfigurationFacts,
        connections: ConnectionFacts, counters: ServerCounters, durations: RequestDurations,
        refusals: [Count], pools: [PoolFacts]
    ) {
        self.now = now
        self.program = program
        self.process = process
        self.configuration = configuration
        self.connections = connections
        self.counters = counters
        self.durations = durations
        self.refusals = refusals
        self.pools = pools
    }

    /// Sessions that the doors refused, by reason, of all Pools and classes together.
    var refusedSessions: [Count] {
        var counts: [Count] = []
        for refused in pools.flatMap(\.classes).flatMap(\.refused) {
            if let index = counts.firstIndex(where: { $0.label == refused.label }) {
                counts[index].count += refused.count
            } else {
                counts.append(refused)
            }
        }
        return counts
    }

    package struct Count: Sendable {
        package let label: String
        package fileprivate(set) var count: Int

        package init(label: String, count: Int) {
            self.label = label
            self.count = count
        }
    }
}

package struct ProgramFacts: Sendable {
    package var version: String
    /// The file of libfcgi that is loaded, or "unknown": the library does not say its version.
    package var libfcgi: String
    package var startedAt: Int64
    /// In seconds, on the monotonic clock.
    package var uptime: Int64

    package init(version: String, libfcgi: String, startedAt: Int64, uptime: Int64) {
        self.version = version
        self.libfcgi = libfcgi
        self.startedAt = startedAt
        self.uptime = uptime
    }
}

/// What the system says of this process; nil where it does not.
package struct ProcessFacts: Sendable {
    package var cpuSeconds: Double?
    package var residentBytes: Int?
    package var virtualBytes: Int?
    package var openDescriptors: Int?
    package var descriptorLimit: Int?

    package init() {}
}

package struct ConfigurationFacts: Sendable {
    package var file: String
    /// SHA-256 of the file's bytes: the same where Sites have the same file.
    package var identity: String
    /// 1 at the start, and one more after each reload that succeeded.
    package var generation: Int
    package var loadedAt: Int64
    package var failedReloads: Int
    /// When the latest reload failed, if that is later than `loadedAt`.
    package var failedSince: Int64?

    package init(
        file: String, identity: String, generation: Int, loadedAt: Int64, failedReloads: Int,
        failedSince: Int64?
    ) {
        self.file = file
        self.identity = identity
        self.generation = generation
        self.loadedAt = loadedAt
        self.failedReloads = failedReloads
        self.failedSince = failedSince
    }

    package var succeededReloads: Int { generation - 1 }
}

package struct ConnectionFacts: Sendable {
    package var open: Int
    package var limit: Int
    /// Beyond the limit, for endpoints only.
    package var keptBack: Int
    package var ofWorkers: [Int]

    package init(open: Int, limit: Int, keptBack: Int, ofWorkers: [Int]) {
        self.open = open
        self.limit = limit
        self.keptBack = keptBack
        self.ofWorkers = ofWorkers
    }
}
