package import Probing

/// What the last measurement of a signal brought.
package enum SignalReading: Sendable, Equatable {
    /// It has not been measured yet.
    case awaited
    case value(Double)
    case unreadable(ProbeFailure)
}

/// A signal as it is now, and why it is so: for status, explain, metrics and the log.
package struct SignalState: Sendable, Equatable {
    package let policy: SignalPolicy
    /// Its name in the configuration; with a number behind it from the second one of the same name on.
    package let label: String
    package internal(set) var reading = SignalReading.awaited
    /// What is compared with the thresholds: the last value, smoothed where the policy says so. Nil while
    /// it can't be read.
    package internal(set) var value: Double?
    /// On the monotonic clock, in nanoseconds. Nil before the first measurement.
    package internal(set) var measuredAt: Int64?
    /// For the class `normal`.
    package internal(set) var isBusy = false
    /// The part of the clients that is refused, from 0 to 1, for the class `normal`.
    package internal(set) var shed = 0.0
    /// What it says of each class, `normal` last.
    package internal(set) var classes: [ClassVerdict] = []
    /// How many measurements have failed.
    package internal(set) var failures = 0

    package init(policy: SignalPolicy, label: String) {
        self.policy = policy
        self.label = label
    }

    package var source: SignalSource { policy.source }
    /// For the class `normal`.
    package var thresholds: Thresholds { policy.thresholds }

    /// How old the last measurement is.
    /// - Parameter now: on the monotonic clock, in nanoseconds
    package func age(at now: Int64) -> Duration? { measuredAt.map { .nanoseconds(now - $0) } }

    /// Whether it says something else than `other`; a value alone may change without making a difference.
    func differs(from other: SignalState) -> Bool {
        switch (reading, other.reading) {
        case (.value, .value), (.value, .awaited), (.awaited, .value): isBusy != other.isBusy
        case (.unreadable(let failure), .unreadable(let otherFailure)): failure != otherFailure
        case (.awaited, .awaited): false
        case (_, .unreadable), (.unreadable, _): true
        }
    }
}

extension SignalState: CustomStringConvertible {
    /// Name, value and thresholds, such as `load average per core 1.72 (busy above 1.5, free below 1)`.
    package var description: String {
        let name = source.name
        switch reading {
        case .awaited: return "\(name) has not been measured yet"
        case .unreadable(let failure): return "\(name) cannot be read: \(failure)"
        case .value(let measured):
            if let words = source.kind.words(for: measured) { return "\(name) \(words)" }
            let unit = source.unit
            let smoothed =
                value.map { $0 == measured ? "" : ", smoothed \(unit.text($0))" } ?? ""
            return "\(name) \(unit.text(measured))\(smoothed) (\(thresholds.text(unit)))"
        }
    }
}

/// A signal became busy, became free, or could not be read. This is reported once, not at every measurement.
package struct SignalChange: Sendable, Equatable {
    package let state: SignalState

    package enum Kind: String, Sendable {
        case busy
        case free
        case unreadable
    }

    package var kind: Kind {
        if case .unreadable = state.reading { return .unreadable }
        return state.isBusy ? .busy : .free
    }
}

extension SignalChange: CustomStringConvertible {
    /// What happened, and what happens now.
    package var description: String {
        switch kind {
        case .busy: "\(state); the Site is busy"
        case .free: "\(state); this signal says free"
        case .unreadable:
            "\(state); it counts as \(state.isBusy ? "busy" : "not busy") until it can be read"
        }
    }
}
