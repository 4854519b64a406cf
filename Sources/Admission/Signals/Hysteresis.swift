internal import SystemCalls

/// Keeps a value that moves around its thresholds from changing the state to and fro: it becomes busy at
/// once, but free only after it has stayed on the free side for a dwell.
package struct Hysteresis: Sendable {
    package let thresholds: Thresholds
    /// In nanoseconds.
    private let dwell: Int64
    package private(set) var isBusy = false
    /// Since when all values were on the free side, while it is busy.
    private var freeSince: Int64?

    package init(_ thresholds: Thresholds, dwell: Duration = .zero) {
        self.thresholds = thresholds
        self.dwell = dwell.nanoseconds
    }

    /// The same state under other thresholds.
    func with(_ thresholds: Thresholds) -> Hysteresis {
        var copy = Hysteresis(thresholds, dwell: .nanoseconds(dwell))
        copy.isBusy = isBusy
        copy.freeSince = freeSince
        return copy
    }

    /// - Parameters:
    ///   - value: what was measured; what is no number changes nothing
    ///   - now: nanoseconds on a clock that never goes back
    /// - Returns: whether it is busy now.
    package mutating func observe(_ value: Double, at now: Int64) -> Bool {
        guard isBusy else {
            isBusy = thresholds.isBusy(value)
            return isBusy
        }
        guard thresholds.isFree(value) else {
            freeSince = nil
            return true
        }
        let since = freeSince ?? now
        freeSince = since
        if now - since >= dwell {
            isBusy = false
            freeSince = nil
        }
        return isBusy
    }

    /// Nothing is known of the time since the last value, so it does not count as free.
    package mutating func interrupt() { freeSince = nil }
}
