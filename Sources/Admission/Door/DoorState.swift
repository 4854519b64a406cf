import Distribution
internal import Synchronization

/// What the door remembers: tokens and counters. All threads read and write it.
final class DoorState: Sendable {
    /// Those of each class's guarantee, and those of the whole.
    let buckets: InlineArray<8, Bucket>
    private let counters: InlineArray<49, Atomic<UInt64>>

    /// The place of the whole among the buckets.
    static let whole = SignalVerdicts.classLimit
    /// A class's counters: one of those who were admitted, and one for each reason of refusal.
    private static let countersOfClass = 1 + DoorRefusal.allCases.count

    init(_ policy: AdmissionPolicy, _ rules: [ClassRule], at now: Int64) {
        buckets = InlineArray { index in
            Bucket(DoorState.allowance(policy, rules, index), openedAt: now)
        }
        counters = InlineArray { _ in Atomic(0) }
    }

    /// Continues from another policy's state, class by class.
    convenience init(
        _ policy: AdmissionPolicy, _ rules: [ClassRule], continuing other: DoorState,
        of otherPolicy: AdmissionPolicy, at now: Int64
    ) {
        let places = (0...SignalVerdicts.classLimit).map { index -> Int? in
            if index == DoorState.whole {
                return otherPolicy.sessions == nil ? nil : DoorState.whole
            }
            guard policy.classes.indices.contains(index) else { return nil }
            return otherPolicy.classes.firstIndex { $0.name == policy.classes[index].name }
        }
        self.init(policy, rules, places, other, now)
    }

    private init(
        _ policy: AdmissionPolicy, _ rules: [ClassRule], _ places: [Int?], _ other: DoorState,
        _ now: Int64
    ) {
        buckets = InlineArray { index in
            if let place = places[index] { return Bucket(copying: other.buckets[place]) }
            return Bucket(DoorState.allowance(policy, rules, index), openedAt: now)
        }
        let perClass = DoorState.countersOfClass
        counters = InlineArray { index in
            guard let place = places[index / perClass] else { return Atomic(0) }
            let counter = place * perClass + index % perClass
            return Atomic(other.counters[counter].load(ordering: .relaxed))
        }
    }

    private static func allowance(
        _ policy: AdmissionPolicy, _ rules: [ClassRule], _ index: Int
    ) -> Allowance? {
        if index == whole {
            return policy.sessions.map { Allowance($0, machines: policy.machines) }
        }
        return rules.first { $0.bucket == index && $0.guarantee != nil }?.guarantee
    }

    func count(_ index: Int, _ refusal: DoorRefusal?) {
        let place = index * DoorState.countersOfClass + (refusal.map { 1 + $0.place } ?? 0)
        counters[place].wrappingAdd(1, ordering: .relaxed)
    }

    func counts(of index: Int, _ name: String) -> DoorSnapshot.ClassCounts {
        let first = index * DoorState.countersOfClass
        return DoorSnapshot.ClassCounts(
            name: name, admitted: counters[first].load(ordering: .relaxed),
            refused: DoorRefusal.allCases.map { reason in
                (reason, counters[first + 1 + reason.place].load(ordering: .relaxed))
            })
    }
}

extension DoorRefusal {
    /// In `allCases`.
    fileprivate var place: Int {
        switch self {
        case .signal: 0
        case .draining: 1
        case .shed: 2
        case .rate: 3
        case .share: 4
        case .line: 5
        }
    }
}
