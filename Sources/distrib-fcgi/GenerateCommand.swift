import Answers
import ArgumentParser
import Daemon
import Distribution
import Generation
import Settings
import SystemCalls
import Topology

struct GenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Makes configuration for nameservers and web servers from the component's.",
        discussion: """
            Prints the files, each with its name in its first line, or puts them into a directory. \
            If anything is wrong, nothing is written. A file that was not generated is never \
            overwritten. Files that an earlier run made and this one does not are kept, and named.
            """,
        subcommands: [
            GDNSD.self, PowerDNS.self, GenerateWebServer<NginxServer>.self,
            GenerateWebServer<ApacheServer>.self, GenerateWebServer<LighttpdServer>.self,
            GenerateWebServer<CaddyServer>.self, GenerateWebServer<HAProxyServer>.self, Names.self,
        ])

    struct GDNSD: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "gdnsd",
            abstract: "Makes gdnsd's config and zones.",
            discussion: """
                With `failover_nameservers`, the files are in two directories: load-balancing and \
                failover.

                  distrib-fcgi generate gdnsd --config distrib.yaml --output /etc/gdnsd
                  gdnsd -c /etc/gdnsd checkconf
                """)

        @OptionGroup var file: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let provenance = Provenance(
                command: "distrib-fcgi generate gdnsd", configuration: file.config)
            let configuration = try loadForGeneration(file.config)
            try output.deliver(provenance) { () throws(GenerationError) in
                try GDNSDFiles.make(configuration.dnsPools, provenance: provenance)
            }
        }
    }

    struct PowerDNS: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "powerdns",
            abstract: "Makes PowerDNS's settings and zones.",
            discussion: """
                With `failover_nameservers`, the files are in two directories: load-balancing and \
                failover. The settings name the directory where the files will be: that of --output, \
                or else /etc/powerdns.

                  distrib-fcgi generate powerdns --config distrib.yaml --output /etc/powerdns/distrib
                  pdns_server --config-dir=/etc/powerdns/distrib --config=check
                """)

        @OptionGroup var file: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let provenance = Provenance(
                command: "distrib-fcgi generate powerdns", configuration: file.config)
            let configuration = try loadForGeneration(file.config)
            let directory = try output.absolute ?? "/etc/powerdns"
            try output.deliver(provenance) { () throws(GenerationError) in
                try PowerDNSFiles.make(
                    configuration.dnsPools, directory: directory, provenance: provenance)
            }
        }
    }

    struct Names: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "names",
            abstract: "Lists the names under which clients come to a site, for its certificate.",
            discussion: """
                They are the Pool Name and its aliases, the names of its groups, its own name, the names \
                of the sites that may fail over to it, and the wildcards of sub-names; one on each line.

                  distrib-fcgi generate names --config distrib.yaml --site boston.app.com
                """)

        @OptionGroup var file: ConfigurationOptions
        @OptionGroup var chosen: SitesOptions

        func run() throws {
            let sites = try loadForGeneration(file.config).webServerSites(chosen.site)
            var seen: Set<String> = []
            for name in sites.flatMap(\.names) where seen.insert(name).inserted { print(name) }
        }
    }
}

/// For which Sites files are made.
struct SitesOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A site behind this web server. Without it, `site:` in the file says so, or else "
                + "DISTRIB_SITE. Repeatable: each site gets a file.", valueName: "name"))
    var site: [String] = []
}
