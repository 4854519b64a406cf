internal import Probing

/// A signal of one Pool: its values compared with the thresholds of each class.
struct JudgedSignal: Sendable {
    let policy: SignalPolicy
    private(set) var state: SignalState
    private let factors: [Double]
    private var hystereses: [Hysteresis]
    private var smoothing: Smoothing?
    /// When the last measurement began of which a result is known.
    private var lastStart = Int64.min

    /// - Parameter factors: of the thresholds of each class; 1 for `normal`, which is last
    init(_ policy: SignalPolicy, label: String, factors: [Double]) {
        self.policy = policy
        self.factors = factors
        state = SignalState(policy: policy, label: label)
        hystereses = factors.map { factor in
            Hysteresis(
                policy.isSwitch ? policy.thresholds : policy.thresholds.scaled(by: factor),
                dwell: policy.dwell)
        }
        smoothing = policy.smooth.map { Smoothing($0) }
        state.classes = factors.map { _ in ClassVerdict(isBusy: false, shed: 0) }
    }

    /// Goes on from where another signal of the same policy is. A class whose factor is new begins like
    /// `normal`.
    mutating func `continue`(_ other: JudgedSignal) {
        hystereses = factors.enumerated().map { index, factor in
            let known = other.factors.firstIndex(of: factor) ?? other.factors.count - 1
            return other.hystereses[known].with(hystereses[index].thresholds)
        }
        smoothing = other.smoothing
        let label = state.label
        state = SignalState(policy: policy, label: label)
        state.reading = other.state.reading
        state.value = other.state.value
        state.measuredAt = other.state.measuredAt
        state.failures = other.state.failures
        judge()
    }

    /// Takes the result of a measurement.
    /// - Parameters:
    ///   - started: when the measurement began; of one that is late, the result may still come
    ///   - now: when the result came
    /// - Returns: the change, where it is worth reporting
    mutating func take(
        _ result: Result<ProbeAnswer, ProbeFailure>, started: Int64, at now: Int64
    ) -> SignalChange? {
        // What is late was reported already, or has come meanwhile.
        if case .failure(.late) = result, started <= lastStart { return nil }
        lastStart = started
        let before = state
        state.reading = reading(of: result)
        state.measuredAt = now
        switch state.reading {
        case .value(let measured):
            let value = smoothing?.smooth(measured, at: now) ?? measured
            state.value = value
            for index in hystereses.indices { _ = hystereses[index].observe(value, at: now) }
        case .unreadable, .awaited:
            state.value = nil
            state.failures += 1
            for index in hystereses.indices { hystereses[index].interrupt() }
        }
        judge()
        return state.differs(from: before) ? SignalChange(state: state) : nil
    }

    private func reading(of result: Result<ProbeAnswer, ProbeFailure>) -> SignalReading {
        do throws(ProbeFailure) {
            return .value(try policy.source.kind.value(of: try result.get()))
        } catch {
            return .unreadable(error)
        }
    }

    private mutating func judge() {
        let verdicts = hystereses.map { hysteresis -> (isBusy: Bool, shed: Double) in
            guard let value = state.value else {
                let isBusy = state.reading != .awaited && policy.onFailure == .busy
                return (isBusy, isBusy ? 1 : 0)
            }
            let shed = hysteresis.isBusy ? 1 : hysteresis.thresholds.shed(at: value)
            return (hysteresis.isBusy, shed)
        }
        state.isBusy = verdicts.last!.isBusy
        state.shed = verdicts.last!.shed
        state.classes = verdicts.map { ClassVerdict(isBusy: $0.isBusy, shed: $0.shed) }
    }
}
