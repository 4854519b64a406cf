// A line whose head is called as tokens come free. It keeps counts, not people: how many places were given out
// in each second, and a frontier for each class. Whoever has a place before the frontier is called.
//
// Places are told by the wall clock, in milliseconds since 1970, because their holders may bring them to another
// process or machine. What happens when is told by a clock that never goes back. So where the wall clock is set
// back, places that are given out go on rising by a millisecond each, and the frontiers move as before.

package import Distribution

/// The line of one Pool at one Site. A pure value: whoever calls says the time.
package struct WaitingLine: Sendable {
    package private(set) var policy: LinePolicy
    /// Names this process in the places that it gives.
    package let counter: UInt32
    /// Earlier processes whose counts were taken over.
    var resumedCounters: [UInt32] = []
    /// By class.
    var lines: [ClassLine]
    /// The time of the last place that was given out.
    var lastTime: Int64 = 0
    /// The frontiers stand still until then, while places rebuild the counts. On the clock that never goes back.
    var standsUntil: Int64 = .min
    /// When the line moved last, on the clock that never goes back.
    var steady: Int64
    /// The processes whose places were presented here.
    var knownCounters: [UInt32] = []
    var served = ServedPlaces()

    static let counterLimit = 64

    /// - Parameters:
    ///   - counter: another one for each process, so that a place that another one counted is known
    ///   - steady: milliseconds of a clock that never goes back
    package init(_ policy: LinePolicy, counter: UInt32, steady: Int64) {
        self.policy = policy
        self.counter = counter
        self.steady = steady
        lines = policy.classes.map { _ in ClassLine(policy, at: steady) }
    }

    /// Whether somebody waits whom newcomers must not overtake.
    package var isStanding: Bool {
        isRebuilding
            || lines.contains { $0.isWaiting || $0.asking.count > 0 || $0.othersAreFirst }
    }

    /// Whether the frontiers stand still, because others who were here before may still come.
    var isRebuilding: Bool { steady < standsUntil }

    /// Milliseconds until the frontiers move again.
    var restOfRebuild: Int64 { isRebuilding ? standsUntil - steady : 0 }

    // MARK: Places

    /// Gives out a place; nil where the line is longer than four and a half hours.
    /// - Parameter chance: 0 to 1, spreads those who come again
    package mutating func join(_ admissionClass: Int, at now: Int64, chance: Double) -> Waiting? {
        let time = max(now, lastTime + 1)
        // Nobody was called for a place that is given out now.
        guard lines[admissionClass].add(time) == .counted else { return nil }
        lastTime = time
        return waiting(
            Place(admissionClass: admissionClass, time: time, renewed: now, counter: counter),
            chance)
    }

    /// - Parameters:
    ///   - chance: 0 to 1, spreads those who come again
    ///   - closed: why there are no tokens for the class at all; nil where there may be one
    ///   - take: takes a token if so many others are left, or says why not; called at most once, and only for
    ///     whoever is called
    package mutating func present(
        _ presented: Place, at now: Int64, chance: Double, closed: DoorRefusal? = nil,
        take: (_ leaving: Int) -> DoorRefusal?
    ) -> PlaceAnswer {
        guard now - presented.renewed <= policy.keep,
            lines.indices.contains(presented.admissionClass)
        else { return .lost }
        var place = presented
        if place.counter != counter, !adopt(place) { return .lost }
        place.renewed = now
        let index = place.admissionClass
        guard place.isCalled || place.time < lines[index].frontier else {
            return .wait(closed ?? .line, waiting(place, chance))
        }
        // Nobody is served who was not called.
        if served.contains(place) { return .lost }
        // Those who were refused a token before go first.
        var others = 0
        if place.isCalled {
            lines[index].asking.come(after: now - presented.renewed)
        } else {
            lines[index].history.see(place.time)
            others = lines[index].asking.dueNow
            place.isCalled = true
        }
        guard let refusal = closed ?? take(others) else {
            served.insert(place, at: steady, keep: policy.keep)
            return .start
        }
        let after = lines[index].asking.tell(
            isFirst: !presented.isCalled, perSecond: lines[index].pace * 1000)
        return .wait(
            refusal,
            Waiting(
                place: place, ahead: 0, expectedWait: closed == nil ? 0 : nil,
                retryAfter: after * 1000))
    }

    /// The place as it stands, near the head of the line, for a moment in which nobody can tell.
    func untouched(_ place: Place, chance: Double) -> Waiting {
        Waiting(
            place: place, ahead: 0, expectedWait: nil,
            retryAfter: (AskingAgain.soonest + Int64(2 * chance)) * 1000)
    }

    /// Counts a place that another process gave: one before this one, or one of another machine or Site. It keeps
    /// the name of that process, because another place of the same millisecond may have been given here.
    private mutating func adopt(_ place: Place) -> Bool {
        if resumedCounters.contains(place.counter) { return true }
        // None is forgotten, or the places of many processes would let the line stand still again and again.
        if !knownCounters.contains(place.counter), knownCounters.count < WaitingLine.counterLimit {
            knownCounters.append(place.counter)
            standsUntil = max(standsUntil, steady + policy.rebuildTime)
        }
        return place.isCalled || lines[place.admissionClass].add(place.time) != .beyond
    }

    // MARK: What those who wait are told

    private func waiting(_ place: Place, _ chance: Double) -> Waiting {
        let ahead = ahead(of: place)
        let expectedWait = expectedWait(in: place.admissionClass, ahead: ahead)
        let usual = min(policy.far, max(policy.near, (expectedWait ?? .max) / 2))
        let spread = LinePolicy.spread
        return Waiting(
            place: place, ahead: ahead, expectedWait: expectedWait,
            retryAfter: wholeSeconds(Double(usual) * (1 - spread + 2 * spread * chance)))
    }

    /// Clients are told whole seconds.
    private func wholeSeconds(_ time: Double) -> Int64 {
        max(1, Int64((time / 1000).rounded())) * 1000
    }

    /// How many places of its class stand before a place and were not called yet.
    package func ahead(of place: Place) -> Int {
        let (index, second) = (place.admissionClass, place.time / 1000)
        // Those of its own second were called as far as the frontier is.
        let called = max(lines[index].frontier, second * 1000) - second * 1000
        return lines[index].counts.sum(before: second)
            + lines[index].counts.count(in: second, from: called, to: place.time % 1000)
    }

    /// How long it takes until so many were called, of whom a part will not come, at the pace of their class.
    /// Milliseconds; nil while no sessions start.
    func expectedWait(in index: Int, ahead: Int) -> Int64? {
        let pace = lines[index].pace
        guard pace > 0 else { return nil }
        let called = Double(ahead) * lines[index].share / pace
        return restOfRebuild + Int64(min(called, WaitingLine.longestWait))
    }

    /// A month: nobody waits that long, and no number of milliseconds overflows.
    private static let longestWait = 30 * 86_400e3

    // MARK: Another policy

    /// Goes on by another policy. Classes are found again by their names; whoever waits in one that is no more
    /// belongs to `normal` from now on, as its place will be read.
    package mutating func adopt(_ policy: LinePolicy) {
        let old = self
        let normal = policy.classes.count - 1
        let places = old.policy.classes.map { each in
            policy.classes.firstIndex { $0.name == each.name }
        }
        self.policy = policy
        lines = policy.classes.map { _ in ClassLine(policy, at: steady) }
        for (index, place) in places.enumerated() {
            guard let place else { continue }
            let history = lines[place].history
            lines[place] = old.lines[index]
            if old.policy.arrivalTime != policy.arrivalTime { lines[place].history = history }
        }
        for (index, place) in places.enumerated() where place == nil {
            lines[normal].add(old.lines[index])
        }
    }
}
