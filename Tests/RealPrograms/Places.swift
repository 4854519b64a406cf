import Foundation
package import SystemPackage

/// Where things stand: the built programs, and the examples of this repository.
package enum Places {
    /// Beside the test bundle.
    package static let binaries: FilePath = {
        let program = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        return FilePath(program.deletingLastPathComponent().path)
    }()
    package static let component = binaries.appending("distrib-fcgi")
    package static let application = binaries.appending("demo-application")

    package static let repository: FilePath = FilePath(#filePath)
        .removingLastComponent().removingLastComponent().removingLastComponent()
    package static let examples = repository.appending("conf-examples")

    /// A tool of the system, also where an ordinary user's PATH lacks it.
    package static func tool(_ name: String) throws -> FilePath {
        for directory in ["/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/bin"] {
            let path = FilePath(directory).appending(name)
            if FileManager.default.isExecutableFile(atPath: path.string) { return path }
        }
        throw Mishap("\(name) is not installed; `make test` installs what the tests need")
    }

    /// Read by plain system calls: Foundation leaks a block of memory where the file is empty yet.
    package static func text(_ path: FilePath) throws -> String {
        let file = try FileDescriptor.open(path, .readOnly)
        return try file.closeAfter {
            var text: [UInt8] = []
            var block = [UInt8](repeating: 0, count: 65_536)
            while true {
                let count = try block.withUnsafeMutableBytes { try file.read(into: $0) }
                if count == 0 { return String(decoding: text, as: UTF8.self) }
                text += block[..<count]
            }
        }
    }
}

extension FilePath {
    /// A directory of one test, gone after it; short, since the path of a unix socket is.
    package static func temporary<Result>(
        _ body: (FilePath) async throws -> Result
    ) async throws -> Result {
        let parent = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
        var template = Array("\(parent)/distrib-test.XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Mishap("mkdtemp: errno \(errno)") }
        let path = FilePath(template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) })
        // The web server's workers may be another user.
        chmod(path.string, 0o755)
        defer { try? FileManager.default.removeItem(atPath: path.string) }
        return try await body(path)
    }
}

/// What a test can't go on from.
package struct Mishap: Error, CustomStringConvertible {
    package let description: String
    package init(_ description: String) { self.description = description }
}

/// Asks until the answer is yes: readiness is seen, never slept for.
/// - Parameter otherwise: said where the answer is still no after 20 s.
package func until(
    _ what: String, _ isSo: () async throws -> Bool, otherwise: () -> String = { "" }
) async throws {
    let deadline = ContinuousClock.now + .seconds(20)
    while try await !isSo() {
        guard ContinuousClock.now < deadline else {
            throw Mishap("\(what): not after 20 s. \(otherwise())")
        }
        await Task.yield()
    }
}

/// The same without giving the thread to other tests.
package func untilHere(_ what: String, _ isSo: () throws -> Bool) throws {
    let deadline = ContinuousClock.now + .seconds(20)
    while try !isSo() {
        guard ContinuousClock.now < deadline else { throw Mishap("\(what): not after 20 s") }
        sched_yield()
    }
}
