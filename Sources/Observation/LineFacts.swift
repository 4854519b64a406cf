/// The waiting line of a Pool at this Site.
package struct LineFacts: Sendable {
    /// Whether somebody waits whom newcomers must not overtake.
    package var isStanding: Bool
    /// For how many more seconds nobody new is called, because the places of an earlier process, or of another
    /// machine, are still being counted; nil where that is not so.
    package var rebuilding: Double?
    /// In the order of the Pool's classes, `normal` last.
    package var classes: [WaitingFacts]

    package init(isStanding: Bool, rebuilding: Double? = nil, classes: [WaitingFacts]) {
        self.isStanding = isStanding
        self.rebuilding = rebuilding
        self.classes = classes
    }

    package var waiting: Int { classes.reduce(0) { $0 + $1.waiting } }
    package var called: Int { classes.reduce(0) { $0 + $1.called } }
}

/// Those of one class who wait.
package struct WaitingFacts: Sendable {
    package var name: String
    /// How many were not called yet.
    package var waiting: Int
    /// How many were called since the start.
    package var called: Int
    /// Seconds that whoever came now would probably wait; nil while no sessions start, so that nobody can tell.
    package var expectedWait: Double?
    /// Whoever arrived before is called: milliseconds since 1970; nil where nobody was called yet.
    package var frontier: Int64?

    package init(
        name: String, waiting: Int, called: Int, expectedWait: Double?, frontier: Int64?
    ) {
        self.name = name
        self.waiting = waiting
        self.called = called
        self.expectedWait = expectedWait
        self.frontier = frontier
    }
}
