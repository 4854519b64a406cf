internal import Admission
internal import Distribution
internal import Observation
internal import Topology

extension PoolFacts {
    /// - Parameters:
    ///   - site: this Site; nil where the Pool is not served here
    ///   - now: the monotonic clock
    init(_ pool: Pool, site: Site.ID?, monitors: Monitors?, tally: PoolTally, now: Int64) {
        let states = monitors?.states(of: pool.name) ?? []
        let door = monitors?.door(pool.name)
        let admission = door?.snapshot(at: now)
        let counts = tally.counts(at: now)
        self.init(
            name: "\(pool.name)", site: site.map { "\(pool[$0].name)" },
            groups: pool.groups.map { group in
                GroupFacts(name: "\(group.name)", sites: group.sites.map { "\(pool[$0].name)" })
            },
            isDraining: admission?.verdicts.isDraining ?? false,
            signals: SignalFacts.all(states),
            classes: door.map { ClassFacts.all($0, at: now) } ?? [],
            rate: admission?.tokens.map {
                RateFacts(tokens: $0, sessionsPerSecond: admission?.sessionsPerSecond ?? 0)
            },
            decisions: site == nil
                ? []
                : CountedDecision.all.indices.map { index in
                    let decision = CountedDecision.all[index]
                    return DecisionCount(
                        row: decision.row.rawValue, label: decision.label,
                        condition: decision.isHandBack
                            ? "a session ended, and another one can't start without the client"
                            : DecisionText.condition(decision.row),
                        sinceStart: counts.sinceStart[index], lastMinute: counts.lastMinute[index])
                })
    }
}

extension ClassFacts {
    fileprivate static func all(_ door: Door, at now: Int64) -> [ClassFacts] {
        let snapshot = door.snapshot(at: now)
        let verdicts = snapshot.verdicts
        return zip(door.policy.classes, snapshot.classes).enumerated().map { index, each in
            let (policy, counts) = each
            return ClassFacts(
                name: policy.name,
                isBusy: !policy.isAlways && (verdicts.isDraining || verdicts[index].isBusy),
                shed: policy.isAlways ? 0 : verdicts[index].shed, admitted: Int(counts.admitted),
                refused: counts.refused.map {
                    Snapshot.Count(label: $0.reason.rawValue, count: Int($0.count))
                })
        }
    }
}

extension SignalFacts {
    /// Of one Pool. Where several have one name, it says which.
    static func all(_ states: [SignalState]) -> [SignalFacts] {
        var known: [String: Int] = [:]
        return states.map { state in
            let count = known[state.label, default: 0] + 1
            known[state.label] = count
            let name = count == 1 ? state.label : "\(state.label) (\(count))"
            return SignalFacts(state, name: name)
        }
    }

    private init(_ state: SignalState, name: String) {
        let value: Double? =
            switch state.reading {
            case .value(let value): value
            case .unreadable: nil
            }
        self.init(
            name: name, explanation: "\(state)", value: value, isBusy: state.isBusy, age: nil,
            thresholds: state.thresholds, failures: 0)
    }
}

extension SignalState {
    fileprivate var label: String {
        switch source {
        case .file(let path): "file \(path)"
        case .loadAverage: "load_average"
        }
    }

    fileprivate var thresholds: [(bound: String, value: Double)] {
        switch source {
        case .file: []
        case .loadAverage(let above, let resumeBelow, _):
            [("above", above), ("resume_below", resumeBelow)]
        }
    }
}
