internal import Admission
internal import Logging
internal import Settings
internal import Synchronization
internal import SystemCalls
internal import Topology

/// The lines of the Pools that have `waiting`. They live on across reloads. One thread moves all of them, and
/// another one writes their files.
final class WaitingLines: Sendable {
    private let logger: Logger
    private let counter = ProcessCounter.make()
    /// What this machine shares with others of the Site: the lines move by it.
    let sharings: Sharings
    private let state = Mutex(State())
    private let files: LineFiles

    private struct State: Sendable {
        var lines: [HostName: Entry] = [:]
        var schedule: PeriodicThread?
        var writer: PeriodicThread?
    }

    /// A line, and what it is wired with.
    private struct Entry: Sendable {
        let line: Line
        let door: Door
        let file: LineFile?
    }

    /// What a configuration is about to put in force.
    struct Prepared: Sendable {
        fileprivate let lines: [HostName: PreparedLine]
        fileprivate let sharings: Sharings.Prepared
    }

    fileprivate struct PreparedLine: Sendable {
        let line: Line
        let policy: LinePolicy
        /// Nil where the line does not outlive the process.
        let file: LineFile?
    }

    init(_ logger: Logger) {
        self.logger = logger
        sharings = Sharings(id: counter, logger)
        files = LineFiles(logger)
    }

    /// The Pool's line; nil where nobody is told to wait.
    func line(_ pool: HostName) -> Line? { state.withLock { $0.lines[pool]?.line } }

    /// Takes up what earlier processes left behind. Nothing that is in force changes yet.
    func prepare(_ loaded: Loaded) throws(SystemCallError) -> Prepared {
        var lines: [HostName: PreparedLine] = [:]
        for (pool, site) in zip(loaded.configuration.pools, loaded.sites) {
            guard let waiting = pool.waiting, let site else { continue }
            let name = pool.pool.name
            let policy = waiting.policy(pool.admission.policy.classes)
            let file = waiting.state.map { path in
                LineFile(path: path, pool: name, site: pool.pool[site].name)
            }
            lines[name] = PreparedLine(
                line: line(name) ?? newLine(policy, file), policy: policy, file: file)
        }
        if !lines.isEmpty {
            try startThreads(writes: lines.values.contains { $0.file != nil })
        }
        return Prepared(lines: lines, sharings: try sharings.prepare(loaded))
    }

    private func newLine(_ policy: LinePolicy, _ file: LineFile?) -> Line {
        let steady = monotonicNanoseconds() / 1_000_000
        let state = file?.read(keep: policy.keep, rebuildTime: policy.rebuildTime, logger)
        let line =
            state.map {
                WaitingLine(
                    policy, resuming: $0, counter: counter, at: wallClockMilliseconds(),
                    steady: steady)
            } ?? WaitingLine(policy, counter: counter, steady: steady)
        return Line(
            line, seed: .random(in: .min ... .max), wallClock: wallClockMilliseconds)
    }

    /// From now on these lines move and are written, and no others.
    /// - Parameter door: of each Pool
    func putInForce(_ prepared: Prepared, door: (HostName) -> Door) {
        var lines: [HostName: Entry] = [:]
        for (name, each) in prepared.lines {
            each.line.adopt(each.policy)
            lines[name] = Entry(line: each.line, door: door(name), file: each.file)
        }
        state.withLock { state in
            state.lines = lines
            state.schedule?.look()
            state.writer?.look()
        }
        sharings.putInForce(prepared.sharings, door: door) { lines[$0]?.line }
        // Whoever comes at once is told a time by the rate of now.
        move()
    }

    /// Writes all lines once more.
    /// - Parameter deadline: on the monotonic clock; a disk that hangs delays nobody
    func stop(until deadline: Int64) {
        sharings.stop(until: min(deadline, monotonicNanoseconds() + WaitingLines.sharingLimit))
        let (schedule, writer) = state.withLock { ($0.schedule.take(), $0.writer.take()) }
        schedule?.stop(until: deadline)
        guard let writer, !writer.stop(until: deadline), files.isWriting else { return }
        logger.warning(
            """
            the last second of the waiting line was not written: the disk does not answer; its places are good \
            all the same
            """)
    }

    // MARK: Threads

    private static let moveInterval: Int64 = 250_000_000
    private static let writeInterval: Int64 = 1_000_000_000
    /// A thread that waits for Redis is left alone after that.
    private static let sharingLimit: Int64 = 50_000_000

    private func startThreads(writes: Bool) throws(SystemCallError) {
        try state.withLock { state throws(SystemCallError) in
            if state.schedule == nil {
                state.schedule = try PeriodicThread(every: WaitingLines.moveInterval) {
                    [weak self] in
                    self?.move() ?? false
                }
            }
            guard writes, state.writer == nil else { return }
            state.writer = try PeriodicThread(
                every: WaitingLines.writeInterval, onceMoreAtEnd: true
            ) { [weak self] in
                self?.write() ?? false
            }
        }
    }

    /// - Returns: whether there is a line.
    @discardableResult
    private func move() -> Bool {
        let entries = state.withLock { $0.lines }
        let now = monotonicNanoseconds()
        for (pool, entry) in entries {
            var supply = entry.door.supply(at: now)
            supply.frontiersElsewhere = sharings.frontiersElsewhere(pool)
            entry.line.move(steady: now / 1_000_000, supply)
        }
        files.tellIfLate(at: now)
        return !entries.isEmpty
    }

    private func write() -> Bool {
        let entries = state.withLock { $0.lines.values }
        for entry in entries {
            if let file = entry.file { files.write(entry.line, to: file) }
        }
        return entries.contains { $0.file != nil }
    }
}
