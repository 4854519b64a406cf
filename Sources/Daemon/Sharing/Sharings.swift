internal import Admission
internal import Logging
internal import Machines
internal import Observation
internal import Settings
internal import Synchronization
internal import SystemCalls
internal import Topology

/// The Pools whose rate several machines of this Site share. Each that has a Redis asks it on a thread of its own,
/// which goes on across reloads that change nothing about it.
final class Sharings: Sendable {
    private let logger: Logger
    private let id: UInt32
    private let state = Mutex<[HostName: Entry]>([:])

    private struct Entry: Sendable {
        let policy: SharingPolicy
        /// Nil where no Redis is configured.
        let sharing: MachineSharing?
        let clock: PacedClock?
        /// Milliseconds since 1970.
        let since: Int64
    }

    /// What a configuration is about to put in force.
    struct Prepared: Sendable {
        fileprivate let sharings: [HostName: (policy: SharingPolicy, sharing: MachineSharing?)]
    }

    /// - Parameter id: another one for each process
    init(id: UInt32, _ logger: Logger) {
        self.id = id
        self.logger = logger
    }

    /// Nothing that is in force changes yet.
    func prepare(_ loaded: Loaded) throws(SystemCallError) -> Prepared {
        var sharings: [HostName: (policy: SharingPolicy, sharing: MachineSharing?)] = [:]
        do throws(SystemCallError) {
            for (pool, site) in zip(loaded.configuration.pools, loaded.sites) {
                guard let site = site.map({ pool.pool[$0].name }),
                    let policy = pool.admission.sharing(at: site)
                else { continue }
                let name = pool.pool.name
                let key = "distrib:\(name)/\(site)"
                sharings[name] = (policy, try sharing(policy, key, of: name))
            }
        } catch {
            for each in sharings.values { end(each.sharing) }
            throw error
        }
        return Prepared(sharings: sharings)
    }

    private func sharing(
        _ policy: SharingPolicy, _ key: String, of pool: HostName
    ) throws(SystemCallError) -> MachineSharing? {
        guard let redis = policy.redis else { return nil }
        if let sharing = state.withLock({ $0[pool]?.sharing }), sharing.policy == policy,
            sharing.key == key
        {
            return sharing
        }
        return try MachineSharing(policy, redis, key: key, id: id) { [logger] view in
            SharingLog.tell(view, logger, pool)
        }
    }

    /// One that was prepared in vain.
    private func end(_ sharing: MachineSharing?) {
        guard let sharing, !state.withLock({ $0.values.contains { $0.sharing === sharing } })
        else { return }
        sharing.end()
        sharing.join(until: 0)
    }

    /// From now on these Pools are shared, and no others.
    func putInForce(
        _ prepared: Prepared, door: (HostName) -> Door, line: (HostName) -> Line?
    ) {
        let old = state.withLock { state in
            defer {
                state = prepared.sharings.reduce(into: [:]) { entries, each in
                    let clock = door(each.key).pacedClock
                    let before = state[each.key]
                    let goesOn = before?.policy == each.value.policy
                    entries[each.key] = Entry(
                        policy: each.value.policy, sharing: each.value.sharing, clock: clock,
                        since: goesOn ? before!.since : wallClockMilliseconds())
                }
            }
            return state.values.compactMap(\.sharing)
        }
        for sharing in old
        where !prepared.sharings.values.contains(where: { $0.sharing === sharing }) {
            sharing.end()
            // It may wait for Redis, and changes nothing any more.
            sharing.join(until: 0)
        }
        for (name, each) in prepared.sharings {
            let door = door(name)
            if let sharing = each.sharing {
                sharing.share(door, line(name))
            } else {
                let even = door.policy.evenPart
                door.pacedClock?.set(
                    part: even, until: .max, afterwards: even, at: monotonicNanoseconds())
            }
        }
    }

    /// Of each class, how far other machines have called while some wait there.
    func frontiersElsewhere(_ pool: HostName) -> [Int64?] {
        state.withLock { $0[pool]?.sharing }?.frontiersElsewhere ?? []
    }

    /// Nil where the Site is one machine.
    func facts(_ pool: HostName, at now: Int64) -> SharingFacts? {
        guard let entry = state.withLock({ $0[pool] }) else { return nil }
        let view = entry.sharing?.view ?? SharingView(entry.policy, .split(nil), since: entry.since)
        return SharingFacts(view, part: entry.clock?.part(at: now) ?? 1)
    }

    /// - Parameter deadline: on the monotonic clock; a Redis that hangs delays nobody
    func stop(until deadline: Int64) {
        let sharings = state.withLock { state in
            defer { state = [:] }
            return state.values.compactMap(\.sharing)
        }
        for sharing in sharings { sharing.end() }
        for sharing in sharings { sharing.join(until: deadline) }
    }
}

extension SharingFacts {
    init(_ view: SharingView, part: Double) {
        self.init(
            machines: view.policy.machines,
            redis: view.policy.redis.map { "redis at \($0.address)" },
            isShared: view.isShared, since: view.since, part: part, failures: view.failures)
        switch view.state {
        case .shared(let live): self.live = live
        case .split(let failure): reason = failure.map { "\($0)" }
        }
    }
}
