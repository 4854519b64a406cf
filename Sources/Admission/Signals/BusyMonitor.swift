internal import Probing
internal import Synchronization
internal import SystemCalls

/// Whether this Site is too busy to start sessions of one Pool: what its signals say of each class. A
/// `ProbeSchedule` brings it the measurements; the request path reads one atomic.
///
/// On a reload the new monitor is started before the old one is stopped, so that the Site never counts as
/// free only because nothing has been measured yet.
package final class BusyMonitor: Sendable {
    private struct State {
        var signals: [JudgedSignal]
        /// From the first measurements on, until it is stopped.
        var isInForce = false
        var isStopped = false
    }

    private let state: Mutex<State>
    private let verdicts = Atomic<UInt64>(0)
    /// The index of the class `normal`.
    private let normal: Int
    private let publish: @Sendable (SignalVerdicts, Int64) -> Void
    private let onChange: @Sendable (SignalChange) -> Void

    /// - Parameters:
    ///   - policies: any of these signals makes the Site busy
    ///   - factors: of the numeric thresholds of each class; 1 for `normal`, which is last
    ///   - previous: the monitor that this one replaces on a reload; signals with the same policy continue
    ///     from their state there
    ///   - publish: called with what the signals say of the classes, and the time in nanoseconds, after
    ///     every measurement once the monitor is in force; one call at a time
    ///   - onChange: called by the thread that measured
    package init(
        _ policies: [SignalPolicy], factors: [Double] = [1],
        continuing previous: BusyMonitor? = nil,
        publish: @escaping @Sendable (SignalVerdicts, Int64) -> Void = { _, _ in },
        onChange: @escaping @Sendable (SignalChange) -> Void = { _ in }
    ) {
        let known = previous?.state.withLock { $0.signals } ?? []
        var count: [String: Int] = [:]
        let signals = policies.map { policy in
            let key = policy.source.key
            count[key, default: 0] += 1
            let label = count[key]! == 1 ? key : "\(key)_\(count[key]!)"
            var signal = JudgedSignal(policy, label: label, factors: factors)
            if let old = known.first(where: { $0.policy == policy }) { signal.continue(old) }
            return signal
        }
        state = Mutex(State(signals: signals))
        normal = factors.count - 1
        self.publish = publish
        self.onChange = onChange
        // These states are in force until the first measurement.
        state.withLock { verdicts.store(BusyMonitor.verdicts($0).rawValue, ordering: .relaxed) }
    }

    /// Whether a signal says busy for the class `normal`.
    package var isBusy: Bool {
        let verdicts = SignalVerdicts(rawValue: verdicts.load(ordering: .relaxed))
        return verdicts.isDraining || verdicts[normal].isBusy
    }

    package var isDraining: Bool {
        SignalVerdicts(rawValue: verdicts.load(ordering: .relaxed)).isDraining
    }

    /// Every signal as it is now.
    package var states: [SignalState] { state.withLock { $0.signals.map(\.state) } }

    /// The signals that say busy.
    package var reasons: [SignalState] { states.filter(\.isBusy) }

    // MARK: For the schedule

    var probes: [Probe] { state.withLock { $0.signals.map(\.policy.probe) } }

    /// Takes the result of a measurement.
    /// - Parameters:
    ///   - started: when the measurement began
    ///   - now: when the result came
    func take(
        _ result: Result<ProbeAnswer, ProbeFailure>, ofSignal index: Int, started: Int64,
        at now: Int64
    ) {
        let change: SignalChange? = state.withLock { state in
            guard !state.isStopped else { return nil }
            let change = state.signals[index].take(result, started: started, at: now)
            update(state, at: now)
            return change
        }
        if let change { onChange(change) }
    }

    /// From now on what the signals say is published.
    func putInForce(at now: Int64) {
        state.withLock { state in
            state.isInForce = true
            update(state, at: now)
        }
    }

    /// The last measurements stay in force.
    func stop() { state.withLock { $0.isStopped = true } }

    /// Within the lock, so that of two measurements that end together none is lost.
    private func update(_ state: State, at now: Int64) {
        let new = BusyMonitor.verdicts(state)
        verdicts.store(new.rawValue, ordering: .relaxed)
        if state.isInForce, !state.isStopped { publish(new, now) }
    }

    private static func verdicts(_ state: State) -> SignalVerdicts {
        let states = state.signals.map(\.state)
        let classCount = states.first?.classes.count ?? 0
        let classes = (0..<classCount).map { index in
            ClassVerdict(
                isBusy: states.contains { $0.classes[index].isBusy },
                shed: states.map { $0.classes[index].shed }.max() ?? 0)
        }
        return SignalVerdicts(
            isDraining: isSwitchedOff(states), classes: classes)
    }

    /// The first `file` signal is the one by which operators drain the Site.
    private static func isSwitchedOff(_ states: [SignalState]) -> Bool {
        let file = states.first { if case .file = $0.source { true } else { false } }
        guard let file, file.isBusy, case .value = file.reading else { return false }
        return true
    }
}
