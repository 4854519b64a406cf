import ArgumentParser
import Daemon
import FastCGI
import Glibc
import Logging
import SystemCalls

struct ServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Answers FastCGI requests (the default command).",
        discussion: """
            Listens at the addresses of --listen, or else on the sockets that it was started with: those \
            of systemd (LISTEN_FDS), or descriptor 0 (spawn-fcgi, multiwatch, mod_fcgid).

              spawn-fcgi -s /run/distrib/distrib.sock -M 0660 -u distrib-fcgi -U distrib-fcgi \
            -G www-data -- /usr/local/sbin/distrib-fcgi --site boston.app.com

            The web server's processes must be able to open the socket: -G names their group.

            SIGTERM, SIGINT and SIGUSR1 stop it: it accepts no more connections, answers the requests \
            in flight and exits. SIGHUP reloads the configuration; if the file is bad, that is logged, \
            and the configuration in force stays in force.
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
            The number of threads that answer; each holds any number of connections. (default: the \
            number of processors that this process may use)
            """)
    var workers: Int?

    @Option(
        help: ArgumentHelp(
            "trace, debug (every decision), info, notice, warning, error.", valueName: "level"),
        transform: ServeCommand.level)
    var logLevel: Logger.Level = .info

    @Option(
        help: ArgumentHelp(
            "text, or json: an object in each line. Under systemd, lines have priorities.",
            valueName: "format"))
    var logFormat: LogStyle.Format = .text

    @Flag(
        help: """
            Log each decision, whatever the level: row, label, Pool, Host, target and reasons.
            """)
    var logDecisions = false

    func validate() throws {
        if let workers, !(1...256).contains(workers) {
            throw ValidationError("--workers takes a number from 1 to 256; nothing was started.")
        }
    }

    func run() throws {
        // This comes before any thread starts, because threads inherit it. This thread waits for the signals.
        OperatorSignals.block()
        do throws(StartError) {
            try serve()
        } catch {
            // Nothing is running yet that would have to be stopped in good order.
            OperatorSignals.unblock()
            complain("\(error)")
            throw error.exitCode
        }
    }

    private func serve() throws(StartError) {
        let label = "distrib-fcgi"
        let style = LogStyle(logFormat, hasPriorities: Journal.reads(STDERR_FILENO))
        let log: LogOutput
        do throws(SystemCallError) {
            log = try LogOutput(
                descriptor: STDERR_FILENO, notice: LineLogHandler.notice(label: label, style: style)
            )
        } catch {
            throw .system(error)
        }
        var askedAt = monotonicNanoseconds()
        // At most 4.6 s of a stop have passed before this; all of it must take less than 5 s.
        defer { log.end(until: max(monotonicNanoseconds() + 300_000_000, askedAt + 2_000_000_000)) }
        var logger = Logger(label: label) { LineLogHandler(label: $0, style: style, output: log) }
        logger.logLevel = logLevel
        var options = Daemon.Options(
            file: file.config, siteNames: chosen.site, environmentSite: environmentSite(),
            listening: try Listening(listen), workers: workers ?? Processors.usable)
        options.connectionLimit = ConnectionLimit.raised()
        options.logsDecisions = logDecisions
        options.serviceManager = ServiceManager.ofEnvironment()
        let daemon = try Daemon(options, logger: logger)
        _ = daemon.run {
            let request = OperatorSignals.next()
            askedAt = monotonicNanoseconds()
            return request
        }
    }

    private static func level(_ text: String) throws -> Logger.Level {
        guard let level = Logger.Level(rawValue: text) else {
            throw ValidationError("'\(text)' is no log level; nothing was started.")
        }
        return level
    }
}

extension LogStyle.Format: ExpressibleByArgument {}

extension StartError {
    fileprivate var exitCode: ExitCode {
        switch self {
        case .noSocket, .listening(.notAnAddress): Exit.usage
        case .configuration: Exit.badConfiguration
        case .listening, .system: Exit.systemError
        }
    }
}
