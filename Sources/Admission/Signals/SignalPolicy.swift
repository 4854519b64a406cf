/// One signal that says whether a Site is too busy to start sessions: what is measured, how often, and what
/// it means.
package struct SignalPolicy: Sendable, Hashable {
    package let source: SignalSource
    package let thresholds: Thresholds
    /// How often it is measured.
    package var interval: Duration = .seconds(1)
    /// A measurement that takes longer counts as failed.
    package var timeout: Duration = .seconds(1)
    /// How long a value must be on the free side before a signal that is busy becomes free.
    package var dwell: Duration
    /// The time constant of exponential smoothing; nil for none.
    package var smooth: Duration?
    /// How it counts while it can't be read.
    package var onFailure: SignalFailure = .free

    /// - Parameter thresholds: nil for a source that has its own
    package init(_ source: SignalSource, _ thresholds: Thresholds? = nil) {
        let fixed = source.fixedThresholds
        guard let used = fixed ?? thresholds else {
            preconditionFailure("a measured value needs thresholds")
        }
        self.source = source
        self.thresholds = used
        dwell = fixed == nil ? .seconds(10) : .zero
    }

    /// Says by itself whether it means busy: the factors of the classes don't apply.
    package var isSwitch: Bool { source.fixedThresholds != nil }

    var probe: Probe {
        Probe(question: source.kind.question, interval: interval, timeout: timeout)
    }
}

package enum SignalFailure: String, Sendable, CaseIterable {
    case busy
    case free = "not_busy"
}

/// What is asked, how often, and how long an answer may take: signals for which all three are the same
/// share one probe.
struct Probe: Sendable, Hashable {
    let question: ProbeQuestion
    let interval: Duration
    let timeout: Duration
}
