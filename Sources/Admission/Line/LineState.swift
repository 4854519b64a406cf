import Distribution

/// What a process leaves behind of its line, so that the next one goes on with it: counts and frontiers, and the
/// latest places that sessions were started for.
package struct LineState: Equatable, Sendable {
    /// When it was so, milliseconds since 1970.
    package var time: Int64
    /// That of the process, and before it those of processes whose counts it had taken over.
    var counters: [UInt32]
    /// Of processes whose places were presented to it.
    var knownCounters: [UInt32]
    /// The time of the last place that was given out.
    var lastTime: Int64
    /// Milliseconds for which the frontiers were to stand still.
    var restOfRebuild: Int64
    var classes: [ClassState]
    /// In no particular order.
    var served: [ServedPlace]

    struct ClassState: Equatable, Sendable {
        let name: String
        /// Nil where nobody was called yet.
        let frontier: Int64?
        /// Those who were called and still wait for a token, so that not as many are called once more: by the quarter
        /// of a second, from the state's time on, in which they will ask.
        let called: [Int]
        /// In rising order, those that are not empty.
        let seconds: [Second]
    }

    struct Second: Equatable, Sendable {
        /// Seconds since 1970.
        let second: Int64
        let count: Int
    }

    /// Whether nothing is lost with it.
    package var isEmpty: Bool {
        restOfRebuild == 0 && served.isEmpty && classes.allSatisfy(\.seconds.isEmpty)
    }

    /// At 50 sessions a second, those of eleven minutes; 230 KB.
    static let servedLimit = 32_768
}

extension WaitingLine {
    /// - Parameter now: of the wall clock, milliseconds since 1970
    package func state(at now: Int64) -> LineState {
        LineState(
            time: now, counters: resumedCounters + [counter], knownCounters: knownCounters,
            lastTime: lastTime, restOfRebuild: restOfRebuild,
            classes: zip(policy.classes, lines).map { known, line in
                LineState.ClassState(
                    name: known.name, frontier: line.frontier == .min ? nil : line.frontier,
                    called: line.upcoming(within: policy.arrivalTime),
                    seconds: line.counts.filled)
            },
            served: served.latest(LineState.servedLimit))
    }

    /// Goes on with the line of a process that ended. What happened there after the state was written is unknown,
    /// at most a second of it: places that were given out then are good without having been counted.
    /// - Parameters:
    ///   - now: of the wall clock, milliseconds since 1970
    ///   - steady: milliseconds of a clock that never goes back
    package init(
        _ policy: LinePolicy, resuming state: LineState, counter: UInt32, at now: Int64,
        steady: Int64
    ) {
        self.init(policy, counter: counter, steady: steady)
        resumedCounters = state.counters.suffix(WaitingLine.counterLimit)
        knownCounters = state.knownCounters.suffix(WaitingLine.counterLimit)
        lastTime = state.lastTime + WaitingLine.unwrittenTime
        if state.restOfRebuild > 0 { standsUntil = steady + state.restOfRebuild }
        let normal = policy.classes.count - 1
        let places = state.classes.map { each in
            policy.classes.firstIndex { $0.name == each.name }
        }
        for (each, place) in zip(state.classes, places) {
            if let place { lines[place].frontier = each.frontier ?? .min }
            lines[place ?? normal].asking.expect(
                each.called, after: max(0, now - state.time) / CallHistory.stepTime,
                late: policy.arrivalTime)
            for second in each.seconds {
                _ = lines[place ?? normal].counts.add(second.count, to: second.second)
            }
        }
        for (each, place) in zip(state.classes, places) where place == nil {
            guard let first = each.seconds.first else { continue }
            lines[normal].frontier = min(
                lines[normal].frontier, max(each.frontier ?? .min, first.second * 1000))
        }
        for place in state.served { served.insert(place, at: steady, keep: policy.keep) }
    }

    /// Where more than a thousand places were given out in a second, their times run ahead of the clock.
    private static let unwrittenTime: Int64 = 1_000
}

extension SecondCounts {
    var filled: [LineState.Second] {
        guard total > 0 else { return [] }
        return (first...last).compactMap { second in
            let count = count(second)
            return count == 0 ? nil : LineState.Second(second: second, count: count)
        }
    }
}
