import Answers
import ArgumentParser
import Daemon
import Distribution
import Generation
import Settings
import SystemCalls
import Topology

/// What follows from a mistake.
let nothingWasGenerated = "nothing was generated."

func loadForGeneration(_ file: String) throws -> Configuration {
    try loadConfiguration(file, consequence: nothingWasGenerated)
}

/// Where generated files go.
struct OutputOptions: ParsableArguments {
    @Option(
        name: [.short, .long],
        help: ArgumentHelp(
            "Where the files go; they are printed without it.", valueName: "directory"))
    var output: String?

    /// The absolute path of the directory.
    var absolute: String? {
        get throws {
            do throws(FileError) {
                return try output.map { path throws(FileError) in
                    try Directory.absolute(path)
                }
            } catch {
                complain(
                    "distrib-fcgi: error: the working directory: \(error); \(nothingWasGenerated)")
                throw Exit.systemError
            }
        }
    }

    /// Delivers a web server's files for the chosen Sites.
    func deliver(
        _ webServer: String, sitesOf file: String, _ names: [String],
        _ make: ([WebServerSite], Provenance) throws(GenerationError) -> [TextFile]
    ) throws {
        let sites = try loadForGeneration(file).webServerSites(names)
        let provenance = Provenance(
            command: "distrib-fcgi generate \(webServer)", configuration: file)
        try deliver(provenance) { () throws(GenerationError) in try make(sites, provenance) }
    }

    /// Delivers the files that `make` makes; or reports everything that prevents it, and exits.
    func deliver(
        _ provenance: Provenance, _ make: () throws(GenerationError) -> [TextFile]
    ) throws {
        let files: [TextFile]
        do throws(GenerationError) {
            files = try make()
        } catch {
            throw fail(error.messages, file: provenance.configuration)
        }
        guard let output else {
            return print(files.map(\.text).joined(separator: "\n"), terminator: "")
        }
        do throws(GeneratedFilesError) {
            try GeneratedFiles(directory: output, provenance: provenance).write(files)
        } catch {
            complain("distrib-fcgi: error: \(error)")
            throw Exit.systemError
        }
    }
}

private func fail(_ messages: [String], file: String) -> ExitCode {
    let findings = messages.map { Finding(file: file, message: $0) }
    complain(Report(findings).text(consequence: nothingWasGenerated))
    return Exit.badConfiguration
}

extension Configuration {
    var dnsPools: [DNSPool] { pools.map { DNSPool(pool: $0.pool, policy: $0.dns) } }

    /// The Sites of these names; without names, those that this process is.
    func webServerSites(_ names: [String]) throws -> [WebServerSite] {
        do throws(Report) {
            return try sitesForFiles(commandLine: names, environment: environmentSite())
                .map { webServerSite($0.site, ofPool: $0.pool) }
        } catch {
            complain(error.text(consequence: nothingWasGenerated))
            throw Exit.badConfiguration
        }
    }
}
