package import Distribution
package import Fields
internal import Synchronization

/// The door of one Pool at this Site: what the signals say of each class, and the tokens of the rate. Every thread
/// asks without a lock. It has no clock: whoever asks says the time, in nanoseconds of a clock that never goes
/// back.
package final class Door: Sendable {
    package let policy: AdmissionPolicy
    /// By class.
    private let rules: [ClassRule]
    /// The rate of all classes together; nil where sessions are not limited.
    private let whole: Allowance?
    private let hasRate: Bool
    /// By which tokens come, where other machines share the rate; nil where they come by the time that is asked with.
    package let pacedClock: PacedClock?
    private let salt: UInt64
    private let verdicts: Atomic<UInt64>
    private let state: DoorState

    /// Set for good by a process that stops, whatever the signals say.
    private static let stoppingBit: UInt64 = 1 << 62

    /// - Parameters:
    ///   - salt: another one for each Site
    ///   - previous: the door that this one replaces on a reload; its tokens, verdicts and counters continue
    ///   - now: when the door is opened, if no other is continued
    package init(
        _ policy: AdmissionPolicy, salt: UInt64 = 0, continuing previous: Door? = nil, at now: Int64
    ) {
        self.policy = policy
        self.salt = salt
        whole = policy.sessions.map { Allowance($0, machines: policy.machines) }
        hasRate = policy.sessions != nil
        rules = ClassRule.all(policy)
        pacedClock = Door.pacedClock(policy, continuing: previous, at: now)
        state = Door.state(
            policy, rules, continuing: previous, at: pacedClock?.time(at: now) ?? now)
        verdicts = Atomic(previous?.verdictBits(for: policy) ?? 0)
    }

    /// Where nothing of it changes its place, a reload shares it, so that requests that still ask the old door
    /// take from the same tokens.
    private static func state(
        _ policy: AdmissionPolicy, _ rules: [ClassRule], continuing previous: Door?, at now: Int64
    ) -> DoorState {
        guard let previous else { return DoorState(policy, rules, at: now) }
        let names = policy.classes.map(\.name)
        if previous.policy.classes.map(\.name) == names,
            policy.sessions == nil || previous.policy.sessions != nil
        {
            return previous.state
        }
        return DoorState(policy, rules, continuing: previous.state, of: previous.policy, at: now)
    }

    /// A clock goes on as long as the rate is shared. Where that ends, the door's time leaps ahead, which fills its
    /// buckets once.
    private static func pacedClock(
        _ policy: AdmissionPolicy, continuing previous: Door?, at now: Int64
    ) -> PacedClock? {
        guard policy.machines > 1 else { return nil }
        guard let previous, let clock = previous.pacedClock else {
            return PacedClock(part: policy.evenPart, at: now)
        }
        if previous.policy.machines != policy.machines {
            clock.set(
                part: policy.evenPart, until: .max, afterwards: policy.evenPart, at: now)
        }
        return clock
    }

    /// The time of the tokens.
    private func tokenTime(_ now: Int64) -> Int64 { pacedClock?.time(at: now) ?? now }

    // MARK: Verdicts

    /// Puts in force what the signals say now. A class that was refused by them until now begins its ramp.
    package func publish(_ verdicts: SignalVerdicts, at now: Int64) {
        var before = self.verdicts.load(ordering: .relaxed)
        while true {
            let (isStored, current) = self.verdicts.weakCompareExchange(
                expected: before, desired: verdicts.rawValue | before & Door.stoppingBit,
                ordering: .relaxed)
            if isStored { break }
            before = current
        }
        let old = SignalVerdicts(rawValue: before)
        for (index, rule) in rules.enumerated()
        where old.isClosed(to: index) && !verdicts.isClosed(to: index) {
            open(index, rule, at: now)
        }
    }

    /// No session starts any more, but of classes that are never refused: the process stops.
    package func stop() { verdicts.bitwiseOr(Door.stoppingBit, ordering: .relaxed) }

    /// What the signals say.
    package var signalVerdicts: SignalVerdicts {
        let bits = verdicts.load(ordering: .relaxed)
        return SignalVerdicts(
            rawValue: bits & ~Door.stoppingBit
                | (bits & Door.stoppingBit == 0 ? 0 : SignalVerdicts.drainingBit))
    }

    /// Whether new sessions are welcome here, rate aside: what `ready` says.
    package var isOpen: Bool { !signalVerdicts.isClosed(to: rules.count - 1) }

    /// Whether the client's address makes a difference now: a class that is busy sheds nobody.
    package var looksAtClients: Bool {
        let bits = verdicts.load(ordering: .relaxed)
        let busy = bits & SignalVerdicts.allBusyMask
        // A busy bit minus the lowest bit of its class is the seven bits between them.
        return bits & SignalVerdicts.allShedMask & ~(busy &- busy >> 7) != 0
    }

    /// Whether the time makes a difference now.
    package var looksAtTime: Bool { hasRate || looksAtClients }

    /// What a class has for certain grows from when that class may come again; what all compete for, from when
    /// `normal` may.
    private func open(_ index: Int, _ rule: ClassRule, at now: Int64) {
        let now = tokenTime(now)
        if let guarantee = rule.guarantee, rule.bucket == index {
            state.buckets[index].open(guarantee, at: now)
        }
        guard let whole, index == rules.count - 1 else { return }
        state.buckets[DoorState.whole].open(whole, at: now)
    }

    /// The verdicts by which a door with another policy begins.
    private func verdictBits(for policy: AdmissionPolicy) -> UInt64 {
        let bits = verdicts.load(ordering: .relaxed)
        let verdicts = SignalVerdicts(rawValue: bits)
        let classes = policy.classes.map { named in
            self.policy.classes.firstIndex { $0.name == named.name }.map { verdicts[$0] }
                ?? verdicts[rules.count - 1]
        }
        return SignalVerdicts(isDraining: verdicts.isDraining, classes: classes).rawValue
            | bits & Door.stoppingBit
    }
}

