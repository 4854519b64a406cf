/// How those wait whom the door refuses (US 6,006,269: a deferred client is told when to come again, and has
/// preferred access then). All times are milliseconds.
package struct LinePolicy: Equatable, Sendable {
    /// A place that was not renewed for so long is lost.
    package var keep: Int64
    /// How soon those ask again who are about to be called.
    package var near: Int64
    /// How late those ask again who have long to wait.
    package var far: Int64
    /// In order of priority, `normal` last.
    package var classes: [LineClass]

    package init(
        keep: Int64 = 300_000, near: Int64 = 5_000, far: Int64 = 60_000,
        classes: [LineClass] = [LineClass(name: "normal")]
    ) {
        precondition(!classes.isEmpty && near > 0 && far >= near)
        self.keep = keep
        self.near = near
        self.far = far
        self.classes = classes
    }

    /// How much those who ask again are spread: by a fifth, to either side.
    package static let spread = 0.2

    /// How long the frontiers stand still while places rebuild the counts: by then everybody has asked.
    package var rebuildTime: Int64 { far * 6 / 5 }

    /// Whoever is called comes within this time, or not at all. Two seconds are for the way.
    var arrivalTime: Int64 { max(2_000, near * 6 / 5) }
}

/// A class of clients, as the line knows it.
package struct LineClass: Equatable, Sendable {
    package let name: String
    /// The share of the rate that the class has at most while others wait; nil where it has what the others
    /// leave.
    package let share: Double?

    package init(name: String, share: Double? = nil) {
        self.name = name
        self.share = share
    }
}
