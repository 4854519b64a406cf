/// Who was called in the last minute or so, and how many of them came: a step for each quarter of a second.
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
    /// Those who were called that many steps ago have come, or will not.
    let arrivalSteps: Int64

    /// Milliseconds.
    static let stepTime: Int64 = 250
    private static let learningSteps: Int64 = 160
    /// What is presumed until something was learned: a few clients who all come.
    private static let presumed = 4.0
    private static let leastShare = 0.05

    /// - Parameter arrivalTime: milliseconds, in which whoever is called comes
    init(arrivalTime: Int64) {
        arrivalSteps = (arrivalTime + CallHistory.stepTime - 1) / CallHistory.stepTime
        steps = Array(repeating: Step(), count: Int(arrivalSteps + CallHistory.learningSteps))
    }

    /// Begins a step, and forgets the oldest.
    /// - Parameter time: milliseconds of a clock that never goes back
    mutating func begin(at time: Int64) {
        let step = time / CallHistory.stepTime
        guard step > current else { return }
        let new = min(step - current, Int64(steps.count))
        for forgotten in (step - new + 1)...step { steps[index(forgotten)] = Step() }
        current = step
    }

    mutating func call(_ number: Int, upTo frontier: Int64) {
        let index = index(current)
        steps[index].called += number
        steps[index].frontier = max(steps[index].frontier, frontier)
    }

    /// Somebody who was called came for the first time.
    mutating func see(_ time: Int64) {
        // The latest step but those whose frontier was beyond the place before.
        var found: Int?
        for age in 0..<Int64(steps.count) {
            let index = index(current - age)
            if steps[index].called == 0 { continue }
            guard steps[index].frontier > time else { break }
            found = index
        }
        if let found { steps[found].seen += 1 }
    }

    /// The share of those who are called that come, 0.05 to 1.
    var share: Double {
        var (called, seen) = (CallHistory.presumed, CallHistory.presumed)
        for age in arrivalSteps..<Int64(steps.count) {
            let step = steps[index(current - age)]
            called += Double(step.called)
            seen += Double(step.seen)
        }
        return min(1, max(CallHistory.leastShare, seen / called))
    }

    /// How many of those who were called lately will still come.
    func coming(share: Double) -> Double {
        var coming = 0.0
        for age in 0..<arrivalSteps {
            let step = steps[index(current - age)]
            coming += max(0, Double(step.called) * share - Double(step.seen))
        }
        return coming
    }

    private func index(_ step: Int64) -> Int {
        let index = Int(step % Int64(steps.count))
        return index < 0 ? index + steps.count : index
    }
}
