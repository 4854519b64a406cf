/// By which part of the rate a machine may start sessions, by the leases that it got. Times are nanoseconds of a clock
/// that never goes back.
///
/// A lease counts from before it was asked for, so it ends here before it does in the book. Then the machine goes on
/// with its even part, which the book leaves to everybody who does not come. Whoever has less than that waits for as
/// long again: others may have got a lease because of it, which ends by then.
struct LeaseHolding: Equatable, Sendable {
    private(set) var even: Double
    /// Of the rate.
    private(set) var part: Double
    /// When the even part begins.
    private(set) var end = Int64.max

    static let lease = LeaseScript.lease * 1_000_000
    /// A question is answered by then, or the script will not do what it asks.
    static let patience: Int64 = 200_000_000
    /// From the last question on, until no other machine has a lease because of what this one had: the question may
    /// have been late, a lease follows it in the book, and another machine's begins at its end. Clocks may differ by a
    /// tenth.
    static let aftermath = (patience + 2 * LeaseScript.bookedLease * 1_000_000) / 10 * 11

    init(even: Double) {
        self.even = even
        part = even
    }

    func part(at now: Int64) -> Double { now < end ? part : even }

    /// To be called before a lease is asked for.
    mutating func ask(at now: Int64) {
        part = part(at: now)
        if part < even {
            end = now + LeaseHolding.aftermath
        } else if part == even {
            end = .max
        }
    }

    /// - Parameter asked: when it was asked for
    mutating func take(_ part: Double, askedAt asked: Int64) {
        self.part = part
        end = asked + (part < even ? LeaseHolding.aftermath : LeaseHolding.lease)
    }
}
