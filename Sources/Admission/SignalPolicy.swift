/// One signal that says whether a Site is too busy to start sessions, with its thresholds.
package struct SignalPolicy: Sendable, Equatable {
    package var source: SignalSource
    /// How often it is measured.
    package var interval: Duration = .seconds(1)
    /// How long it stays busy, or free, before it may change.
    package var minimumDwell: Duration = .zero
    /// How it counts while it can't be read.
    package var onFailure: SignalFailure = .free

    package init(source: SignalSource) { self.source = source }
}

package enum SignalSource: Sendable, Equatable {
    /// Busy while the file exists: an operator's switch.
    case file(path: String)
    /// The load average over one minute.
    /// - Parameters:
    ///   - above: a higher load means busy
    ///   - resumeBelow: a lower load means free again
    ///   - perCore: both are multiplied by the number of cores
    case loadAverage(above: Double, resumeBelow: Double, perCore: Bool)
}

package enum SignalFailure: String, Sendable, CaseIterable {
    case busy
    case free = "not_busy"
}
