internal import SystemCalls

/// The last state of a signal, and why it is so: for `status`, `explain` and the log.
package struct SignalState: Sendable, Equatable {
    package let source: SignalSource
    package let reading: SignalReading
    package let isBusy: Bool

    package init(source: SignalSource, reading: SignalReading, isBusy: Bool) {
        self.source = source
        self.reading = reading
        self.isBusy = isBusy
    }

    /// Whether it says something else than `other`; a value alone may change without making a difference.
    func differs(from other: SignalState) -> Bool {
        switch (reading, other.reading) {
        case (.value, .value): isBusy != other.isBusy
        case (.unreadable(let failure), .unreadable(let otherFailure)): failure != otherFailure
        case (.value, .unreadable), (.unreadable, .value): true
        }
    }
}

extension SignalState: CustomStringConvertible {
    /// Name, measured value and thresholds, such as
    /// `load average per core 1.72 (busy above 1.5, free below 1.0)`.
    package var description: String {
        switch (source, reading) {
        case (.file(let path), .value(let value)):
            "file \(path) \(value > 0 ? "exists" : "does not exist")"
        case (.loadAverage(let above, let resumeBelow, _), .value(let value)):
            "\(source.name) \((value * 100).rounded() / 100)"
                + " (busy above \(above), free below \(resumeBelow))"
        case (_, .unreadable(let failure)):
            "\(source.name) cannot be read: \(SystemCallError(source.name, number: failure).reason)"
        }
    }
}

extension SignalSource {
    fileprivate var name: String {
        switch self {
        case .file(let path): "file \(path)"
        case .loadAverage(_, _, let perCore): perCore ? "load average per core" : "load average"
        }
    }
}

/// A signal became busy, became free, or could not be read. This is reported once, not at every measurement.
package struct SignalChange: Sendable, Equatable {
    package let state: SignalState

    package init(state: SignalState) { self.state = state }

    package enum Kind: String, Sendable {
        case busy
        case free
        case unreadable
    }

    package var kind: Kind {
        switch state.reading {
        case .value: state.isBusy ? .busy : .free
        case .unreadable: .unreadable
        }
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
