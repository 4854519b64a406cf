// A line whose head is called as tokens come free. It keeps counts, not people: how many places were given out
// in each second, and a frontier for each class. Whoever has a place before the frontier is called.

package import Distribution

/// The line of one Pool at one Site. A pure value: whoever calls says the time, in milliseconds since 1970.
package struct WaitingLine: Sendable {
    package let policy: LinePolicy
    /// Names this process in the places that it counts.
    package let counter: UInt32
    /// Earlier processes whose counts were taken over.
    private let resumedCounters: [UInt32]
    private var lines: [ClassLine]
    /// The time of the last place that was given out.
    private var lastTime: Int64 = 0
    /// The frontiers stand still until then, while places rebuild the counts.
    private var standsUntil: Int64 = .min
    /// The processes whose places were presented here.
    private var knownCounters: [UInt32] = []
    private var served = ServedPlaces()
    /// Sessions each millisecond, as of the last move.
    private var rate = 0.0

    /// What is known of one class.
    private struct ClassLine {
        let share: Double?
        var counts = SecondCounts()
        var frontier = Int64.min
        var history = CallHistory()
        var asking = AskingAgain()
        var isWaiting: Bool { counts.total > 0 }
    }

    /// - Parameter counter: another one for each process, so that a place that another one counted is known
    package init(_ policy: LinePolicy, counter: UInt32) {
        self.policy = policy
        self.counter = counter
        resumedCounters = []
        lines = policy.shares.map { ClassLine(share: $0) }
    }

    /// Goes on with the counts and frontiers of a process that ended.
    package init(resuming other: WaitingLine, counter: UInt32) {
        policy = other.policy
        self.counter = counter
        resumedCounters = (other.resumedCounters + [other.counter]).suffix(WaitingLine.counterLimit)
        lines = other.lines
        lastTime = other.lastTime
        standsUntil = other.standsUntil
        knownCounters = other.knownCounters
        served = other.served
    }

    // MARK: Places

    /// Whether somebody waits whom newcomers must not overtake.
    package var isStanding: Bool {
        lines.contains { $0.isWaiting || $0.asking.count > 0 }
    }

    /// Gives out a place; nil where the line is longer than four and a half hours.
    package mutating func join(_ admissionClass: Int, at now: Int64) -> Place? {
        let time = max(now, lastTime + 1)
        if lines[admissionClass].counts.add(time) == .beyond { return nil }
        lastTime = time
        // Nobody was called for a place that is given out now.
        lines[admissionClass].frontier = min(lines[admissionClass].frontier, time)
        return Place(admissionClass: admissionClass, time: time, renewed: now, counter: counter)
    }

    /// What the holder of a place is told.
    package enum Answer: Equatable, Sendable {
        /// The session starts, and the place is used up.
        case start
        /// To come again with this place after so many milliseconds.
        case wait(Place, after: Int64)
        /// This is no place any more: a newcomer.
        case lost
    }

    /// - Parameters:
    ///   - chance: 0 to 1, spreads those who come again
    ///   - takesToken: asks the door; called at most once, and only for whoever is called
    package mutating func present(
        _ presented: Place, at now: Int64, chance: Double, takesToken: () -> Bool
    ) -> Answer {
        guard now - presented.renewed <= policy.keep, lines.indices.contains(presented.admissionClass),
            !served.contains(presented)
        else { return .lost }
        var place = presented
        if resumedCounters.contains(place.counter) { place.counter = counter }
        if place.counter != counter {
            guard adopt(&place, at: now) else { return .lost }
        }
        place.renewed = now
        let index = place.admissionClass
        guard place.isCalled || place.time < lines[index].frontier else {
            return .wait(place, after: interval(of: place, chance: chance))
        }
        if !place.isCalled {
            lines[index].history.see(place.time)
            place.isCalled = true
        }
        if takesToken() {
            served.insert(place, at: now, keep: policy.keep)
            return .start
        }
        let (soonest, latest) = (AskingAgain.soonest, AskingAgain.latest)
        let after = soonest + Int64(Double(latest - soonest) * chance)
        lines[index].asking.told(toComeAt: now + after)
        return .wait(place, after: after)
    }

    /// Counts a place that another process counted: one before this one, or one of another machine or Site.
    private mutating func adopt(_ place: inout Place, at now: Int64) -> Bool {
        if !knownCounters.contains(place.counter) {
            if knownCounters.count == WaitingLine.counterLimit { knownCounters.removeFirst() }
            knownCounters.append(place.counter)
            standsUntil = max(standsUntil, now + policy.far * 6 / 5)
        }
        place.counter = counter
        guard !place.isCalled else { return true }
        switch lines[place.admissionClass].counts.add(place.time) {
        case .counted:
            lines[place.admissionClass].frontier = min(lines[place.admissionClass].frontier, place.time)
            return true
        case .known: return true
        case .beyond: return false
        }
    }

    private static let counterLimit = 64
    /// One more is called than tokens are expected, so that none is lost where clients come unevenly; that one asks
    /// again a few seconds later.
    private static let reserve = 1.0

    /// How many places of its class stand before a place and were not called yet.
    package func ahead(of place: Place) -> Int {
        lines[place.admissionClass].counts.sum(before: place.time / 1000)
    }

    /// How long the holder of a place has still to wait: those ahead, of whom a part will not come, at what its
    /// class has of the rate. Milliseconds; nil while no sessions start.
    package func expectedWait(of place: Place) -> Int64? {
        let line = lines[place.admissionClass]
        guard rate > 0 else { return nil }
        let ahead = Double(ahead(of: place)) * line.history.share
        return Int64(ahead / (rate * part(of: place.admissionClass)))
    }

    /// The part of the rate that a class has while those wait who wait now.
    private func part(of index: Int) -> Double {
        var others = 0.0
        var isAlone = true
        for other in lines.indices where other != index && lines[other].isWaiting {
            isAlone = false
            others += lines[other].share ?? 0
        }
        if isAlone { return 1 }
        return lines[index].share ?? max(0.05, 1 - others)
    }

    /// After how many milliseconds the holder of a place should ask again.
    package func interval(of place: Place, chance: Double) -> Int64 {
        let half = (expectedWait(of: place) ?? policy.far * 2) / 2
        let usual = min(policy.far, max(policy.near, half))
        return Int64(Double(usual) * (0.8 + 0.4 * chance))
    }

    // MARK: The frontier

    /// Calls as many as the tokens of the next six seconds will serve. Every 250 ms.
    /// - Parameters:
    ///   - tokens: those that are there now
    ///   - perSecond: sessions that may start each second
    package mutating func move(at now: Int64, tokens: Double, perSecond: Double) {
        for index in lines.indices {
            lines[index].history.begin(at: now)
            lines[index].asking.begin(at: now)
        }
        rate = perSecond / 1000
        guard perSecond > 0, now >= standsUntil else { return }
        defer {
            // Nobody is left to be called, whatever the counts missed.
            for index in lines.indices where !lines[index].isWaiting {
                lines[index].frontier = max(lines[index].frontier, now, lastTime + 1)
            }
        }
        let supply = tokens + rate * Double(CallHistory.arrivalTime) + WaitingLine.reserve
        let expected = lines.map { Double($0.asking.count) + $0.history.coming(share: $0.history.share) }
        var left = supply - expected.reduce(0, +)
        guard left > 0 else { return }
        let othersWait = lines.count { $0.isWaiting } > 1
        // Each class in order of priority, up to its share while others wait; then what is left.
        if othersWait {
            for index in lines.indices {
                guard let share = lines[index].share else { continue }
                left -= call(min(left, share * supply - expected[index]), in: index, at: now)
            }
        }
        for index in lines.indices where left > 0 && !(othersWait && lines[index].share != nil) {
            left -= call(left, in: index, at: now)
        }
        for index in lines.indices where left > 0 { left -= call(left, in: index, at: now) }
    }

    /// Calls so many clients as of whom `wanted` will come.
    /// - Returns: how many of them will come.
    private mutating func call(_ wanted: Double, in index: Int, at now: Int64) -> Double {
        guard wanted > 0, lines[index].isWaiting else { return 0 }
        let share = lines[index].history.share
        var number = Int((wanted / share).rounded(.down))
        var called = 0
        while number > 0, lines[index].isWaiting {
            let second = lines[index].counts.first
            let there = lines[index].counts.count(second)
            let taken = min(number, there)
            // Within a second, places are presumed to be spread evenly over what is left of it.
            let start = max(second * 1000, min(lines[index].frontier, second * 1000 + 999))
            let end = second * 1000 + 1000
            lines[index].frontier = taken == there ? end : start + (end - start) * Int64(taken) / Int64(there)
            lines[index].counts.remove(taken, from: second)
            number -= taken
            called += taken
        }
        lines[index].history.call(called, upTo: lines[index].frontier)
        return Double(called) * share
    }
}

/// The places that sessions were started for, so that each starts one only. It grows with the rate, not with
/// those who wait.
private struct ServedPlaces: Sendable {
    private var recent: Set<Int64> = []
    private var older: Set<Int64> = []
    private var since: Int64 = .min

    func contains(_ place: Place) -> Bool {
        let key = key(place)
        return recent.contains(key) || older.contains(key)
    }

    mutating func insert(_ place: Place, at now: Int64, keep: Int64) {
        if since == .min { since = now }
        if now - since > keep {
            older = recent
            recent = []
            since = now
        }
        recent.insert(key(place))
    }

    private func key(_ place: Place) -> Int64 { place.time << 3 | Int64(place.admissionClass) }
}
