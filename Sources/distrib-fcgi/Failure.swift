import ArgumentParser
import Daemon
import Glibc
import Settings
import Topology

/// The exit codes (sysexits.h).
enum Exit {
    static let usage = ExitCode(64)
    static let systemError = ExitCode(71)
    static let badConfiguration = ExitCode(78)
}

/// Writes one line or more to the standard error stream.
func complain(_ text: String) {
    var line = Array((text.hasSuffix("\n") ? text : text + "\n").utf8)[...]
    while !line.isEmpty {
        let written = line.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
        // Nobody can be told of it.
        guard written > 0 else { return }
        line = line.dropFirst(written)
    }
}

/// Loads the file; or reports everything that is wrong with it, and exits with 78.
func loadConfiguration(_ path: String, consequence: String) throws -> Configuration {
    do throws(Report) {
        return try Configuration.load(path: path)
    } catch {
        complain(error.text(consequence: consequence))
        throw Exit.badConfiguration
    }
}

/// Finds out which Site this is in each Pool; or reports what is wrong with the choice, and exits with 78.
func chooseSites(
    _ configuration: Configuration, _ commandLine: [String], consequence: String
) throws -> [Site.ID?] {
    do throws(Report) {
        return try configuration.chosenSites(
            commandLine: commandLine, environment: environmentSite())
    } catch {
        complain(error.text(consequence: consequence))
        throw Exit.badConfiguration
    }
}

/// DISTRIB_SITE in the environment.
func environmentSite() -> String? {
    getenv("DISTRIB_SITE").map { String(cString: $0) }
}
