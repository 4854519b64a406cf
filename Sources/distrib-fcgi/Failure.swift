import ArgumentParser
import Glibc
import Settings

/// What the shell learns (sysexits.h).
enum Exit {
    static let usage = ExitCode(64)
    static let systemError = ExitCode(71)
    static let badConfiguration = ExitCode(78)
}

/// Writes to the standard error stream, one line or more.
func complain(_ text: String) {
    var line = Array((text.hasSuffix("\n") ? text : text + "\n").utf8)[...]
    while !line.isEmpty {
        let written = line.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
        // Nobody is left to be told.
        guard written > 0 else { return }
        line = line.dropFirst(written)
    }
}

extension Report {
    /// All findings, and what happens now.
    func text(consequence: String) -> String {
        rendered + "\n\(errorCount) \(errorCount == 1 ? "error" : "errors"); \(consequence)"
    }
}

/// Loads the file, or says all that is wrong with it and exits with 78.
func loadConfiguration(_ path: String, consequence: String) throws -> Configuration {
    do throws(Report) {
        return try Configuration.load(path: path)
    } catch {
        complain(error.text(consequence: consequence))
        throw Exit.badConfiguration
    }
}
