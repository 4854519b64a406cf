import ArgumentParser
import Generation
import Settings

struct GenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Makes configuration for nameservers from that of the component.",
        discussion: """
            Prints the files, each with its name in its first line, or puts them into a directory. \
            Nothing is written where anything is wrong, and no file is overwritten that was not \
            generated.
            """,
        subcommands: [GDNSD.self])

    struct GDNSD: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "gdnsd",
            abstract: "Makes gdnsd's config and zones.",
            discussion: """
                With `failover_nameservers`, in two directories: load-balancing and failover.

                  distrib-fcgi generate gdnsd --config distrib.yaml --output /etc/gdnsd
                  gdnsd -c /etc/gdnsd checkconf
                """)

        @OptionGroup var file: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            try output.deliver(from: file.config, command: "gdnsd") { configuration, provenance in
                Result { () throws(GenerationError) in
                    try GDNSDFiles.make(configuration.dnsPools, provenance: provenance)
                }
            }
        }
    }
}

/// Where generated files go.
struct OutputOptions: ParsableArguments {
    @Option(
        name: [.short, .long],
        help: ArgumentHelp(
            "Where the files go; they are printed without it.", valueName: "directory"))
    var output: String?

    /// Loads the configuration and delivers what is made from it, or says all that is wrong and exits.
    func deliver(
        from file: String, command: String,
        _ make: (Configuration, Provenance) -> Result<[TextFile], GenerationError>
    ) throws {
        let consequence = "nothing was generated."
        let configuration = try loadConfiguration(file, consequence: consequence)
        let provenance = Provenance(
            command: "distrib-fcgi generate \(command)", configuration: file)
        switch make(configuration, provenance) {
        case .success(let files): try deliver(files)
        case .failure(let error):
            let findings = error.messages.map { Finding(file: file, message: $0) }
            complain(Report(findings).text(consequence: consequence))
            throw Exit.badConfiguration
        }
    }

    private func deliver(_ files: [TextFile]) throws {
        guard let output else {
            return print(files.map(\.text).joined(separator: "\n"), terminator: "")
        }
        do throws(GeneratedFilesError) {
            try GeneratedFiles(directory: output).write(files)
        } catch {
            complain("distrib-fcgi: error: \(error)")
            throw Exit.systemError
        }
    }
}

extension Configuration {
    fileprivate var dnsPools: [DNSPool] { pools.map { DNSPool(pool: $0.pool, policy: $0.dns) } }
}
