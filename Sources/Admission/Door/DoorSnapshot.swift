package import Distribution

/// What a door has counted, and what it would say, at one moment: for status and metrics.
package struct DoorSnapshot: Sendable {
    package let verdicts: SignalVerdicts
    /// The tokens that are left; nil where sessions are not limited.
    package let tokens: Double?
    /// The rate now, which grows during a ramp; nil where sessions are not limited.
    package let sessionsPerSecond: Double?
    /// In the policy's order, `normal` last.
    package let classes: [ClassCounts]

    package struct ClassCounts: Sendable {
        package let name: String
        /// Since the start.
        package let admitted: UInt64
        /// By reason, in the order of `DoorRefusal.allCases`.
        package let refused: [(reason: DoorRefusal, count: UInt64)]

        package init(name: String, admitted: UInt64, refused: [(DoorRefusal, UInt64)]) {
            self.name = name
            self.admitted = admitted
            self.refused = refused.map { (reason: $0, count: $1) }
        }
    }
}
