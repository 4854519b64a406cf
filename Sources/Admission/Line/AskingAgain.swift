/// How many of those who were called and got no token still ask: each was told when to come again, and
/// counts until then.
struct AskingAgain: Sendable {
    private var due: InlineArray<32, Int> = InlineArray(repeating: 0)
    /// The step of now.
    private var current: Int64 = 0
    private(set) var count = 0

    /// Called clients without a token come again after 2 to 5 seconds.
    static let soonest: Int64 = 2_000
    static let latest: Int64 = 5_000
    /// Whoever is late by more than these steps, half a second, will not come.
    private static let grace: Int64 = 2

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

    /// - Parameter wait: milliseconds from the current step on, at most `latest`
    mutating func told(toComeAfter wait: Int64) {
        due[index(current + wait / CallHistory.stepTime)] += 1
        count += 1
    }

    /// How many of them are to come soon, or are a little late.
    /// - Parameter steps: the current one and those after it
    func count(within steps: Int64) -> Int {
        var count = 0
        for step in (current - AskingAgain.grace)...(current + min(steps, AskingAgain.longest)) {
            count += due[index(step)]
        }
        return count
    }

    /// Counts so many who will come at even distances.
    /// - Parameter time: milliseconds from the current step on, at most `latest`
    mutating func expect(_ number: Int, within time: Int64) {
        let steps = time / CallHistory.stepTime + 1
        for step in 0..<steps {
            let part = Int64(number) * (step + 1) / steps - Int64(number) * step / steps
            due[index(current + step)] += Int(part)
        }
        count += number
    }

    /// In steps.
    private static let longest = latest / CallHistory.stepTime

    mutating func add(_ other: AskingAgain) {
        for index in due.indices { due[index] += other.due[index] }
        count += other.count
    }

    private func index(_ step: Int64) -> Int { Int(truncatingIfNeeded: step) & 31 }
}
