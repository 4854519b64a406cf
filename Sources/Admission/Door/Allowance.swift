// The generic cell rate algorithm (ITU-T I.371): a session may start if the theoretical arrival time is at most
// `tolerance` ahead, and moves that time on by `tokenTime`. It is a bucket of tokens in one number.

/// A rate of tokens. Times are nanoseconds.
struct Allowance: Sendable {
    /// Between two tokens.
    let tokenTime: Int64
    /// How far the theoretical arrival time may be ahead: the tokens of a whole burst but one.
    let tolerance: Int64
    /// How long the rate grows after the door was opened.
    let ramp: Int64

    /// The smallest part of the rate while it grows.
    private static let least = 0.1

    /// Where several machines share the rate, the times are those of a paced clock, which goes by more slowly. The
    /// burst is divided among them, at least a token for each; and so is the ramp, which thus lasts as many sessions
    /// as it would at the even part of the rate.
    /// - Parameter part: of the rate, over 0 and at most 1
    init(_ rate: SessionRate, part: Double = 1, machines: Int = 1) {
        let tokenTime = min(1e9 / (rate.perSecond * part), Allowance.longestTokenTime)
        let burst = max(1, Double(rate.burst) * part / Double(machines))
        self.tokenTime = max(1, Int64(tokenTime))
        tolerance = Int64(min((burst - 1) * tokenTime, Allowance.longestTolerance))
        ramp = Int64(rate.ramp / .nanoseconds(machines))
    }

    /// A token in twelve days, and a year's burst: times stay far from the end of their range.
    private static let longestTokenTime = 1e15
    private static let longestTolerance = 3e16

    /// The time by which tokens come. While the rate grows it goes by more slowly, so that the rate is
    /// max(10 %, t / ramp) of itself: the integral of that over t. After the ramp it goes by as usual.
    /// - Parameters:
    ///   - now: on the monotonic clock
    ///   - openSince: when the door was opened
    func time(at now: Int64, openSince: Int64) -> Int64 {
        guard ramp > 0 else { return now }
        let elapsed = now - openSince
        let (ramp, t) = (Double(ramp), Double(elapsed))
        let slow = Allowance.least
        if t >= ramp { return now - Int64(ramp * (1 - slow * slow) / 2) }
        if t <= slow * ramp { return openSince + Int64(t * slow) }
        return openSince + Int64(ramp * slow * slow / 2 + t * t / (2 * ramp))
    }

    /// The theoretical arrival time of a bucket that holds the part of a burst with which a ramp begins.
    func arrivalTime(whenOpenedAt now: Int64) -> Int64 {
        now + Int64(Double(tolerance) * (1 - Allowance.least))
    }

    /// What is left behind for so many others, at most half of a burst, so that few tokens find no room. Nanoseconds.
    func rest(_ others: Int) -> Int64 { min(Int64(others) * tokenTime, tolerance / 2) }

    /// The longest debt that counts: as much as fills a bucket. More would keep all others out for long.
    var debtLimit: Int64 { tolerance + tokenTime }

    /// How many tokens a bucket holds.
    func tokens(_ arrivalTime: Int64, at time: Int64) -> Double {
        let burst = Double(tolerance) / Double(tokenTime) + 1
        return min(burst, max(0, burst - Double(arrivalTime - time) / Double(tokenTime)))
    }

    /// The part of the rate at that time, 0.1 to 1.
    func part(at now: Int64, openSince: Int64) -> Double {
        guard ramp > 0 else { return 1 }
        return min(1, max(Allowance.least, Double(now - openSince) / Double(ramp)))
    }
}
