import ArgumentParser
import Daemon
import Doctor
import JSON
import Probing
import Settings
import SystemCalls
import Topology

struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Looks at the running pool from this site: what is wrong, and what to do.",
        discussion: """
            The configuration, the component's socket, the names, each site's health checks, clocks, keys and \
            certificates, and what this site's web server makes of requests. Nothing is changed, and no session \
            begins as long as the component answers. Run it as root on the web server's machine.

              distrib-fcgi doctor --config distrib.yaml --site boston.app.com

            Exit codes, for monitoring: 0 nothing is wrong, 1 warnings, 2 faults.
            """)

    @OptionGroup var file: ConfigurationOptions
    @OptionGroup var chosen: SiteOptions

    @Flag(help: "Print JSON.")
    var json = false

    @Option(
        help: ArgumentHelp(
            "How long one answer may take; all of it, six times that.", valueName: "duration"),
        transform: { try CommandDuration.seconds($0, option: "--timeout") })
    var timeout: Int64 = 5

    @Option(
        help: ArgumentHelp(
            "Where the component listens, unix:PATH or HOST:PORT (default: `web_server: component`).",
            valueName: "address"), transform: DoctorCommand.peerAddress)
    var connect: PeerAddress?

    @Option(
        help: ArgumentHelp(
            "Where this site's web server is asked, such as http://127.0.0.1:8080 (default: at this machine's "
                + "address).", valueName: "url"), transform: DoctorCommand.webServerAddress)
    var webServer: WebServerAddress?

    @Option(
        help: ArgumentHelp(
            "As whom the web server connects to the socket (default: as the running one does).",
            valueName: "user"))
    var webServerUser: String?

    @Option(
        help: ArgumentHelp(
            "PEM of the authorities that count for certificates (default: the system's).",
            valueName: "file"))
    var caFile: String?

    @Option(
        help: ArgumentHelp(
            "A page of the application that shows what it gets, where no session begins, such as "
                + "/static/echo.", valueName: "path"))
    var echo: String?

    func validate() throws {
        if let echo, !echo.hasPrefix("/") || echo.contains("?") {
            throw ValidationError("--echo takes a path that begins with '/', not '\(echo)'.")
        }
    }

    func run() throws {
        let report = DoctorReport(try parts())
        print(json ? report.json.pretty : report.text, terminator: "")
        throw ExitCode(report.verdict.exitStatus)
    }

    private func parts() throws -> [DoctorReport.Part] {
        let configuration: Configuration
        let sites: [Site.ID?]
        do throws(Report) {
            configuration = try Configuration.load(path: file.config)
            sites = try configuration.chosenSites(
                commandLine: chosen.site, environment: environmentSite())
        } catch {
            return [unreadable(error)]
        }
        let first = DoctorReport.Part(
            pool: nil, site: nil, diagnoses: [Diagnosis(good: configuration)])
        var options = ExaminedSite.Options()
        options.timeout = timeout * 1_000_000_000
        options.component = connect
        options.webServer = webServer
        options.webServerUser = webServerUser
        options.authorities = caFile
        options.echoPath = echo
        return try [first]
            + sites.enumerated().compactMap { pool, site in
                try site.map {
                    try part(
                        ExaminedSite(configuration, pool: pool, site: $0, options: options))
                }
            }
    }

    private func part(_ site: ExaminedSite) throws -> DoctorReport.Part {
        do throws(SystemCallError) {
            return DoctorReport.Part(
                pool: "\(site.settings.pool.name)", site: "\(site.settings.pool[site.site].name)",
                diagnoses: try Examination(site).run())
        } catch {
            complain("distrib-fcgi: error: \(error); nothing was looked at")
            throw Exit.systemError
        }
    }

    private func unreadable(_ report: Report) -> DoctorReport.Part {
        DoctorReport.Part(
            pool: nil, site: nil, diagnoses: report.findings.map { Diagnosis($0, in: file.config) })
    }

    private static func peerAddress(_ text: String) throws -> PeerAddress {
        guard let address = PeerAddress(parsing: text) else {
            throw ValidationError(
                "'\(text)' is no address: write unix:/run/distrib/distrib.sock or 127.0.0.1:9000.")
        }
        return address
    }

    private static func webServerAddress(_ text: String) throws -> WebServerAddress {
        guard let address = WebServerAddress(parsing: text) else {
            throw ValidationError("'\(text)' is no address: write http://127.0.0.1:8080.")
        }
        return address
    }
}

extension Diagnosis {
    /// Of a configuration with which a server would start.
    fileprivate init(good configuration: Configuration) {
        let warnings = configuration.warnings.map(\.message)
        self.init(
            .configuration, configuration.file, warnings.isEmpty ? .ok : .warning,
            warnings.isEmpty
                ? "good (sha256 \(configuration.identity.prefix(16)))"
                : warnings.joined(separator: "; "),
            remedy: warnings.isEmpty ? nil : "distrib-fcgi check shows the lines")
    }

    fileprivate init(_ finding: Finding, in file: String) {
        let place = finding.line.map { "line \($0): " } ?? ""
        self.init(
            .configuration, file, finding.severity == .error ? .fault : .warning,
            place + finding.message,
            remedy: finding.line == nil
                ? "mend this first; nothing else was looked at"
                : "distrib-fcgi check --config \(file) shows the lines; nothing else was looked at")
    }
}
