internal import Admission
internal import Logging
internal import Settings
internal import SystemCalls
internal import Topology

/// The busy monitors of a configuration, one for each Pool.
struct Monitors {
    /// By Pool Name, so that a reload finds the monitor that it replaces.
    private let monitors: [HostName: BusyMonitor]

    /// Starts them. Each measures its signals once before this returns, so that the first request is
    /// decided on real values. If one cannot start, none is left running.
    /// - Parameters:
    ///   - sites: this Site in each Pool; the signals of other Pools are not measured
    ///   - previous: the monitors that these replace; signals that did not change continue from there
    init(
        of configuration: Configuration, sites: [Site.ID?], replacing previous: Monitors? = nil,
        logger: Logger
    ) throws(SystemCallError) {
        var monitors: [HostName: BusyMonitor] = [:]
        do throws(SystemCallError) {
            for (pool, site) in zip(configuration.pools, sites) {
                let name = pool.pool.name
                let monitor = BusyMonitor(
                    site == nil ? [] : pool.signals, continuing: previous?.monitors[name]
                ) { change in
                    logger.notice("\(change)", metadata: ["pool": "\(name)"])
                }
                try monitor.start()
                monitors[name] = monitor
            }
        } catch {
            for monitor in monitors.values { monitor.stop(until: 0) }
            throw error
        }
        self.monitors = monitors
    }

    /// Whether this Site is too busy to start sessions of the Pool.
    func isBusy(_ pool: HostName) -> @Sendable () -> Bool {
        let monitor = monitors[pool]!
        return { monitor.isBusy }
    }

    /// The last states of the Pool's signals.
    func states(of pool: HostName) -> [SignalState] { monitors[pool]?.states ?? [] }

    func isDraining(_ pool: HostName) -> Bool { monitors[pool]?.isDraining ?? false }

    /// Makes the Site busy, whatever its signals say.
    func drain() {
        for monitor in monitors.values { monitor.setDraining(true) }
    }

    /// Does not wait long for a measurement that hangs.
    func stop() {
        let deadline = monotonicNanoseconds() + 100_000_000
        for monitor in monitors.values { monitor.stop(until: deadline) }
    }
}
