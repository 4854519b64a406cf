internal import Admission
internal import Logging
internal import Observation
internal import Peers
internal import Settings
internal import SystemCalls
internal import Topology

/// The doors of a configuration and the busy monitors that publish to them, one for each Pool.
struct Monitors {
    /// By Pool Name, so that a reload finds the monitor that it replaces.
    private let monitors: [HostName: BusyMonitor]
    private let doors: [HostName: Door]
    private let schedule: ProbeSchedule
    private let lines: WaitingLines
    private let peers: [HostName: Peers]

    /// Starts them. Each signal is measured once before this returns, so that the first request is
    /// decided on real values. If something cannot start, nothing is left running.
    /// - Parameters:
    ///   - sites: this Site in each Pool; the signals of other Pools are not measured
    ///   - lines: those who wait before the doors
    ///   - previous: the monitors that these replace; signals that did not change continue from there, and what
    ///     both measure goes on being measured
    ///   - limit: the longest wait for the first measurements
    init(
        of configuration: Configuration, sites: [Site.ID?], lines: WaitingLines,
        replacing previous: Monitors? = nil, within limit: Duration, logger: Logger
    ) throws(SystemCallError) {
        var monitors: [HostName: BusyMonitor] = [:]
        var doors: [HostName: Door] = [:]
        for (pool, site) in zip(configuration.pools, sites) {
            let name = pool.pool.name
            let door = pool.door(
                at: site, continuing: previous?.doors[name], now: monotonicNanoseconds())
            doors[name] = door
            monitors[name] = BusyMonitor(
                site == nil ? [] : pool.signals,
                factors: door.policy.classes.map(\.thresholdFactor),
                continuing: previous?.monitors[name], publish: door.publish,
                onChange: { logger.notice("\($0)", metadata: ["pool": "\(name)"]) })
        }
        peers = try Monitors.peers(of: configuration, sites, replacing: previous, logger)
        schedule = previous?.schedule ?? ProbeSchedule()
        do throws(SystemCallError) {
            try schedule.start(Array(monitors.values), within: limit)
        } catch {
            for peers in peers.values { peers.stop(until: 0) }
            throw error
        }
        self.monitors = monitors
        self.doors = doors
        self.lines = lines
    }

    private static func peers(
        of configuration: Configuration, _ sites: [Site.ID?], replacing previous: Monitors?,
        _ logger: Logger
    ) throws(SystemCallError) -> [HostName: Peers] {
        var all: [HostName: Peers] = [:]
        for (pool, site) in zip(configuration.pools, sites) {
            guard let policy = pool.peers, let site else { continue }
            let name = pool.pool.name
            do throws(SystemCallError) {
                all[name] = try Peers(
                    of: pool.pool, at: site, policy, maxSites: pool.maxSites,
                    signer: pool.stateSigner, continuing: previous?.peers[name],
                    tell: { event in
                        logger.log(
                            level: event.weight.level, "\(event.text)",
                            metadata: ["pool": "\(name)"])
                    })
            } catch {
                for peers in all.values { peers.stop(until: 0) }
                throw error
            }
        }
        return all
    }

    /// What is known of the Pool's other Sites; nil where they are not asked.
    func peers(_ pool: HostName) -> Peers? { peers[pool] }

    /// Whether sessions of the Pool may start here.
    func door(_ pool: HostName) -> Door { doors[pool]! }

    /// Those who wait before that door; nil where nobody is told to wait.
    func line(_ pool: HostName) -> Line? { lines.line(pool) }

    /// How the machines of this Site share that door's rate; nil where there is only this one.
    func sharing(_ pool: HostName, at now: Int64) -> SharingFacts? {
        lines.sharings.facts(pool, at: now)
    }

    /// The Pool's signals as they are now.
    func states(of pool: HostName) -> [SignalState] { monitors[pool]?.states ?? [] }

    /// Makes the Site busy, whatever its signals say.
    func drain() {
        for door in doors.values { door.stop() }
    }

    /// Does not wait long for a measurement that hangs.
    func stop() {
        let deadline = monotonicNanoseconds() + 100_000_000
        for peers in peers.values { peers.stop(until: deadline) }
        schedule.stop(Array(monitors.values), until: deadline)
    }
}

extension PeerEvent.Weight {
    fileprivate var level: Logger.Level {
        switch self {
        case .detail: .debug
        case .notice: .notice
        case .warning: .warning
        }
    }
}
