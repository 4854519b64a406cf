/// Who was called in the last 46 seconds, and how many of them came: a step for each quarter of a second.
struct CallHistory: Sendable {
    private struct Step {
        /// Places before this time were called in this step, or earlier.
        var frontier = Int64.min
        var called = 0
        var seen = 0
    }

    private var steps: [Step]
    /// The step of now.
    private var current: Int64 = 0

    /// Milliseconds.
    static let stepTime: Int64 = 250
    /// Those who were called that long ago have come, or will not.
    static let arrivalTime: Int64 = 6_000
    private static let learningTime: Int64 = 40_000
    private static let stepCount = Int((arrivalTime + learningTime) / stepTime)
    /// What is presumed until something was learned: a few clients who all come.
    private static let presumed = 4.0
    private static let leastShare = 0.05

    init() { steps = Array(repeating: Step(), count: CallHistory.stepCount) }

    /// Begins a step, and forgets the oldest.
    mutating func begin(at now: Int64) {
        let step = now / CallHistory.stepTime
        guard step > current else { return }
        let new = min(step - current, Int64(CallHistory.stepCount))
        for forgotten in (step - new + 1)...step { steps[index(forgotten)] = Step() }
        current = step
    }

    mutating func call(_ number: Int, upTo frontier: Int64) {
        steps[index(current)].called += number
        steps[index(current)].frontier = max(steps[index(current)].frontier, frontier)
    }

    /// Somebody who was called came for the first time.
    mutating func see(_ time: Int64) {
        // The latest step but those whose frontier was beyond the place before.
        var found: Int64?
        for age in 0..<Int64(CallHistory.stepCount) {
            let step = steps[index(current - age)]
            if step.called == 0 { continue }
            guard step.frontier > time else { break }
            found = current - age
        }
        if let found { steps[index(found)].seen += 1 }
    }

    /// The share of those who are called that come, 0.05 to 1.
    var share: Double {
        var (called, seen) = (CallHistory.presumed, CallHistory.presumed)
        let young = CallHistory.arrivalTime / CallHistory.stepTime
        for age in young..<Int64(CallHistory.stepCount) {
            let step = steps[index(current - age)]
            called += Double(step.called)
            seen += Double(step.seen)
        }
        return min(1, max(CallHistory.leastShare, seen / called))
    }

    /// How many of those who were called in the last six seconds will still come.
    func coming(share: Double) -> Double {
        var coming = 0.0
        for age in 0..<(CallHistory.arrivalTime / CallHistory.stepTime) {
            let step = steps[index(current - age)]
            coming += max(0, Double(step.called) * share - Double(step.seen))
        }
        return coming
    }

    private func index(_ step: Int64) -> Int {
        let index = Int(step % Int64(CallHistory.stepCount))
        return index < 0 ? index + CallHistory.stepCount : index
    }
}

/// How many of those who were called and got no token still ask: each was told when to come again, and
/// counts until then.
struct AskingAgain: Sendable {
    private var due: InlineArray<32, Int> = InlineArray(repeating: 0)
    private var current: Int64 = 0

    /// Called clients without a token come again after 2 to 5 seconds.
    static let soonest: Int64 = 2_000
    static let latest: Int64 = 5_000
    private static let grace: Int64 = 500

    mutating func begin(at now: Int64) {
        let step = now / CallHistory.stepTime
        guard step > current else { return }
        // What is older than the grace leaves its place to what lies ahead.
        let old = AskingAgain.grace / CallHistory.stepTime
        for forgotten in max(current, step - 32)..<step { due[index(forgotten - old)] = 0 }
        current = step
    }

    mutating func told(toComeAt time: Int64) {
        due[index(time / CallHistory.stepTime)] += 1
    }

    var count: Int {
        var sum = 0
        for index in due.indices { sum += due[index] }
        return sum
    }

    private func index(_ step: Int64) -> Int { Int(truncatingIfNeeded: step) & 31 }
}
