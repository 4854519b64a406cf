import Admission
import Distribution
import FastCGI
import Logging
import Responder
import Settings
import SystemCalls
import Topology

/// The running server: configuration in force, busy monitors, workers.
final class Daemon {
    private let file: String
    private let siteNames: [String]
    private let logger: Logger
    private let server: Server
    /// By Pool Name, so that a reload finds what it goes on from.
    private var monitors: [HostName: BusyMonitor]

    /// What SIGTERM grants to requests in flight; systemd and impatient operators wait longer.
    private static let drainLimit = Duration.seconds(4)

    init(
        configuration: Configuration, sites: [Site.ID?], file: String, siteNames: [String],
        sockets: [ListeningSocket], workers: Int, logger: Logger
    ) throws {
        self.file = file
        self.siteNames = siteNames
        self.logger = logger
        let monitors = try Daemon.startMonitors(configuration, sites, replacing: [:], logger)
        self.monitors = monitors
        let responder = Daemon.responder(configuration, sites, monitors, logger)
        do throws(SystemCallError) {
            server = try Server(listeners: sockets, workers: workers, handler: responder) { event in
                logger.warning("\(event)")
            }
            try server.start()
        } catch {
            complain("distrib-fcgi: error: \(error); nothing was started")
            throw Exit.systemError
        }
        for warning in configuration.warnings { logger.warning("\(warning.rendered)") }
        for (pool, site) in zip(configuration.pools, sites) {
            logger.notice(
                "serving pool \(pool.pool.name)",
                metadata: ["site": "\(site.map { "\(pool.pool[$0].name)" } ?? "none")"])
        }
        logger.notice(
            "ready", metadata: ["listen": "\(sockets.map(\.name))", "workers": "\(workers)"])
    }

    /// Serves until a signal says stop.
    func run() {
        while true {
            switch SignalLoop.next() {
            case .reload: reload()
            case .stop(let signal): return stop(signal)
            }
        }
    }

    private func reload() {
        do throws(Report) {
            let configuration = try Configuration.load(path: file)
            let sites = try configuration.chosenSites(
                commandLine: siteNames, environment: environmentSite())
            let fresh = try? Daemon.startMonitors(
                configuration, sites, replacing: monitors, logger)
            guard let fresh else {
                return logger.error("reload failed; the configuration in force stays in force")
            }
            server.replaceHandler(with: Daemon.responder(configuration, sites, fresh, logger))
            for monitor in monitors.values { monitor.stop() }
            monitors = fresh
            for warning in configuration.warnings { logger.warning("\(warning.rendered)") }
            logger.notice("configuration reloaded", metadata: ["file": "\(file)"])
        } catch {
            logger.error(
                "\(error.text(consequence: "nothing was reloaded, the configuration in force stays in force."))"
            )
        }
    }

    private func stop(_ signal: Int32) {
        // Whoever asks on a connection that is still open is to hear it: `ready` says busy, and no
        // session starts at a Site that goes away.
        for monitor in monitors.values { monitor.setDraining(true) }
        logger.notice("stopping: finishing what is in flight", metadata: ["signal": "\(signal)"])
        switch server.drain(within: Daemon.drainLimit) {
        case .complete: logger.notice("stopped: every accepted request was answered")
        case .cutOff(let connections):
            logger.warning(
                "stopped: requests cut off, not complete in time",
                metadata: ["count": "\(connections)"])
        case .handlerStillRunning:
            logger.warning("stopped: a peer that does not read its answer was cut off")
        }
        for monitor in monitors.values { monitor.stop() }
    }

    private static func responder(
        _ configuration: Configuration, _ sites: [Site.ID?], _ monitors: [HostName: BusyMonitor],
        _ logger: Logger
    ) -> Responder {
        let service = configuration.service(
            sites: sites,
            isBusy: configuration.pools.map { pool in
                let monitor = monitors[pool.pool.name]!
                return { monitor.isBusy }
            })
        return Responder(service, onOutcome: DecisionLog.writer(to: logger))
    }

    /// One for each Pool, measured once, so that the first request sees the truth.
    private static func startMonitors(
        _ configuration: Configuration, _ sites: [Site.ID?],
        replacing previous: [HostName: BusyMonitor], _ logger: Logger
    ) throws -> [HostName: BusyMonitor] {
        var monitors: [HostName: BusyMonitor] = [:]
        for index in configuration.pools.indices {
            let pool = configuration.pools[index].pool.name
            let signals = sites[index] == nil ? [] : configuration.pools[index].signals
            let monitor = BusyMonitor(signals, continuing: previous[pool]) { change in
                logger.notice("\(change)", metadata: ["pool": "\(pool)"])
            }
            do throws(SystemCallError) {
                try monitor.start()
            } catch {
                complain("distrib-fcgi: error: \(error)")
                throw Exit.systemError
            }
            monitors[pool] = monitor
        }
        return monitors
    }
}
