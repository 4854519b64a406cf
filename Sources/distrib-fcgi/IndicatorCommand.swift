import ArgumentParser
import Distribution
import Glibc
import Settings
import Topology

struct IndicatorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "indicator",
        abstract: "Makes a signed indicator: the cookie that shows a client's class.",
        discussion: """
            Prints the cookie as an application would set it for a client that is to be of that class \
            next time. Sites that have the key of `marker.keys` believe it until it ends.

              distrib-fcgi indicator --config distrib.yaml --class customer --valid 30d

            To try it, pass it on to explain:

              distrib-fcgi explain --config distrib.yaml --site boston.app.com \
            --header "Cookie: $(distrib-fcgi indicator --config distrib.yaml --class customer)" \
            http://boston.app.com/
            """)

    @OptionGroup var file: ConfigurationOptions
    @Option(
        name: .customLong("class"),
        help: ArgumentHelp("The class, as `when: { indicator: … }` has it.", valueName: "name"))
    var className: String
    @Option(
        help: ArgumentHelp("How long it counts, such as 12h or 30d.", valueName: "duration"),
        transform: { try CommandDuration.seconds($0, option: "--valid") })
    var valid: Int64 = 30 * 86_400
    @Option(help: ArgumentHelp("The Pool, where the file has several.", valueName: "name"))
    var pool: String?

    func run() throws {
        let configuration = try loadConfiguration(
            file.config, consequence: "no indicator was made.")
        let settings = try chosenPool(configuration)
        guard let indicator = settings.admission.indicator else {
            complain(
                "distrib-fcgi: error: pool \(settings.pool.name) has no \"indicator\" in \"admission\"; "
                    + "no indicator was made")
            throw Exit.badConfiguration
        }
        let names = settings.admission.indicatedNames
        guard names.contains(className) else {
            let known = names.isEmpty ? "none" : names.joined(separator: ", ")
            throw ValidationError(
                "No class has the indicator '\(className)'; there is \(known). No indicator was made."
            )
        }
        let until = Int64(time(nil)) + valid
        let value = indicator.indicator(ofClass: className, until: until)
        print(String(decoding: indicator.cookie + Array("=".utf8) + value, as: UTF8.self))
    }

    private func chosenPool(_ configuration: Configuration) throws -> PoolConfiguration {
        let pools = configuration.pools
        let names = pools.map { "\($0.pool.name)" }.joined(separator: ", ")
        guard let pool else {
            if pools.count == 1 { return pools[0] }
            throw ValidationError("The file has several pools; --pool says which: \(names).")
        }
        guard let name = try? HostName(pool),
            let found = pools.first(where: { $0.pool.name == name })
        else {
            throw ValidationError("There is no pool '\(pool)': \(names).")
        }
        return found
    }
}

extension AdmissionSettings {
    /// What indicators may say, in the order of the classes.
    fileprivate var indicatedNames: [String] {
        classes.flatMap(\.conditions).flatMap { condition in
            guard case .indicator(let names) = condition else { return [String]() }
            return names.map { String(decoding: $0, as: UTF8.self) }
        }
    }
}

/// Durations on the command line.
enum CommandDuration {
    /// Whole seconds, at least one.
    static func seconds(_ text: String, option: String) throws -> Int64 {
        switch DurationText.milliseconds(text) {
        case .success(let milliseconds) where milliseconds >= 1000 && milliseconds % 1000 == 0:
            return milliseconds / 1000
        case .success:
            throw ValidationError("\(option) takes whole seconds, at least 1s, not '\(text)'.")
        case .failure(let failure):
            throw ValidationError("\(option): \(failure.description(of: text)).")
        }
    }
}
