/// How many sessions a machine could start, from how many clients asked its door: those who got one, and those for whom
/// there was no token.
struct Demand: Sendable {
    private var last: (asked: UInt64, time: Int64)?
    /// For each second.
    private(set) var perSecond = 0.0

    /// The weight of the latest quarter of a second: what ends is forgotten within a second and a half.
    private static let weight = 0.6

    /// - Parameters:
    ///   - asked: since the start
    ///   - now: nanoseconds
    mutating func count(_ asked: UInt64, at now: Int64) {
        defer { last = (asked, now) }
        guard let last, now > last.time else { return }
        let rate = Double(asked &- last.asked) / (Double(now - last.time) / 1e9)
        perSecond += (rate - perSecond) * Demand.weight
    }
}
