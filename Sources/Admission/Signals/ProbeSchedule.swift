internal import Probing
internal import Synchronization
package import SystemCalls

/// Measures the signals of all monitors: each probe at its interval and on a thread of its own, so that one
/// that hangs holds up no other. It lives on across reloads, and with it the probes that go on being
/// needed.
package final class ProbeSchedule: Sendable {
    private let probes = Mutex<[Probe: RunningProbe]>([:])
    private let watch = Mutex<ProbeWatch?>(nil)
    private let makeMeasurement: @Sendable (ProbeQuestion) -> ProbeQuestion.Measurement

    package convenience init() { self.init { $0.makeMeasurement() } }

    /// - Parameter makeMeasurement: tests pass their own
    init(makeMeasurement: @escaping @Sendable (ProbeQuestion) -> ProbeQuestion.Measurement) {
        self.makeMeasurement = makeMeasurement
    }

    /// Measures the signals of these monitors from now on. Returns when each has been measured once, so
    /// that the first request is decided on real values; then the monitors are in force.
    /// - Parameter limit: the longest wait for that; a signal that takes longer counts as it did in the
    ///   previous monitor, or else as free
    package func start(
        _ monitors: [BusyMonitor], within limit: Duration = .seconds(2)
    ) throws(SystemCallError) {
        let now = monotonicNanoseconds()
        let signals = monitors.flatMap { monitor in
            monitor.probes.enumerated().map { (monitor: monitor, index: $0, probe: $1) }
        }
        if !signals.isEmpty {
            let arrival = try Arrival(count: signals.count)
            do throws(SystemCallError) {
                for signal in signals {
                    let listener = ProbeListener(
                        signal.monitor, signal: signal.index, since: now, arrival: arrival)
                    try add(listener, to: signal.probe)
                }
                try startWatch()
            } catch {
                stop(monitors, until: 0)
                throw error
            }
            arrival.wait(until: now + limit.nanoseconds)
        }
        for monitor in monitors { monitor.putInForce(at: monotonicNanoseconds()) }
    }

    /// Ends what only these monitors need. Their last measurements stay in force, but they publish nothing
    /// any more.
    /// - Parameter deadline: the end of the wait for the threads, on the monotonic clock. One that hangs,
    ///   for example on a file system whose server is gone, ends later.
    package func stop(_ monitors: [BusyMonitor], until deadline: Int64 = .max) {
        for monitor in monitors { monitor.stop() }
        let ended = probes.withLock { probes in
            for probe in probes.values { probe.remove(monitors) }
            let ended = probes.filter { $0.value.isIdle }
            for probe in ended.keys { probes[probe] = nil }
            return ended
        }
        for probe in ended.values { probe.end() }
        for probe in ended.values { probe.join(until: deadline) }
        let watch = watch.withLock { watch in
            probes.withLock { $0.isEmpty } ? watch.take() : nil
        }
        watch?.stop(until: deadline)
    }

    /// How many probes run.
    package var probeCount: Int { probes.withLock { $0.count } }

    private func add(_ listener: ProbeListener, to probe: Probe) throws(SystemCallError) {
        // Within the lock, so that nobody ends a probe that is about to get a listener.
        let known = try probes.withLock { probes throws(SystemCallError) in
            let running: RunningProbe
            if let known = probes[probe] {
                running = known
            } else {
                running = try RunningProbe(probe, makeMeasurement(probe.question))
                probes[probe] = running
            }
            return running.add(listener)
        }
        if let known { listener.take(known.result, started: known.started) }
    }

    private func startWatch() throws(SystemCallError) {
        try watch.withLock { watch throws(SystemCallError) in
            if let watch { return watch.look() }
            watch = try ProbeWatch { [weak self] now in
                let running = self?.probes.withLock { Array($0.values) } ?? []
                return running.map { $0.reportIfLate(at: now) }.min() ?? .max
            }
        }
    }
}

/// Whom a probe tells what it measured.
final class ProbeListener: Sendable {
    let monitor: BusyMonitor
    /// Measurements that began before are not told.
    let since: Int64
    /// Of the monitor's signals.
    private let index: Int
    private let arrival: Arrival
    private let hasArrived = Atomic<Bool>(false)

    init(_ monitor: BusyMonitor, signal index: Int, since: Int64, arrival: Arrival) {
        self.monitor = monitor
        self.index = index
        self.since = since
        self.arrival = arrival
    }

    func take(_ result: Result<ProbeAnswer, ProbeFailure>, started: Int64) {
        monitor.take(result, ofSignal: index, started: started, at: monotonicNanoseconds())
        if !hasArrived.exchange(true, ordering: .relaxed) { arrival.arrive() }
    }
}

/// Waits for the first measurement of several signals.
final class Arrival: Sendable {
    private let missing: Atomic<Int>
    private let all: WakeUp

    init(count: Int) throws(SystemCallError) {
        missing = Atomic(count)
        all = try WakeUp()
    }

    func arrive() {
        if missing.subtract(1, ordering: .acquiringAndReleasing).newValue == 0 { all.signal() }
    }

    func wait(until deadline: Int64) { _ = all.wait(until: deadline) }
}

/// The thread that looks for measurements that are late, which their own threads can't report.
struct ProbeWatch: Sendable {
    private let thread: SystemThread
    private let wakeUp: WakeUp
    private let isEnded: SharedFlag

    /// - Parameter report: reports what is late, and returns when something can be late next
    init(_ report: @escaping @Sendable (_ now: Int64) -> Int64) throws(SystemCallError) {
        let wakeUp = try WakeUp()
        let isEnded = SharedFlag()
        self.wakeUp = wakeUp
        self.isEnded = isEnded
        thread = try SystemThread {
            while !isEnded.isSet {
                _ = wakeUp.wait(until: report(monotonicNanoseconds()))
                wakeUp.clear()
            }
        }
    }

    /// There are other probes than before.
    func look() { wakeUp.signal() }

    func stop(until deadline: Int64) {
        isEnded.set()
        wakeUp.signal()
        thread.join(until: deadline)
    }
}

final class SharedFlag: Sendable {
    private let value = Atomic<Bool>(false)

    var isSet: Bool { value.load(ordering: .acquiring) }

    func set() { value.store(true, ordering: .releasing) }
}
