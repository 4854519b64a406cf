/// Keeps messages of one kind from filling a log: in each period the first few are written, and how many more there
/// were is said at its end.
struct RepeatLimit {
    static let writtenInPeriod = 5
    /// In nanoseconds.
    static let period: Int64 = 10_000_000_000

    private var periodEnd = Int64.min
    private var written = 0
    private var heldBack = 0

    /// - Parameter now: of a clock that never goes back
    /// - Returns: whether the message is to be written; if not, it is counted
    mutating func admits(at now: Int64) -> Bool {
        if now >= periodEnd, heldBack == 0 {
            periodEnd = now + Self.period
            written = 0
        }
        guard written < Self.writtenInPeriod else {
            heldBack += 1
            return false
        }
        written += 1
        return true
    }

    /// How many were held back, once the period is over; nil where there is nothing to say.
    mutating func takeHeldBack(at now: Int64) -> Int? {
        guard heldBack > 0, now >= periodEnd else { return nil }
        defer { heldBack = 0 }
        return heldBack
    }
}
