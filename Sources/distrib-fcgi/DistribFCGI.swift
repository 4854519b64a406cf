import ArgumentParser
import Daemon
import Settings
import SystemCalls

@main
struct DistribFCGI: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "distrib-fcgi",
        abstract: "Keeps each new session of a multi-site web application at one site.",
        discussion: """
            The web server of each site hands every request without a valid session to this \
            FastCGI responder. It answers with a redirect to this site's own name (lockdown), to the \
            proper group's name (redistribution) or to the next site (overflow); or with the All \
            Sites Busy page; or with "start the session here".

            Try it without a web server:
              distrib-fcgi check --config distrib.yaml
              distrib-fcgi explain -c distrib.yaml --site boston.app.com http://app.com/
              distrib-fcgi simulate -c distrib.yaml --busy boston.app.com http://app.com/

            Where something does not work, as root:
              distrib-fcgi doctor -c distrib.yaml --site boston.app.com

            Exit codes: 0 success, 64 usage, 71 system error, 78 bad configuration.
            """,
        version: "distrib-fcgi \(Program.version)",
        subcommands: [
            ServeCommand.self, CheckCommand.self, ExplainCommand.self, SimulateCommand.self,
            GenerateCommand.self, KeyCommand.self, IndicatorCommand.self, DrainCommand.self,
            StatusCommand.self, DoctorCommand.self,
        ],
        defaultSubcommand: ServeCommand.self)

    static func main() {
        do throws(SystemCallError) {
            try StandardDescriptors.openMissing()
        } catch {
            complain("distrib-fcgi: error: \(error); nothing was started")
            exit(withError: Exit.systemError)
        }
        refuseUnknownCommand(
            CommandLine.arguments.dropFirst(), of: DistribFCGI.self, behind: "distrib-fcgi")
        parseAndRun()
    }

    /// Does what the library's `main` does, but for one thing: where a value turns out to be wrong only once the
    /// configuration is known, the library would add the usage of the program as a whole.
    private static func parseAndRun() {
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch let error as ValidationError {
            complain("distrib-fcgi: error: \(error.message)")
            exit(withError: Exit.usage)
        } catch {
            exit(withError: error)
        }
    }

    /// Without this, an unknown command would be taken for an argument of the default command, and so would one
    /// that stands behind options.
    private static func refuseUnknownCommand(
        _ arguments: ArraySlice<String>, of parent: any ParsableCommand.Type, behind path: String
    ) {
        let commands = parent.configuration.subcommands
        guard !commands.isEmpty, let name = arguments.first, name != "help" else { return }
        let names = commands.map { $0.configuration.commandName ?? "" }
        guard !name.hasPrefix("-") else { return refuseLateCommand(arguments, names, path) }
        if let index = names.firstIndex(of: name) {
            return refuseUnknownCommand(
                arguments.dropFirst(), of: commands[index], behind: "\(path) \(name)")
        }
        let hint =
            nearestWord(to: name, among: names).map { "did you mean '\($0)'?" }
            ?? "the commands are \(names.joined(separator: ", "))"
        complain("distrib-fcgi: error: unknown command '\(name)'; \(hint)")
        exit(withError: Exit.usage)
    }

    /// A command's name right behind an option may be that option's value.
    private static func refuseLateCommand(
        _ arguments: ArraySlice<String>, _ names: [String], _ path: String
    ) {
        for (before, name) in zip(arguments, arguments.dropFirst())
        where names.contains(name) && !before.hasPrefix("-") {
            complain(
                "distrib-fcgi: error: '\(name)' belongs before its options: \(path) \(name) "
                    + arguments.filter { $0 != name }.joined(separator: " "))
            exit(withError: Exit.usage)
        }
    }
}

/// The options that every command reading the configuration has.
struct ConfigurationOptions: ParsableArguments {
    @Option(
        name: [.short, .long],
        help: ArgumentHelp("The YAML file, the same on every site.", valueName: "file"))
    var config = ConfigurationOptions.usual

    static let usual = "/etc/distrib/distrib.yaml"
}

/// Which Site this is.
struct SiteOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The Site Name of this site. Without it, `site:` in the file says so, or else "
                + "DISTRIB_SITE in the environment. Repeat it if the file has several pools.",
            valueName: "name"))
    var site: [String] = []
}
