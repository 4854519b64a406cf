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
