/// How many of those who were called and got no token still ask: each was told when to come again, and
/// counts until then.
struct AskingAgain: Sendable {
    private var due: InlineArray<32, Int> = InlineArray(repeating: 0)
    /// The step of now.
    private var current: Int64 = 0
    private(set) var count = 0

    /// Called clients without a token come again after 2 to 5 seconds.
    static let soonest: Int64 = 2
    static let latest: Int64 = 5
    /// Whoever is late by more than these steps, half a second, will not come.
    private static let grace: Int64 = 2
    private static let stepsOfSecond = 1000 / CallHistory.stepTime

    /// - Parameter time: milliseconds of a clock that never goes back
    mutating func begin(at time: Int64) {
        let step = time / CallHistory.stepTime
        guard step > current else { return }
        // What is older than the grace leaves its place to what lies ahead.
        for passed in max(current, step - 32)..<step {
            let index = index(passed - AskingAgain.grace)
            count -= due[index]
            due[index] = 0
        }
        current = step
    }

    /// Tells somebody when to come again: as soon as the tokens of a second are not all spoken for, so that whoever
    /// was refused first is served first; or when the fewest others come.
    /// - Parameters:
    ///   - isFirst: whether it is their first time; whoever is told once more comes as soon as can be
    ///   - perSecond: tokens
    /// - Returns: seconds, `soonest` to `latest`
    mutating func tell(isFirst: Bool, perSecond: Double) -> Int64 {
        var told = AskingAgain.soonest
        var fewest = Int.max
        for wait in AskingAgain.soonest...(isFirst ? AskingAgain.latest : AskingAgain.soonest) {
            let others = count(ofSecondBefore: wait)
            if others < fewest { (told, fewest) = (wait, others) }
            if Double(others) < perSecond { break }
        }
        due[index(current + told * AskingAgain.stepsOfSecond)] += 1
        count += 1
        return told
    }

    private func count(ofSecondBefore wait: Int64) -> Int {
        let end = current + wait * AskingAgain.stepsOfSecond
        return (end - AskingAgain.stepsOfSecond + 1...end).reduce(0) { $0 + due[index($1)] }
    }

    /// Somebody who was told to come has come, perhaps too early.
    /// - Parameter time: milliseconds since then; whoever is late was given up already
    mutating func come(after time: Int64) {
        let latest = AskingAgain.longest + AskingAgain.grace
        guard time < (latest + 1) * CallHistory.stepTime else { return }
        for step in (current - AskingAgain.grace)...(current + AskingAgain.longest)
        where due[index(step)] > 0 {
            due[index(step)] -= 1
            count -= 1
            return
        }
    }

    /// How many of them are to come now, or are a little late. Whoever comes for the first time leaves their tokens
    /// to them.
    var dueNow: Int { count(within: 0) }

    /// How many of them are to come soon, or are a little late.
    /// - Parameter steps: the current one and those after it
    func count(within steps: Int64) -> Int {
        var count = 0
        for step in (current - AskingAgain.grace)...(current + min(steps, AskingAgain.longest)) {
            count += due[index(step)]
        }
        return count
    }

    /// How many are to come in each step from now on; those who are a little late count for now.
    var upcoming: [Int] {
        (0...AskingAgain.longest).map { step in
            step == 0 ? dueNow : due[index(current + step)]
        }
    }

    /// Counts those whom an earlier process expected.
    /// - Parameters:
    ///   - numbers: by steps, at most those of `latest`
    ///   - passed: so many steps of these are over; whoever was to come meanwhile comes soon
    ///   - time: what is soon, milliseconds
    mutating func expect(_ numbers: [Int], after passed: Int64, late time: Int64) {
        var late = 0
        for (step, number) in numbers.prefix(Int(AskingAgain.longest) + 1).enumerated() {
            if Int64(step) < passed {
                late += number
            } else {
                due[index(current + Int64(step) - passed)] += number
                count += number
            }
        }
        for (step, number) in AskingAgain.spread(late, over: time).enumerated() {
            due[index(current + Int64(step))] += number
            count += number
        }
    }

    /// So many, at even distances within a time, by steps.
    /// - Parameter time: milliseconds; whatever is beyond those of `latest` is cut off
    static func spread(_ number: Int, over time: Int64) -> [Int] {
        let steps = Int(min(time, latest * 1000) / CallHistory.stepTime) + 1
        return (0..<steps).map { number * ($0 + 1) / steps - number * $0 / steps }
    }

    /// In steps.
    private static let longest = latest * stepsOfSecond

    mutating func add(_ other: AskingAgain) {
        for index in due.indices { due[index] += other.due[index] }
        count += other.count
    }

    private func index(_ step: Int64) -> Int { Int(truncatingIfNeeded: step) & 31 }
}
