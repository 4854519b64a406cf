package import FastCGI
package import Logging
internal import Responder
internal import Settings
internal import Synchronization
package import SystemCalls
internal import Topology

/// The running server: the configuration in force, its busy monitors and the workers. It reports what
/// happens to its logger and to nobody else. One thread makes all calls, but reloads that `run` begins have
/// a thread of their own.
package final class Daemon: Sendable {
    package struct Options: Sendable {
        /// The configuration file.
        package var file: String
        /// Each `--site` of the command line.
        package var siteNames: [String]
        /// DISTRIB_SITE of the environment.
        package var environmentSite: String?
        package var listening: Listening
        package var workers: Int
        /// How many connections may be open.
        package var connectionLimit = ConnectionLimit.most
        /// Whether each decision is logged, whatever the level of the log.
        package var logsDecisions = false
        /// How long a stop waits for requests in flight. Operators and systemd wait longer than this.
        package var drainLimit = Duration.seconds(4)
        /// How long it waits, beyond that, until the workers have cut off the rest.
        var cuttingOffLimit = Duration.milliseconds(500)
        /// How often the files of databases are looked at.
        var databaseInterval = Duration.seconds(5)
        /// How long a start or a reload waits until each signal has been measured once.
        var firstMeasurementLimit = Duration.seconds(2)
        /// Whom to tell when the daemon is ready, reloads and stops; nil where nobody is to be told.
        package var serviceManager: ServiceManager?
        /// Reads the configuration file.
        var read: @Sendable (_ file: String) throws(Report) -> Configuration = {
            (file) throws(Report) in try Configuration.load(path: file)
        }

        package init(
            file: String, siteNames: [String], environmentSite: String? = nil,
            listening: Listening, workers: Int
        ) {
            self.file = file
            self.siteNames = siteNames
            self.environmentSite = environmentSite
            self.listening = listening
            self.workers = workers
        }
    }

    let options: Options
    let logger: Logger
    let server: Server
    let watch: Watch
    private let lines: WaitingLines
    let state: Mutex<State>
    private let reloads = Reloads()
    private let supervision: Supervision

    /// What a reload replaces.
    struct State: Sendable {
        var loaded: Loaded
        var monitors: Monitors
        /// Nil where no database is in use.
        var databases: DatabaseWatcher?
        var isDraining = false
        var isStopping = false
    }

    /// Starts to serve. If it throws, everything that was opened is closed again.
    package init(_ options: Options, logger: Logger) throws(StartError) {
        self.options = options
        self.logger = logger
        supervision = Supervision(options.serviceManager, logger)
        let loaded: Loaded
        do throws(Report) {
            loaded = try Loaded(options)
        } catch {
            throw .configuration(error)
        }
        let sockets: [ListeningSocket]
        do throws(ListenError) {
            sockets = try options.listening.open()
        } catch {
            throw .listening(error)
        }
        watch = Watch(loaded, workers: options.workers, logger)
        lines = WaitingLines(logger)
        let monitors: Monitors
        do throws(SystemCallError) {
            (monitors, server) = try Daemon.serve(loaded, sockets, options, watch, lines, logger)
        } catch {
            throw .system(error)
        }
        state = Mutex(State(loaded: loaded, monitors: monitors))
        do throws(SystemCallError) {
            try watchDatabases(of: loaded)
            try supervision.watch(server)
        } catch {
            _ = server.drain(within: .zero)
            watch.stop()
            monitors.stop()
            lines.stop(until: 0)
            throw .system(error)
        }
        loaded.logWarnings(logger)
        for warning in sockets.compactMap(SocketRights.warning) { logger.warning("\(warning)") }
        for (pool, site) in zip(loaded.configuration.pools, loaded.sites) {
            logger.notice(
                "serving pool \(pool.pool.name)",
                metadata: ["site": "\(site.map { "\(pool.pool[$0].name)" } ?? "none")"])
        }
        logger.notice(
            "ready",
            metadata: ["listen": "\(sockets.map(\.name))", "workers": "\(options.workers)"])
        supervision.isReady("Serving \(loaded.summary)")
    }

    /// Handles requests of the operator until one asks to stop. A stop waits for no reload: the files of
    /// that may be on a file system that hangs.
    /// - Parameter next: waits for the next request
    package func run(_ next: () -> OperatorRequest) -> DrainOutcome {
        while true {
            switch next() {
            case .reload: beginReload()
            case .stop(let signal): return stop(signal: signal)
            }
        }
    }

    private func beginReload() {
        do throws(SystemCallError) {
            if try reloads.begin({ self.reload() }) { return }
            logger.warning("the last reload still reads its files; once it ends, another follows")
        } catch {
            logger.error("\(error); \(Daemon.nothingReloaded)")
        }
    }

    private static let nothingReloaded =
        "nothing was reloaded, the configuration in force stays in force"

    /// Reads the configuration, keys and templates again, and puts them in force between two requests. If
    /// anything is wrong with them, the configuration in force stays in force. One thread at a time may call
    /// this.
    package func reload() {
        supervision.reloads()
        let isInForce = putNewConfigurationInForce()
        let serving = state.withLock(\.loaded).summary
        let doubt = isInForce ? "" : "; the last reload failed, and the log says why"
        supervision.isReady("Serving \(serving)\(doubt)")
    }

    /// - Returns: whether it is in force; if not, the log says why.
    private func putNewConfigurationInForce() -> Bool {
        let previous = state.withLock(\.monitors)
        guard let fresh = prepare(replacing: previous) else {
            watch.reloadFailed()
            return false
        }
        guard putInForce(fresh) else {
            fresh.monitors.stop()
            logger.notice("nothing was reloaded: the process is about to end")
            return false
        }
        previous.stop()
        do throws(SystemCallError) {
            try watchDatabases(of: fresh.loaded)
        } catch {
            logger.error("\(error); databases are not read again when they change")
        }
        fresh.loaded.logWarnings(logger)
        logger.notice("configuration reloaded", metadata: ["file": "\(options.file)"])
        return true
    }

    /// What a reload has read and begun, and may still be given up.
    private struct Fresh {
        let loaded: Loaded
        let monitors: Monitors
        let lines: WaitingLines.Prepared
    }

    /// - Returns: nil where anything is wrong, which the log says
    private func prepare(replacing previous: Monitors) -> Fresh? {
        let loaded: Loaded
        do throws(Report) {
            loaded = try Loaded(options)
        } catch {
            logger.error("\(error.text(consequence: Daemon.nothingReloaded + "."))")
            return nil
        }
        do throws(SystemCallError) {
            let prepared = try lines.prepare(loaded)
            let monitors = try loaded.monitors(lines, options, replacing: previous, logger)
            return Fresh(loaded: loaded, monitors: monitors, lines: prepared)
        } catch {
            logger.error("\(error); \(Daemon.nothingReloaded)")
            return nil
        }
    }

    /// - Returns: false where the process is about to end, and nothing was changed
    private func putInForce(_ fresh: Fresh) -> Bool {
        state.withLock { state in
            guard !state.isStopping else { return false }
            if state.isDraining { fresh.monitors.drain() }
            lines.putInForce(fresh.lines, door: fresh.monitors.door)
            let log = DecisionLog(logger, options)
            server.replaceHandler(with: fresh.loaded.responder(fresh.monitors, watch, log))
            watch.reloaded(fresh.loaded, fresh.monitors)
            state.monitors = fresh.monitors
            state.loaded = fresh.loaded
            return true
        }
    }

    /// Continues to serve, but counts as busy: no session should start at a Site that goes away.
    package func drain() {
        state.withLock { state in
            state.isDraining = true
            state.monitors.drain()
        }
    }

    /// Accepts nothing new, finishes what is in flight, and ends.
    package func stop(signal: Int32) -> DrainOutcome {
        supervision.stops()
        let monitors = state.withLock { state in
            state.isStopping = true
            return state.monitors
        }
        // Connections that are still open may bring more requests.
        drain()
        logger.notice("stopping: finishing what is in flight", metadata: ["signal": "\(signal)"])
        let outcome = server.drain(
            within: options.drainLimit, cuttingOffWithin: options.cuttingOffLimit)
        switch outcome {
        case .complete: logger.notice("stopped: every accepted request was answered")
        case .cutOff(let connections):
            logger.warning(
                "stopped: requests cut off, not complete in time",
                metadata: ["count": "\(connections)"])
        case .handlerStillRunning:
            logger.warning("stopped: a peer that does not read its answer was cut off")
        }
        watch.stop()
        monitors.stop()
        state.withLock { $0.databases.take() }?.stop()
        lines.stop(until: monotonicNanoseconds() + Daemon.lastWriteLimit)
        return outcome
    }

    /// Nanoseconds that a stop waits for the disk to take the lines.
    private static let lastWriteLimit: Int64 = 500_000_000

    private static func serve(
        _ loaded: Loaded, _ sockets: [ListeningSocket], _ options: Options, _ watch: Watch,
        _ lines: WaitingLines, _ logger: Logger
    ) throws(SystemCallError) -> (Monitors, Server) {
        let monitors: Monitors
        let freshLines: WaitingLines.Prepared
        do throws(SystemCallError) {
            freshLines = try lines.prepare(loaded)
            monitors = try loaded.monitors(lines, options, logger)
        } catch {
            lines.stop(until: 0)
            for socket in sockets { socket.close() }
            throw error
        }
        do throws(SystemCallError) {
            lines.putInForce(freshLines, door: monitors.door)
            var limits = ServerLimits()
            limits.maximumConnections = options.connectionLimit
            limits.keptBack = ConnectionLimit.keptBack
            // If the server cannot start, it closes the sockets itself.
            let server = try Server(
                listeners: sockets, workers: options.workers, limits: limits,
                handler: loaded.responder(monitors, watch, DecisionLog(logger, options))
            ) { event in
                watch.events.log(event)
            }
            try watch.start(server, monitors)
            try server.start()
            return (monitors, server)
        } catch {
            watch.stop()
            monitors.stop()
            lines.stop(until: 0)
            throw error
        }
    }
}
