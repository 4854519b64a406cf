import FastCGI
import Glibc
import Logging
import RealPrograms
import SystemPackage
import Testing

@testable import Daemon

/// A daemon of its own, on a socket in a directory of its own, with a log that is captured.
struct Bench {
    let directory: FilePath
    let log = CapturedLog()

    var file: String { directory.appending("distrib.yaml").string }
    var socket: String { directory.appending("fcgi.sock").string }
    /// The switch of the configurations that have one.
    var busyFile: FilePath { directory.appending("busy") }

    /// Runs the body with the configuration in place.
    static func run(_ yaml: String, _ body: (Bench) async throws -> Void) async throws {
        try await FilePath.temporary { directory in
            let bench = Bench(directory: directory)
            try bench.write(yaml)
            try await body(bench)
        }
    }

    /// `DIRECTORY` stands for the bench's.
    func write(_ yaml: String) throws {
        try write(yaml.replacing("DIRECTORY", with: directory.string), to: FilePath(file))
    }

    func write(_ text: String, to path: FilePath) throws {
        let file = try FileDescriptor.open(
            path, .writeOnly, options: [.create, .truncate], permissions: .ownerReadWrite)
        _ = try file.closeAfter { try file.writeAll(text.utf8) }
    }

    func options(sites: [String] = ["boston.app.com"]) throws -> Daemon.Options {
        // Otherwise, root's socket would be root's alone, which is worth a warning.
        let address = try ListenAddress(parsing: "unix:\(socket),mode=0666")
        var options = Daemon.Options(
            file: file, siteNames: sites, listening: try Listening([address]), workers: 1)
        // The tests of a process share its threads, so that a request under way may wait for other tests.
        options.drainLimit = .seconds(60)
        options.cuttingOffLimit = .seconds(60)
        // A signal that is measured late would count as free, which is not what a test set up.
        options.firstMeasurementLimit = .seconds(60)
        return options
    }

    func start(
        sites: [String] = ["boston.app.com"], level: Logger.Level = .info, workers: Int = 1
    ) throws(StartError) -> Daemon {
        var options: Daemon.Options
        do { options = try self.options(sites: sites) } catch { fatalError("\(error)") }
        options.workers = workers
        return try Daemon(options, logger: log.logger(level))
    }

    /// The same for a client that may start its session here.
    func startSession() throws -> String? {
        try ask("boston.app.com", target: "/Distrib=\(time(nil))")
    }

    /// The first line of an answer; nil where nobody listens.
    func ask(
        _ host: String = "app.com", target: String = "/a", endpoint: String = ""
    ) throws -> String? {
        let answer = try FastCGIClient(path: socket).ask([
            "HTTP_HOST": host, "REQUEST_URI": target, "DISTRIB_ENDPOINT": endpoint,
        ])
        guard let answer else { return nil }
        let lines = answer.split(separator: "\r\n", omittingEmptySubsequences: false)
        let first = lines.first { $0.hasPrefix("Location: ") || $0.hasPrefix("Status: ") }
        return first.map { String($0).withoutTimestamp }
    }
}

let oneSite = """
    pools:
      - pool: app.com
        sites: [{ site: boston.app.com }, { site: chicago.app.com }]

    """

/// With a switch that keeps the Site busy for an hour, whatever becomes of the file.
let withSwitch =
    oneSite + """
            busy: { any: [{ file: { path: DIRECTORY/busy, dwell: 1h, timeout: 20s } }] }

        """
