internal import Synchronization

/// The tokens of one rate. All threads take them; each token is taken once.
struct Bucket: ~Copyable, Sendable {
    /// In the time of the allowance.
    private let arrivalTime: Atomic<Int64>
    private let openSince: Atomic<Int64>

    /// A full bucket, or one as it is when a ramp begins.
    init(_ allowance: Allowance?, openedAt now: Int64) {
        let isRamped = allowance.map { $0.ramp > 0 } ?? false
        arrivalTime = Atomic(isRamped ? allowance!.arrivalTime(whenOpenedAt: now) : .min / 2)
        openSince = Atomic(now)
    }

    /// Continues from another's state.
    init(copying other: borrowing Bucket) {
        arrivalTime = Atomic(other.arrivalTime.load(ordering: .relaxed))
        openSince = Atomic(other.openSince.load(ordering: .relaxed))
    }

    /// Takes a token if one is there.
    /// - Parameter rest: what must be left behind it, nanoseconds
    func take(_ allowance: Allowance, at now: Int64, leaving rest: Int64 = 0) -> Bool {
        let time = time(allowance, now)
        let latest = time + allowance.tolerance - rest
        var arrival = arrivalTime.load(ordering: .relaxed)
        while arrival <= latest {
            let (isTaken, current) = arrivalTime.weakCompareExchange(
                expected: arrival, desired: max(arrival, time) + allowance.tokenTime,
                ordering: .relaxed)
            if isTaken { return true }
            arrival = current
        }
        return false
    }

    /// Takes a token even if none is there; later ones make up for it, up to the limit of debt.
    func charge(_ allowance: Allowance, at now: Int64) {
        let time = time(allowance, now)
        let latest = time + allowance.tolerance + allowance.debtLimit
        var arrival = arrivalTime.load(ordering: .relaxed)
        while arrival < latest {
            let (isTaken, current) = arrivalTime.weakCompareExchange(
                expected: arrival, desired: min(max(arrival, time) + allowance.tokenTime, latest),
                ordering: .relaxed)
            if isTaken { return }
            arrival = current
        }
    }

    func hasToken(_ allowance: Allowance, at now: Int64, leaving rest: Int64 = 0) -> Bool {
        arrivalTime.load(ordering: .relaxed) <= time(allowance, now) + allowance.tolerance - rest
    }

    /// Begins a ramp. The tokens that gathered while the door was closed go, or all would be used at once.
    func open(_ allowance: Allowance, at now: Int64) {
        guard allowance.ramp > 0 else { return }
        _ = arrivalTime.max(allowance.arrivalTime(whenOpenedAt: now), ordering: .relaxed)
        openSince.store(now, ordering: .relaxed)
    }

    func tokens(_ allowance: Allowance, at now: Int64) -> Double {
        allowance.tokens(arrivalTime.load(ordering: .relaxed), at: time(allowance, now))
    }

    func part(_ allowance: Allowance, at now: Int64) -> Double {
        allowance.part(at: now, openSince: openSince.load(ordering: .relaxed))
    }

    private func time(_ allowance: Allowance, _ now: Int64) -> Int64 {
        allowance.time(at: now, openSince: openSince.load(ordering: .relaxed))
    }
}
