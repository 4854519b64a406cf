/// How fast time goes by for a door, one of several machines that share a rate: at the part of it that this machine
/// may start now, and from a moment on, unless that is put off, at another one. Times are nanoseconds.
struct Pace: Equatable, Sendable {
    let since: Int64
    /// The time of the door's tokens at that moment.
    let base: Int64
    /// Of the rate, 0 to 1.
    let part: Double
    /// When `afterwards` begins; never before `since`.
    let end: Int64
    let afterwards: Double

    /// The time of the door's tokens: it stands still where the part is 0, and never goes back.
    func time(at now: Int64) -> Int64 {
        let first = Double(min(now, end) - since) * part
        let second = Double(max(0, now - end)) * afterwards
        return base + Int64(first + second)
    }

    func part(at now: Int64) -> Double { now < end ? part : afterwards }
}
