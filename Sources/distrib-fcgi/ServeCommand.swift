import ArgumentParser
import Daemon
import FastCGI
import Logging
import SystemCalls

struct ServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Answers FastCGI requests (the default command).",
        discussion: """
            Listens where --listen says, else on the socket it was started with: systemd's \
            (LISTEN_FDS), or descriptor 0 (spawn-fcgi, multiwatch, mod_fcgid).

              spawn-fcgi -s /run/distrib/distrib.sock -M 0660 -- /usr/local/sbin/distrib-fcgi \
            --config /etc/distrib/distrib.yaml

            SIGTERM and SIGINT: stop accepting, finish what is in flight, exit. SIGUSR1 means the \
            same. SIGHUP: reload the configuration; a bad file is reported, and the old one stays in \
            force.
            """)

    @OptionGroup var file: ConfigurationOptions
    @OptionGroup var chosen: SiteOptions

    @Option(
        help: ArgumentHelp(
            "unix:PATH[,mode=0660,owner=USER,group=GROUP] or HOST:PORT. Repeatable.",
            valueName: "address"),
        transform: { try ListenAddress(parsing: $0) })
    var listen: [ListenAddress] = []

    @Option(
        help: """
            Threads that answer; each holds any number of connections. (default: processors this \
            process may use)
            """)
    var workers: Int?

    @Option(
        help: ArgumentHelp(
            "trace, debug (every decision), info, notice, warning, error.", valueName: "level"),
        transform: ServeCommand.level)
    var logLevel: Logger.Level = .info

    func validate() throws {
        if let workers, !(1...256).contains(workers) {
            throw ValidationError("--workers takes a number from 1 to 256; nothing was started.")
        }
    }

    func run() throws {
        // Before any thread starts: every thread inherits it, and this one waits for them.
        OperatorSignals.block()
        let daemon: Daemon
        do throws(StartError) {
            daemon = try start()
        } catch {
            // Nothing runs yet that a signal would have to end in good order.
            OperatorSignals.unblock()
            complain("\(error)")
            throw error.exitCode
        }
        _ = daemon.run(OperatorSignals.next)
    }

    private func start() throws(StartError) -> Daemon {
        let options = Daemon.Options(
            file: file.config, siteNames: chosen.site, environmentSite: environmentSite(),
            listening: try Listening(listen), workers: workers ?? Processors.usable)
        var logger = Logger(label: "distrib-fcgi") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = logLevel
        return try Daemon(options, logger: logger)
    }

    private static func level(_ text: String) throws -> Logger.Level {
        guard let level = Logger.Level(rawValue: text) else {
            throw ValidationError("'\(text)' is no log level; nothing was started.")
        }
        return level
    }
}

extension StartError {
    fileprivate var exitCode: ExitCode {
        switch self {
        case .noSocket: Exit.usage
        case .configuration: Exit.badConfiguration
        case .listening, .system: Exit.systemError
        }
    }
}
