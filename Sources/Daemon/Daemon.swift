package import FastCGI
package import Logging
internal import Responder
internal import Settings
internal import SystemCalls
internal import Topology

/// The running server: the configuration in force, its busy monitors and the workers. It reports what
/// happens to its logger and to nobody else. One thread makes all calls.
package final class Daemon {
    package struct Options: Sendable {
        /// The configuration file.
        package var file: String
        /// Each `--site` of the command line.
        package var siteNames: [String]
        /// DISTRIB_SITE of the environment.
        package var environmentSite: String?
        package var listening: Listening
        package var workers: Int
        /// How long a stop waits for requests in flight. Operators and systemd wait longer than this.
        package var drainLimit = Duration.seconds(4)

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

    private let options: Options
    private let logger: Logger
    private let server: Server
    private var monitors: Monitors
    private var isDraining = false

    /// Starts to serve. If it throws, everything that was opened is closed again.
    package init(_ options: Options, logger: Logger) throws(StartError) {
        self.options = options
        self.logger = logger
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
        do throws(SystemCallError) {
            (monitors, server) = try Daemon.serve(loaded, sockets, options.workers, logger)
        } catch {
            throw .system(error)
        }
        loaded.logWarnings(logger)
        for (pool, site) in zip(loaded.configuration.pools, loaded.sites) {
            logger.notice(
                "serving pool \(pool.pool.name)",
                metadata: ["site": "\(site.map { "\(pool.pool[$0].name)" } ?? "none")"])
        }
        logger.notice(
            "ready",
            metadata: ["listen": "\(sockets.map(\.name))", "workers": "\(options.workers)"])
    }

    /// Handles requests of the operator until one asks to stop.
    /// - Parameter next: waits for the next request
    package func run(_ next: () -> OperatorRequest) -> DrainOutcome {
        while true {
            switch next() {
            case .reload: reload()
            case .stop(let signal): return stop(signal: signal)
            }
        }
    }

    /// Reads the configuration, keys and templates again, and puts them in force between two requests. If
    /// anything is wrong with them, the configuration in force stays in force.
    package func reload() {
        let loaded: Loaded
        do throws(Report) {
            loaded = try Loaded(options)
        } catch {
            let consequence = "nothing was reloaded, the configuration in force stays in force."
            return logger.error("\(error.text(consequence: consequence))")
        }
        let fresh: Monitors
        do throws(SystemCallError) {
            fresh = try loaded.monitors(replacing: monitors, logger)
        } catch {
            return logger.error(
                "\(error); nothing was reloaded, the configuration in force stays in force")
        }
        if isDraining { fresh.drain() }
        server.replaceHandler(with: loaded.responder(fresh, logger))
        monitors.stop()
        monitors = fresh
        loaded.logWarnings(logger)
        logger.notice("configuration reloaded", metadata: ["file": "\(options.file)"])
    }

    /// Continues to serve, but counts as busy: no session should start at a Site that goes away.
    package func drain() {
        isDraining = true
        monitors.drain()
    }

    /// Accepts nothing new, finishes what is in flight, and ends.
    package func stop(signal: Int32) -> DrainOutcome {
        // Connections that are still open may bring more requests.
        drain()
        logger.notice("stopping: finishing what is in flight", metadata: ["signal": "\(signal)"])
        let outcome = server.drain(within: options.drainLimit)
        switch outcome {
        case .complete: logger.notice("stopped: every accepted request was answered")
        case .cutOff(let connections):
            logger.warning(
                "stopped: requests cut off, not complete in time",
                metadata: ["count": "\(connections)"])
        case .handlerStillRunning:
            logger.warning("stopped: a peer that does not read its answer was cut off")
        }
        monitors.stop()
        return outcome
    }

    private static func serve(
        _ loaded: Loaded, _ sockets: [ListeningSocket], _ workers: Int, _ logger: Logger
    ) throws(SystemCallError) -> (Monitors, Server) {
        let monitors: Monitors
        do throws(SystemCallError) {
            monitors = try loaded.monitors(logger)
        } catch {
            for socket in sockets { socket.close() }
            throw error
        }
        do throws(SystemCallError) {
            // If the server cannot start, it closes the sockets itself.
            let server = try Server(
                listeners: sockets, workers: workers, handler: loaded.responder(monitors, logger)
            ) { event in
                logger.warning("\(event)")
            }
            try server.start()
            return (monitors, server)
        } catch {
            monitors.stop()
            throw error
        }
    }
}