// MARK: Questions

extension Door {
    /// Asks for the start of a session, and takes a token where nothing refuses it.
    /// - Parameter othersWait: whether there are some who were here before, and go first
    package func ask(
        _ index: Int, client: IPAddress?, at now: Int64, othersWait: Bool = false
    ) -> DoorRefusal? {
        // Most doors have no rate, and most of the time no signal speaks.
        if !hasRate, verdicts.load(ordering: .relaxed) == 0 {
            state.count(index, nil)
            return nil
        }
        let rule = rules[index]
        let refusal =
            refusalBySignals(index, rule, client, now)
            ?? (othersWait && !rule.isAlways ? .line : take(rule, now))
        state.count(index, refusal)
        return refusal
    }

    /// What `ask` would answer.
    package func look(
        _ index: Int, client: IPAddress?, at now: Int64, othersWait: Bool = false
    ) -> DoorRefusal? {
        let rule = rules[index]
        if let refusal = refusalBySignals(index, rule, client, now) { return refusal }
        guard let whole, !rule.isAlways else { return nil }
        if othersWait { return .line }
        let now = tokenTime(now)
        if let guarantee = rule.guarantee,
            state.buckets[rule.bucket].hasToken(guarantee, at: now)
        {
            return nil
        }
        if state.buckets[DoorState.whole].hasToken(whole, at: now, leaving: rule.leaves(of: whole))
        {
            return nil
        }
        return refusal(rule, whole, now)
    }

    private func refusalBySignals(
        _ index: Int, _ rule: ClassRule, _ client: IPAddress?, _ now: Int64
    ) -> DoorRefusal? {
        let bits = verdicts.load(ordering: .relaxed)
        if bits == 0 || rule.isAlways { return nil }
        if bits & (SignalVerdicts.drainingBit | Door.stoppingBit) != 0 { return .draining }
        let verdict = SignalVerdicts(rawValue: bits).bits(of: index)
        if verdict & SignalVerdicts.busyBit != 0 { return .signal }
        let steps = verdict & SignalVerdicts.shedMask
        guard steps != 0, Shedding.refuses(client, steps: steps, salt: salt, at: now) else {
            return nil
        }
        return .shed
    }

