/// A line at one moment: for status and metrics.
package struct LineSnapshot: Equatable, Sendable {
    /// Whether somebody waits whom newcomers must not overtake.
    package let isStanding: Bool
    /// Milliseconds until the frontiers move again, which stand still while places rebuild the counts; 0 where they
    /// move.
    package let rebuildTime: Int64
    /// In order of priority, `normal` last.
    package let classes: [ClassState]

    package struct ClassState: Equatable, Sendable {
        package let name: String
        /// How many places were given out that nobody was called for yet; not all of their holders still wait.
        package let waiting: Int
        /// How many were called since the start.
        package let called: Int
        /// Seconds until somebody who came now would be called; nil while no sessions start, so that nobody can tell.
        package let expectedWait: Double?
        /// Whoever has a place before it is called, milliseconds since 1970; nil where nobody was called yet.
        package let frontier: Int64?

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

    package init(isStanding: Bool, rebuildTime: Int64, classes: [ClassState]) {
        self.isStanding = isStanding
        self.rebuildTime = rebuildTime
        self.classes = classes
    }
}

extension WaitingLine {
    package var snapshot: LineSnapshot {
        LineSnapshot(
            isStanding: isStanding, rebuildTime: restOfRebuild,
            classes: zip(policy.classes, lines).enumerated().map { index, each in
                let (known, line) = each
                return LineSnapshot.ClassState(
                    name: known.name, waiting: line.counts.total, called: line.called,
                    expectedWait: expectedWait(in: index, ahead: line.counts.total).map {
                        Double($0) / 1000
                    },
                    frontier: line.frontier == .min ? nil : line.frontier)
            })
    }
}
