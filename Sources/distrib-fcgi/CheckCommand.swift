import ArgumentParser
import Distribution
import Settings
import Topology

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Says everything that is wrong with the configuration, or that it is good.",
        discussion: """
            Runs the same code as start-up and reload, reads key files and templates, but opens no \
            socket. Exits with 0 if the file is good, and with 78 if it is not.
            """)

    @Argument(help: "The YAML file, as with --config.")
    var path: String?

    @OptionGroup var file: ConfigurationOptions
    @OptionGroup var chosen: SiteOptions

    func validate() throws {
        if path != nil, file.config != ConfigurationOptions.usual {
            throw ValidationError("check takes one file: either FILE or --config FILE.")
        }
    }

    func run() throws {
        let path = self.path ?? file.config
        let configuration = try loadConfiguration(
            path, consequence: "a server would not start with this file.")
        for warning in configuration.warnings { complain(warning.rendered) }
        let isChosen =
            !chosen.site.isEmpty || !configuration.sites.isEmpty || environmentSite() != nil
        // Whoever is told of a mistake is told of nothing else, in whichever order two streams are read.
        let sites =
            isChosen
            ? try chooseSites(
                configuration, chosen.site, consequence: "a server would not start with this site.")
            : []
        for pool in configuration.pools { print(summary(pool)) }
        guard isChosen else {
            return print("\(path): good; no site chosen (--site says which one this is)")
        }
        for (pool, site) in zip(configuration.pools, sites) {
            guard let site else {
                print("pool \(pool.pool.name): not served at this site")
                continue
            }
            print("pool \(pool.pool.name): this site is \(pool.pool[site].name)")
        }
        print("\(path): good")
    }

    private func summary(_ configuration: PoolConfiguration) -> String {
        let pool = configuration.pool
        let groups = pool.hasGroups ? count(pool.groups.count, "group") : "no groups"
        let keys = configuration.markers.signer == nil ? "unsigned" : "signed"
        return "pool \(pool.name): \(count(pool.sites.count, "site")), \(groups), "
            + "\(count(configuration.properGroups.rules.count, "rule")), "
            + "\(count(configuration.signals.count, "busy signal")), \(keys) markers"
    }

    private func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }
}
