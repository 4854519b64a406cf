/// Two thresholds and a dwell, so that a measured value near one threshold does not make the state flap.
package struct Hysteresis: Sendable {
    /// A value above this makes it busy.
    package let above: Double
    /// A value below this makes it free. Never more than `above`, or values in between would make it flap.
    package let resumeBelow: Double
    /// How long it stays busy, or free, before it may change.
    package let minimumDwell: Duration
    package private(set) var isBusy = false
    /// Nil before the first value, which decides at once.
    private var since: ContinuousClock.Instant?

    package init(above: Double, resumeBelow: Double, minimumDwell: Duration = .zero) {
        self.above = above
        self.resumeBelow = min(above, resumeBelow)
        self.minimumDwell = minimumDwell
    }

    /// - Parameters:
    ///   - value: what was measured
    ///   - now: the time, which never goes back
    /// - Returns: whether it is busy now.
    package mutating func observe(_ value: Double, at now: ContinuousClock.Instant) -> Bool {
        let wanted = isBusy ? !(value < resumeBelow) : value > above
        guard let since else {
            isBusy = wanted
            self.since = now
            return isBusy
        }
        if wanted != isBusy, since.duration(to: now) >= minimumDwell {
            isBusy = wanted
            self.since = now
        }
        return isBusy
    }
}
