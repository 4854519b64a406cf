internal import Admission
internal import Logging
internal import Settings
internal import Synchronization
internal import SystemCalls
internal import Topology

/// The doors of a configuration and the busy monitors that publish to them, one for each Pool.
struct Monitors {
    /// By Pool Name, so that a reload finds the monitor that it replaces.
    private let monitors: [HostName: BusyMonitor]
    private let doors: [HostName: Door]

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
        var doors: [HostName: Door] = [:]
        do throws(SystemCallError) {
            for (pool, site) in zip(configuration.pools, sites) {
                let name = pool.pool.name
                let door = pool.door(
                    at: site, continuing: previous?.doors[name], now: monotonicNanoseconds())
                doors[name] = door
                let verdicts = Verdicts(door)
                let monitor = BusyMonitor(
                    site == nil ? [] : pool.signals, continuing: previous?.monitors[name]
                ) { change in
                    verdicts.publish()
                    logger.notice("\(change)", metadata: ["pool": "\(name)"])
                }
                verdicts.monitor.withLock { $0.value = monitor }
                try monitor.start()
                verdicts.publish()
                monitors[name] = monitor
            }
        } catch {
            for monitor in monitors.values { monitor.stop(until: 0) }
            throw error
        }
        self.monitors = monitors
        self.doors = doors
    }

    /// Whether sessions of the Pool may start here.
    func door(_ pool: HostName) -> Door { doors[pool]! }

    /// The last states of the Pool's signals.
    func states(of pool: HostName) -> [SignalState] { monitors[pool]?.states ?? [] }

    /// Makes the Site busy, whatever its signals say.
    func drain() {
        for door in doors.values { door.stop() }
    }

    /// Does not wait long for a measurement that hangs.
    func stop() {
        let deadline = monotonicNanoseconds() + 100_000_000
        for monitor in monitors.values { monitor.stop(until: deadline) }
    }
}

/// Passes on to the door what a monitor finds, the same for each class.
private final class Verdicts: Sendable {
    struct Reference {
        weak var value: BusyMonitor?
    }

    let monitor = Mutex(Reference())
    private let door: Door

    init(_ door: Door) { self.door = door }

    func publish() {
        guard let monitor = monitor.withLock({ $0.value }) else { return }
        let verdict = ClassVerdict(isBusy: monitor.isBusy, shed: 0)
        door.publish(
            SignalVerdicts(isDraining: false, classes: door.policy.classes.map { _ in verdict }),
            at: monotonicNanoseconds())
    }
}
