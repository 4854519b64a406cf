/// What the line knows of one class.
struct ClassLine: Sendable {
    var counts = SecondCounts()
    /// Whoever has a place before it is called. Milliseconds since 1970.
    var frontier = Int64.min
    var history: CallHistory
    var asking = AskingAgain()
    /// Since the process started.
    var called = 0
    /// How many of a class with a share may be called while others wait.
    var credit = 0.0

    // As of the last move:

    /// Whether there are tokens for the class: no signal says busy, and the Site does not drain.
    var isOpen = true
    /// Nobody is called whose place is in a later second: at other machines of the Site some wait who came before.
    var limit = Int64.max
    /// Whether whoever comes now stands behind those who wait at other machines.
    var othersAreFirst = false
    /// The share of those who are called that come.
    var share = 1.0
    /// How many of the class start each millisecond while those wait who wait now; 0 while none does.
    var pace = 0.0

    /// - Parameter time: milliseconds of a clock that never goes back
    init(_ policy: LinePolicy, at time: Int64) {
        history = CallHistory(arrivalTime: policy.arrivalTime)
        begin(at: time)
    }

    var isWaiting: Bool { counts.total > 0 }

    /// How many of those who were called will ask within the arrival time.
    var expected: Double {
        Double(asking.count(within: history.arrivalSteps)) + history.coming(share: share)
    }

    /// How many of them will ask in each step from now on, as far as is known.
    func upcoming(within arrivalTime: Int64) -> [Int] {
        var upcoming = asking.upcoming
        let coming = Int(history.coming(share: share))
        for (step, number) in AskingAgain.spread(coming, over: arrivalTime).enumerated() {
            upcoming[step] += number
        }
        return upcoming
    }

    /// - Parameter time: milliseconds of a clock that never goes back
    mutating func begin(at time: Int64) {
        history.begin(at: time)
        asking.begin(at: time)
        share = history.share
    }

    /// Counts a place, which nobody was called for yet.
    mutating func add(_ time: Int64) -> SecondCounts.Added {
        let added = counts.add(time)
        if added == .counted { frontier = min(frontier, time) }
        return added
    }

    /// Calls so many clients as of whom `wanted` will come.
    /// - Returns: how many of them will come.
    mutating func call(_ wanted: Double) -> Double {
        guard wanted > 0, isWaiting else { return 0 }
        var number = Int((wanted / share).rounded())
        var called = 0
        while number > 0, isWaiting {
            let second = counts.first
            guard second * 1000 <= limit else { break }
            let there = counts.count(second)
            let taken = min(number, there)
            let start = max(second * 1000, min(frontier, second * 1000 + 999)) - second * 1000
            let end = taken == there ? 1000 : counts.end(of: taken, in: second, from: start)
            frontier = second * 1000 + end
            counts.remove(taken, from: second)
            number -= taken
            called += taken
        }
        history.call(called, upTo: frontier)
        self.called += called
        return Double(called) * share
    }

    /// Takes in those who wait in a class that is no more.
    mutating func add(_ other: ClassLine) {
        if other.isWaiting {
            for second in other.counts.first...other.counts.last {
                let number = other.counts.count(second)
                // Whom the ring does not reach is called without having been counted.
                if number > 0 { _ = counts.add(number, to: second) }
            }
        }
        frontier = min(frontier, other.frontier)
        asking.add(other.asking)
        called += other.called
    }
}
