package import Distribution
internal import Fields
internal import Synchronization

/// The line before the door of one Pool, for all threads. It lives on across reloads.
package final class Line: Sendable {
    private let state: Mutex<State>
    /// Newcomers read it without the lock.
    private let stands: Atomic<Bool>
    private let currentNumbering = Atomic<Int>(0)
    private let wallClock: @Sendable () -> Int64

    private struct State: Sendable {
        var line: WaitingLine
        /// Changes with the classes. Whoever still asks by another numbering comes from before a reload.
        var numbering = 0
        var chances: Chances
    }

    /// - Parameters:
    ///   - seed: of the chance that spreads those who come again
    ///   - wallClock: milliseconds since 1970
    package init(
        _ line: WaitingLine, seed: UInt64,
        wallClock: @escaping @Sendable () -> Int64
    ) {
        state = Mutex(State(line: line, chances: Chances(seed: seed)))
        stands = Atomic(line.isStanding)
        self.wallClock = wallClock
    }

    /// Whether somebody waits whom newcomers must not overtake.
    package var isStanding: Bool { stands.load(ordering: .relaxed) }

    /// By which classes are numbered now.
    package var numbering: Int { currentNumbering.load(ordering: .relaxed) }

    /// Gives a place to a newcomer; nil where the line is as long as can be.
    package func join(_ admissionClass: Int, _ numbering: Int) -> Waiting? {
        let now = wallClock()
        return state.withLock { state in
            guard state.numbering == numbering else { return nil }
            let waiting = state.line.join(admissionClass, at: now, chance: state.chances.next())
            if waiting != nil { stands.store(true, ordering: .relaxed) }
            return waiting
        }
    }

    /// - Parameters:
    ///   - closed: why there are no tokens for the class at all; nil where there may be one
    ///   - take: takes a token if so many others are left, or says why not; called at most once, and only for
    ///     whoever is called
    package func present(
        _ place: Place, _ numbering: Int, closed: DoorRefusal?,
        take: (_ leaving: Int) -> DoorRefusal?
    ) -> PlaceAnswer {
        let now = wallClock()
        return state.withLock { state in
            let chance = state.chances.next()
            guard state.numbering == numbering else {
                // The next request will be read by the new configuration.
                return .wait(.line, state.line.untouched(place, chance: chance))
            }
            let answer = state.line.present(
                place, at: now, chance: chance, closed: closed, take: take)
            // What is over is seen by the next move; what begins, by the next newcomer.
            if case .wait = answer { stands.store(true, ordering: .relaxed) }
            return answer
        }
    }

    /// Calls those whose turn it is. Every 250 ms.
    /// - Parameter steady: milliseconds of a clock that never goes back
    package func move(steady: Int64, _ supply: TokenSupply) {
        let now = wallClock()
        state.withLock { state in
            // The door is that of another configuration for a moment.
            guard supply.isOpen.count == state.line.policy.classes.count else { return }
            state.line.move(at: now, steady: steady, supply)
            stands.store(state.line.isStanding, ordering: .relaxed)
        }
    }

    /// What other machines of the Site need to know.
    package var standing: LineStanding { state.withLock { $0.line.standing } }

    /// These processes live on other machines, and count the places that they give.
    package func know(_ counters: [UInt32]) { state.withLock { $0.line.know(counters) } }

    /// Goes on by another policy.
    package func adopt(_ policy: LinePolicy) {
        state.withLock { state in
            guard policy != state.line.policy else { return }
            if policy.classes.map(\.name) != state.line.policy.classes.map(\.name) {
                state.numbering += 1
                currentNumbering.store(state.numbering, ordering: .relaxed)
            }
            state.line.adopt(policy)
        }
    }

    /// What there is to observe.
    package var snapshot: LineSnapshot { state.withLock { $0.line }.snapshot }

    /// The line as it is now.
    package var value: WaitingLine { state.withLock { $0.line } }
}

/// Numbers from 0 to 1 that nobody foresees who does not know the seed: SplitMix64 (Steele, Lea, Flood 2014).
private struct Chances: Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> Double {
        state &+= .goldenRatio
        return Double(state.scattered >> 11) * 0x1p-53
    }
}
