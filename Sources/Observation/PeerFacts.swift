package import Distribution

/// Another Site of the Pool, and what this one knows of it.
package struct PeerFacts: Sendable {
    package var site: String
    package var state: SiteState
    /// How many sessions may start there at once, 0 to 1000.
    package var room: Int
    /// Seconds since it said its state; nil where it never did.
    package var age: Double?
    /// Seconds that its clock is ahead of this one's; nil until it said its time.
    package var clockOffset: Double?
    /// Whether that is more than half of what markers tolerate.
    package var isClockDoubtful: Bool
    /// Why its last answer did not count, or there was none; nil while all is well.
    package var trouble: String?
    /// Questions since the start that had an answer that counts, and those that had none.
    package var answers: Int
    package var failures: Int

    package init(
        site: String, state: SiteState, room: Int = 0, age: Double? = nil,
        clockOffset: Double? = nil, isClockDoubtful: Bool = false, trouble: String? = nil,
        answers: Int = 0, failures: Int = 0
    ) {
        self.site = site
        self.state = state
        self.room = room
        self.age = age
        self.clockOffset = clockOffset
        self.isClockDoubtful = isClockDoubtful
        self.trouble = trouble
        self.answers = answers
        self.failures = failures
    }
}
