internal import Synchronization

/// The signals of a Pool with their last states. One thread at a time measures; every thread may read.
final class SignalBoard: Sendable {
    private let signals: Mutex<[Signal]>
    /// The bits of `Flag`; the request path reads nothing else.
    private let flags = Atomic<UInt8>(0)
    private let read: @Sendable (SignalSource) -> SignalReading
    private let onChange: @Sendable (SignalChange) -> Void

    private enum Flag {
        static let signal: UInt8 = 1
        static let draining: UInt8 = 2
    }

    private struct Signal {
        let policy: SignalPolicy
        var hysteresis: Hysteresis
        var state: SignalState?
        /// Nil before the first measurement, which is due at once.
        var due: ContinuousClock.Instant?
    }

    /// A shorter interval would keep a core busy with measuring.
    private static let shortestInterval: Duration = .milliseconds(10)

    /// - Parameter previous: signals with the same policy continue from their state there, so that a reload
    ///   cuts no dwell short
    init(
        _ policies: [SignalPolicy], continuing previous: SignalBoard?,
        read: @escaping @Sendable (SignalSource) -> SignalReading,
        onChange: @escaping @Sendable (SignalChange) -> Void
    ) {
        let known = previous?.signals.withLock { $0 } ?? []
        signals = Mutex(
            policies.map { policy in
                if var signal = known.first(where: { $0.policy == policy }) {
                    signal.due = nil
                    return signal
                }
                let hysteresis = policy.source.hysteresis(minimumDwell: policy.minimumDwell)
                return Signal(policy: policy, hysteresis: hysteresis)
            })
        self.read = read
        self.onChange = onChange
        // These states are in force until the first measurement.
        set(Flag.signal, signals.withLock { $0.contains { $0.state?.isBusy ?? false } })
    }

    var isBusy: Bool { flags.load(ordering: .relaxed) != 0 }

    var isDraining: Bool { flags.load(ordering: .relaxed) & Flag.draining != 0 }

    var states: [SignalState] { signals.withLock { $0.compactMap(\.state) } }

    func setDraining(_ isDraining: Bool) { set(Flag.draining, isDraining) }

    /// Measures every signal that is due, and reports the changes.
    /// - Returns: when the next signal is due; nil without signals.
    func measure(at now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        let due = signals.withLock { signals in
            signals.indices.filter { signals[$0].due.map { $0 <= now } ?? true }
                .map { (index: $0, source: signals[$0].policy.source) }
        }
        // Without the lock: a file system that hangs must not make `states` hang.
        let readings = due.map { (index: $0.index, reading: read($0.source)) }
        let (changes, next) = signals.withLock { signals in
            let changes = readings.compactMap { index, reading in
                SignalBoard.record(reading, at: now, &signals[index])
            }
            set(Flag.signal, signals.contains { $0.state?.isBusy ?? false })
            return (changes, signals.compactMap(\.due).min())
        }
        for change in changes { onChange(change) }
        return next
    }

    private static func record(
        _ reading: SignalReading, at now: ContinuousClock.Instant, _ signal: inout Signal
    ) -> SignalChange? {
        let isBusy =
            switch reading {
            case .value(let value): signal.hysteresis.observe(value, at: now)
            case .unreadable: signal.policy.onFailure == .busy
            }
        let state = SignalState(
            source: signal.policy.source, reading: reading, isBusy: isBusy)
        // Everybody expects a signal to be free at first; only a change from that is worth reporting.
        let before =
            signal.state
            ?? SignalState(source: state.source, reading: .value(0), isBusy: false)
        signal.state = state
        signal.due = now + max(signal.policy.interval, shortestInterval)
        return state.differs(from: before) ? SignalChange(state: state) : nil
    }

    private func set(_ flag: UInt8, _ isSet: Bool) {
        if isSet {
            flags.bitwiseOr(flag, ordering: .relaxed)
        } else {
            flags.bitwiseAnd(~flag, ordering: .relaxed)
        }
    }
}
