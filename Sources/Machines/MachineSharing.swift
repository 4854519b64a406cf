package import Admission
internal import Synchronization
package import SystemCalls

/// Shares the rate of one Pool's door with the Site's other machines: asks Redis for a lease four times a second, on a
/// thread of its own, and sets the pace of the door's clock. No request ever waits for it, and nor does a start or a
/// stop.
package final class MachineSharing: Sendable {
    package let policy: SharingPolicy
    package let key: String
    private let id: UInt32
    private let onChange: @Sendable (SharingView) -> Void
    private let state: Mutex<State>
    private let wakeUp: WakeUp
    private let isEnded = Atomic<Bool>(false)
    private let thread = Mutex<SystemThread?>(nil)

    fileprivate struct State: Sendable {
        var door: Door?
        var line: Line?
        var view: SharingView
        var holding: LeaseHolding
        var frontiersElsewhere: [Int64?] = []
    }

    package static let interval: Int64 = 250_000_000
    /// After a failure; after an hour of failures as many seconds as ten.
    private static let retries: ClosedRange<Int64> = 500_000_000...10_000_000_000

    /// - Parameters:
    ///   - key: of the book in Redis: another one for each Pool and Site
    ///   - id: another one for each process
    ///   - onChange: is told when the rate is shared from now on, or split, on this thread; of what changes all the
    ///     time, every ten seconds at most
    package init(
        _ policy: SharingPolicy, _ redis: RedisPolicy, key: String, id: UInt32,
        onChange: @escaping @Sendable (SharingView) -> Void
    ) throws(SystemCallError) {
        self.policy = policy
        self.key = key
        self.id = id
        self.onChange = onChange
        state = Mutex(
            State(
                view: SharingView(policy, .split(nil), since: wallClockMilliseconds()),
                holding: LeaseHolding(even: 1 / Double(policy.machines))))
        wakeUp = try WakeUp()
        let leases = Leases.Origin(redis, machines: policy.machines, key: key, id: id)
        let thread = try SystemThread(stackBytes: 256 << 10) { [weak self, wakeUp] in
            var work = Work(leases: Leases(leases))
            while let next = self?.step(&work) {
                if wakeUp.wait(until: next) { wakeUp.clear() }
            }
        }
        self.thread.withLock { $0 = thread }
    }

    /// One that was made in vain.
    deinit {
        wakeUp.signal()
        join(until: 0)
    }

    /// From now on it is about this door.
    package func share(_ door: Door, _ line: Line?) {
        state.withLock { state in
            state.door = door
            state.line = line
            state.set(door.pacedClock)
        }
        wakeUp.signal()
    }

    package var view: SharingView { state.withLock(\.view) }

    /// Of each class, how far other machines have called while some wait there.
    package var frontiersElsewhere: [Int64?] { state.withLock(\.frontiersElsewhere) }

    /// Ends it. The lease ends by itself.
    package func end() {
        isEnded.store(true, ordering: .releasing)
        state.withLock { state in
            state.door = nil
            state.line = nil
        }
        wakeUp.signal()
    }

    /// - Parameter deadline: on the monotonic clock; a thread that hangs is left alone
    package func join(until deadline: Int64) {
        thread.withLock { $0.take() }?.join(until: deadline)
    }

    // MARK: Its thread

    /// What the thread goes on with.
    private struct Work: ~Copyable {
        var leases: Leases
        var failingSince: Int64?
        var news = News()
    }

    /// Asks for a lease.
    /// - Returns: when to ask again; nil where that is over
    private func step(_ work: inout Work) -> Int64? {
        guard !isEnded.load(ordering: .acquiring) else { return nil }
        let began = monotonicNanoseconds()
        guard let needs = needs() else { return .max }
        var next = began + MachineSharing.interval
        do throws(RedisFailure) {
            take(try work.leases.ask(needs, holds: hold))
            work.failingSince = nil
        } catch {
            let now = monotonicNanoseconds()
            let since = work.failingSince ?? now
            work.failingSince = since
            fail(error)
            next = now + MachineSharing.pause(now - since)
        }
        let view = view
        if work.news.isTold(view, at: monotonicNanoseconds()) { onChange(view) }
        return next
    }

    /// A failure that lasts is asked about less and less often.
    private static func pause(_ failing: Int64) -> Int64 {
        min(retries.upperBound, max(retries.lowerBound, failing / 120))
    }

    /// Nil until there is a door.
    private func needs() -> Leases.Needs? {
        let (door, line) = state.withLock { ($0.door, $0.line) }
        guard let door, let rate = door.policy.sessions else { return nil }
        let classes = door.policy.classes.map(\.name)
        // A line whose classes are those of another configuration says nothing for a moment.
        let standing = line?.standing
        return Leases.Needs(
            asked: door.askedForTokens, perSecond: rate.perSecond, classes: classes,
            line: standing?.frontiers.count == classes.count ? standing : nil)
    }

    private func hold(_ holding: LeaseHolding) {
        state.withLock { state in
            state.holding = holding
            state.set(state.door?.pacedClock)
        }
    }

    private func take(_ lease: LeaseAnswer.Lease?) {
        guard let lease else { return }
        let line = state.withLock { state in
            state.frontiersElsewhere = lease.frontiers
            state.change(.shared(live: lease.live))
            return state.line
        }
        line?.know(lease.others)
    }

    private func fail(_ failure: RedisFailure) {
        state.withLock { state in
            state.frontiersElsewhere = []
            state.view.failures += 1
            state.change(.split(failure))
        }
    }
}

extension MachineSharing.State {
    fileprivate func set(_ clock: PacedClock?) {
        clock?.set(
            part: holding.part, until: holding.end, afterwards: holding.even,
            at: monotonicNanoseconds())
    }

    /// A split goes on whatever the reasons are.
    fileprivate mutating func change(_ new: SharingView.State) {
        let was = view.isShared
        view.state = new
        if view.isShared != was { view.since = wallClockMilliseconds() }
    }
}

/// What was told last. What changes to and fro is told only as it is after a while.
private struct News {
    private var told: Key?
    private var time = Int64.min / 2

    private enum Key: Equatable {
        case shared(live: Int)
        case split
    }

    private static let calm: Int64 = 10_000_000_000

    mutating func isTold(_ view: SharingView, at now: Int64) -> Bool {
        let key: Key =
            switch view.state {
            case .shared(let live): .shared(live: live)
            case .split: .split
            }
        guard key != told, now - time >= News.calm || isUrgent(key) else { return false }
        told = key
        time = now
        return true
    }

    /// The first news, a failure, and one more machine.
    private func isUrgent(_ key: Key) -> Bool {
        switch (told, key) {
        case (nil, _), (.shared, .split): true
        case (.shared(let before), .shared(let live)): live > before
        case (.split, _): false
        }
    }
}
