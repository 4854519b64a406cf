internal import Admission
internal import Logging
internal import Settings
internal import SystemCalls
internal import Topology

/// The busy monitors of a configuration, one for each Pool.
struct Monitors {
    /// By Pool Name, so that a reload finds what it goes on from.
    private let monitors: [HostName: BusyMonitor]

    /// Starts them. Each is measured once, so that the first request sees the truth. Where one cannot
    /// start, none is left running.
    /// - Parameters:
    ///   - sites: this Site in each Pool; the signals of other Pools are not measured
    ///   - previous: those that these replace; signals that did not change go on from what they said
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
            for monitor in monitors.values { monitor.stop() }
            throw error
        }
        self.monitors = monitors
    }

    /// Whether this Site is too busy to start sessions of the Pool.
    func isBusy(_ pool: HostName) -> @Sendable () -> Bool {
        let monitor = monitors[pool]!
        return { monitor.isBusy }
    }

    /// From here on the Site says that it is busy, whatever its signals say.
    func drain() {
        for monitor in monitors.values { monitor.setDraining(true) }
    }

    func stop() {
        for monitor in monitors.values { monitor.stop() }
    }
}
