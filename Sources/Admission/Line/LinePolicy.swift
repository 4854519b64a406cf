/// How those wait whom the door refuses (US 6,006,269: a deferred client is told when to come again, and has
/// preferred access then). All times are milliseconds.
package struct LinePolicy: Equatable, Sendable {
    /// A place that was not renewed for so long is lost.
    package var keep: Int64
    /// How soon those ask again who are about to be called.
    package var near: Int64
    /// How late those ask again who have long to wait.
    package var far: Int64
    /// The share of the rate that each class has at most while others wait, in order of priority; nil where
    /// it has what the others leave.
    package var shares: [Double?]

    package init(
        keep: Int64 = 300_000, near: Int64 = 5_000, far: Int64 = 60_000, shares: [Double?] = [nil]
    ) {
        precondition(!shares.isEmpty && near > 0 && far >= near)
        self.keep = keep
        self.near = near
        self.far = far
        self.shares = shares
    }
}

/// A place in the line, as its holder presents it. Nothing about it is kept here but counts.
package struct Place: Equatable, Hashable, Sendable {
    /// An index of the classes.
    package var lineClass: Int
    /// When its holder arrived, milliseconds since 1970: unique at the Site that gave the place.
    package var time: Int64
    /// When it was last answered.
    package var renewed: Int64
    /// Names the process that counted it.
    package var counter: UInt32
    /// Whether its holder was called and has seen so.
    package var isCalled: Bool

    package init(
        lineClass: Int, time: Int64, renewed: Int64, counter: UInt32, isCalled: Bool = false
    ) {
        self.lineClass = lineClass
        self.time = time
        self.renewed = renewed
        self.counter = counter
        self.isCalled = isCalled
    }
}
