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
        let counts = tally.counts(at: now)
        self.init(
            name: "\(pool.name)", site: site.map { "\(pool[$0].name)" },
            groups: pool.groups.map { group in
                GroupFacts(name: "\(group.name)", sites: group.sites.map { "\(pool[$0].name)" })
            },
            isDraining: monitors?.isDraining(pool.name) ?? false,
            signals: SignalFacts.all(states),
            classes: [ClassFacts(name: "normal", isBusy: states.contains(where: \.isBusy))],
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