    /// A class takes what it has for certain, which the whole pays for; beyond that all compete for what the whole
    /// has left, of which a class with a share leaves the last tokens to the others.
    private func take(_ rule: ClassRule, _ now: Int64, leaving others: Int = 0) -> DoorRefusal? {
        guard let whole else { return nil }
        let now = tokenTime(now)
        if rule.isAlways {
            state.buckets[DoorState.whole].charge(whole, at: now)
            return nil
        }
        if let guarantee = rule.guarantee,
            state.buckets[rule.bucket].take(guarantee, at: now, leaving: guarantee.rest(others))
        {
            state.buckets[DoorState.whole].charge(whole, at: now)
            return nil
        }
        let rest = max(rule.leaves(of: whole), whole.rest(others))
        if state.buckets[DoorState.whole].take(whole, at: now, leaving: rest) { return nil }
        return refusal(rule, whole, now)
    }

    /// Why a class gets no token: there is none, or those that are left are for others.
    private func refusal(_ rule: ClassRule, _ whole: Allowance, _ now: Int64) -> DoorRefusal {
        rule.hasShare && state.buckets[DoorState.whole].hasToken(whole, at: now) ? .share : .rate
    }

    // MARK: For those who wait

    /// Whether the class is never refused, so that nobody of it waits.
    func isAlways(_ index: Int) -> Bool { rules[index].isAlways }

    /// Why nobody of the class is admitted, whoever he is; nil where it depends on tokens. Nobody who waits is
    /// shed: that is for newcomers.
    func closure(of index: Int) -> DoorRefusal? {
        let bits = verdicts.load(ordering: .relaxed)
        if bits == 0 || rules[index].isAlways { return nil }
        if bits & (SignalVerdicts.drainingBit | Door.stoppingBit) != 0 { return .draining }
        return SignalVerdicts(rawValue: bits).isClosed(to: index) ? .signal : nil
    }

    /// Takes a token for somebody who was called.
    /// - Parameter others: how many tokens must be left for others; at most half of a burst is
    package func take(_ index: Int, at now: Int64, leaving others: Int) -> DoorRefusal? {
        take(rules[index], now, leaving: others)
    }

    /// Counts what was answered to somebody who waits.
    func count(_ index: Int, _ refusal: DoorRefusal?) { state.count(index, refusal) }

    /// What may start now and from now on.
    package func supply(at now: Int64) -> TokenSupply {
        guard let whole else {
            return TokenSupply(tokens: 0, perSecond: 0, isOpen: rules.map { _ in false })
        }
        return TokenSupply(
            tokens: state.buckets[DoorState.whole].tokens(whole, at: tokenTime(now)),
            perSecond: sessionsPerSecond(whole, at: now),
            isOpen: rules.indices.map { closure(of: $0) == nil })
    }

    /// The tokens that are left; nil where sessions are not limited.
    package func tokens(at now: Int64) -> Double? {
        whole.map { state.buckets[DoorState.whole].tokens($0, at: tokenTime(now)) }
    }

    /// The rate of this machine now.
    private func sessionsPerSecond(_ whole: Allowance, at now: Int64) -> Double {
        let ramped = state.buckets[DoorState.whole].part(whole, at: tokenTime(now))
        let part = pacedClock?.part(at: now) ?? 1
        return (policy.sessions?.perSecond ?? 0) * part * ramped
    }

    /// How many asked for a token since the start: those who got one, and those for whom there was none.
    package var askedForTokens: UInt64 {
        policy.classes.indices.reduce(0) { sum, index in
            let counts = state.counts(of: index, "")
            return counts.refused.reduce(sum + counts.admitted) { sum, refused in
                refused.reason == .rate || refused.reason == .share ? sum + refused.count : sum
            }
        }
    }

    /// The counters and the tokens at a moment.
    package func snapshot(at now: Int64) -> DoorSnapshot {
        DoorSnapshot(
            verdicts: signalVerdicts, tokens: tokens(at: now),
            sessionsPerSecond: whole.map { sessionsPerSecond($0, at: now) },
            classes: policy.classes.indices.map { state.counts(of: $0, policy.classes[$0].name) })
    }
}
