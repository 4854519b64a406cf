internal import Admission
internal import FastCGI
internal import Glibc
internal import Logging
internal import Observation
internal import Settings
internal import Synchronization
internal import SystemCalls
internal import Topology

/// What can be seen of a running daemon, from any thread: `status` and `metrics` are told from its snapshots.
/// A snapshot reads memory and /proc, and waits for nothing else.
final class Watch: Sendable {
    let tallies: Tallies
    let events: EventLog
    private let logger: Logger
    private let lineLogs = Mutex<[HostName: LineLog]>([:])
    private let startedAt = Int64(time(nil))
    private let startedAtMonotonic = monotonicNanoseconds()
    private let state: Mutex<State>
    private let sampler = Mutex<Sampler?>(nil)

    private struct State {
        var loaded: Loaded
        var monitors: Monitors?
        /// The server's handler leads here, so it is not held.
        weak var server: Server?
        var generation = 1
        var loadedAt: Int64
        var failedReloads = 0
        var failedSince: Int64?
    }

    init(_ loaded: Loaded, workers: Int, _ logger: Logger) {
        tallies = Tallies(workers: workers)
        events = EventLog(logger)
        self.logger = logger
        state = Mutex(State(loaded: loaded, loadedAt: startedAt))
    }

    func tally(of pool: HostName) -> PoolTally { tallies.pool(pool, now: monotonicNanoseconds()) }

    func start(_ server: Server, _ monitors: Monitors) throws(SystemCallError) {
        state.withLock {
            $0.server = server
            $0.monitors = monitors
        }
        let new = try Sampler { [weak self] now in self?.sample(at: now) }
        sampler.withLock { $0 = new }
    }

    func stop() {
        sampler.withLock { $0.take() }?.stop()
        events.tell(at: .max)
        state.withLock { $0.monitors = nil }
    }

    /// The configuration in force has another database; the one from before is not held here.
    func replacedDatabase(of loaded: Loaded) { state.withLock { $0.loaded = loaded } }

    /// For the numbers of the last minute, and for the log: how often was repeated what it holds back, and how the
    /// waiting lines stand.
    private func sample(at now: Int64) {
        tallies.sample(at: now)
        events.tell(at: now)
        let state = state.withLock { $0 }
        for name in state.loaded.configuration.pools.map(\.pool.name) {
            guard let line = state.monitors?.line(name)?.snapshot else { continue }
            let messages = lineLogs.withLock {
                $0[name, default: LineLog()].changes(of: LineFacts(line), at: now)
            }
            for message in messages {
                logger.notice("\(message)", metadata: ["pool": "\(name)"])
            }
        }
    }

    func reloaded(_ loaded: Loaded, _ monitors: Monitors) {
        state.withLock {
            $0.loaded = loaded
            $0.monitors = monitors
            $0.generation += 1
            $0.loadedAt = Int64(time(nil))
            $0.failedSince = nil
        }
    }

    func reloadFailed() {
        state.withLock {
            $0.failedReloads += 1
            $0.failedSince = $0.failedSince ?? Int64(time(nil))
        }
    }

    func snapshot() -> Snapshot {
        let state = state.withLock { $0 }
        let now = monotonicNanoseconds()
        let program = ProgramFacts(
            version: Program.version, libfcgi: Program.libfcgi, startedAt: startedAt,
            uptime: (now - startedAtMonotonic) / 1_000_000_000)
        let configuration = ConfigurationFacts(
            file: state.loaded.configuration.file, identity: state.loaded.configuration.identity,
            generation: state.generation, loadedAt: state.loadedAt,
            failedReloads: state.failedReloads, failedSince: state.failedSince)
        let counters = state.server?.counters ?? ServerCounters()
        let limits = state.server?.limits ?? ServerLimits()
        return Snapshot(
            now: Int64(time(nil)), program: program, process: ProcessFacts.current,
            configuration: configuration,
            connections: ConnectionFacts(
                open: counters.openConnections, limit: limits.maximumConnections,
                keptBack: limits.keptBack, ofWorkers: state.server?.connectionsOfWorkers ?? []),
            counters: counters,
            durations: state.server?.durations ?? RequestDurations(counts: [], nanoseconds: 0),
            refusals: RefusalReason.allCases.map {
                Snapshot.Count(label: "\($0.label)", count: tallies.count(of: $0))
            },
            pools: pools(state, now))
    }

    private func pools(_ state: State, _ now: Int64) -> [PoolFacts] {
        zip(state.loaded.configuration.pools, state.loaded.sites).map { each, site in
            PoolFacts(
                each.pool, site: site, monitors: state.monitors, enforcement: each.enforcement,
                tally: tallies.pool(each.pool.name, now: now), now: now)
        }
    }
}

extension ProcessFacts {
    fileprivate static var current: ProcessFacts {
        var facts = ProcessFacts()
        facts.cpuSeconds = ProcessUsage.cpuSeconds
        facts.residentBytes = ProcessUsage.memory?.resident
        facts.virtualBytes = ProcessUsage.memory?.virtual
        facts.openDescriptors = ProcessUsage.openDescriptors
        facts.descriptorLimit = ProcessUsage.descriptorLimit
        return facts
    }
}
