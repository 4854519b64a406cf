import ArgumentParser
import FastCGI
import Glibc
import Logging
import Settings

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

    @Option(help: "Threads that answer; each holds any number of connections. (default: cores)")
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
        // Before any thread starts: every thread inherits it, and `SignalLoop` waits for them.
        SignalLoop.blockSignals()
        let choice = try ListenChoice(listen)
        let consequence = "nothing was started."
        let configuration = try loadConfiguration(file.config, consequence: consequence)
        let sites = try chooseSites(
            configuration, chosen.site, file: file.config, consequence: consequence)
        LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        var logger = Logger(label: "distrib-fcgi")
        logger.logLevel = logLevel
        let sockets = try choice.open()
        do {
            let daemon = try Daemon(
                configuration: configuration, sites: sites, file: file.config,
                siteNames: chosen.site, sockets: sockets,
                workers: workers ?? ServeCommand.cores, logger: logger)
            daemon.run()
        } catch {
            for socket in sockets { socket.close() }
            throw error
        }
    }

    private static func level(_ text: String) throws -> Logger.Level {
        guard let level = Logger.Level(rawValue: text) else {
            throw ValidationError("'\(text)' is no log level; nothing was started.")
        }
        return level
    }

    /// The cores that are switched on.
    private static var cores: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
}
