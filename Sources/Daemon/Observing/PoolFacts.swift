internal import Admission
internal import Distribution
internal import Observation
internal import Peers
internal import SystemCalls
internal import Topology

extension PoolFacts {
    /// - Parameters:
    ///   - site: this Site; nil where the Pool is not served here
    ///   - now: the monotonic clock
    init(
        _ pool: Pool, site: Site.ID?, monitors: Monitors?, enforcement: Enforcement,
        tally: PoolTally, now: Int64
    ) {
        let states = monitors?.states(of: pool.name) ?? []
        let door = monitors?.door(pool.name)
        let admission = door?.snapshot(at: now)
        let line = monitors?.line(pool.name).map { LineFacts($0.snapshot) }
        let counts = tally.counts(at: now)
        let observed = tally.observedCounts
        self.init(
            name: "\(pool.name)", site: site.map { "\(pool[$0].name)" },
            groups: pool.groups.map { group in
                GroupFacts(name: "\(group.name)", sites: group.sites.map { "\(pool[$0].name)" })
            },
            isDraining: admission?.verdicts.isDraining ?? false,
            signals: states.map { SignalFacts($0, now: now) },
            classes: door.map {
                ClassFacts.all($0, hasLine: line?.isStanding ?? false, at: now)
            } ?? [],
            rate: admission?.tokens.map {
                RateFacts(tokens: $0, sessionsPerSecond: admission?.sessionsPerSecond ?? 0)
            },
            sharing: site == nil ? nil : monitors?.sharing(pool.name, at: now), line: line,
            peers: (monitors?.peers(pool.name)?.views ?? []).map { site, view in
                PeerFacts("\(pool[site].name)", view, now: now)
            }, enforcedPercent: enforcement.percent,
            decisions: site == nil
                ? []
                : CountedDecision.all.indices.map { index in
                    let decision = CountedDecision.all[index]
                    return DecisionCount(
                        row: decision.row.rawValue, label: decision.label,
                        condition: decision.isHandBack
                            ? "a session ended, and another one can't start without the client"
                            : DecisionText.condition(decision.row),
                        sinceStart: counts.sinceStart[index], lastMinute: counts.lastMinute[index],
                        observed: observed[index])
                })
    }
}

extension ClassFacts {
    fileprivate static func all(_ door: Door, hasLine: Bool, at now: Int64) -> [ClassFacts] {
        let snapshot = door.snapshot(at: now)
        let verdicts = snapshot.verdicts
        return zip(door.policy.classes, snapshot.classes).enumerated().map { index, each in
            let (policy, counts) = each
            return ClassFacts(
                name: policy.name,
                isBusy: !policy.isAlways && (verdicts.isDraining || verdicts[index].isBusy),
                waitsInLine: !policy.isAlways && hasLine,
                shed: policy.isAlways ? 0 : verdicts[index].shed, admitted: Int(counts.admitted),
                refused: counts.refused.map {
                    Snapshot.Count(label: $0.reason.rawValue, count: Int($0.count))
                })
        }
    }
}

extension LineFacts {
    init(_ line: LineSnapshot) {
        self.init(
            isStanding: line.isStanding,
            rebuilding: line.rebuildTime > 0 ? Double(line.rebuildTime) / 1000 : nil,
            classes: line.classes.map { each in
                WaitingFacts(
                    name: each.name, waiting: each.waiting, called: each.called,
                    expectedWait: each.expectedWait, frontier: each.frontier)
            })
    }
}

extension SignalFacts {
    /// - Parameter now: the monotonic clock
    init(_ state: SignalState, now: Int64) {
        self.init(
            name: state.label, explanation: "\(state)", value: state.value, isBusy: state.isBusy,
            age: state.age(at: now).map { Double($0.nanoseconds) / 1e9 },
            thresholds: state.policy.isSwitch ? [] : state.thresholds.bounds,
            failures: state.failures)
    }
}

extension PeerFacts {
    /// - Parameter now: the monotonic clock
    init(_ site: String, _ view: PeerView, now: Int64) {
        self.init(
            site: site, state: view.state, room: view.room,
            age: view.saidAt.map { Double(max(0, now - $0)) / 1e9 },
            clockOffset: view.clock?.seconds, isClockDoubtful: view.isClockDoubtful,
            trouble: view.trouble, answers: Int(clamping: view.answers),
            failures: Int(clamping: view.failures))
    }
}
