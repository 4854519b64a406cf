import Foundation
import RealPrograms
import SystemPackage

/// How long a web server waits for its component in most tests: 15 s in place of the one or two of the examples. A
/// machine that is busy with other tests may stop a component for so long, and it does not hang then.
struct Patience: Sendable {
    /// Where the examples say it, and what stands there then.
    private let lines: [(String, String)]

    static let nginx = Patience(
        lines: ["send", "read"].map {
            ("fastcgi_\($0)_timeout 2s;", "fastcgi_\($0)_timeout 15s;")
        })

    /// In a file that all Sites of a machine have in common, as with nginx.
    static let apache = Patience(lines: [("local seconds = 2\n", "local seconds = 15\n")])

    static let lighttpd = Patience(lines: [("timeout\" => 1", "timeout\" => 15")])

    static let caddy = Patience(
        lines: [("dial", 1), ("write", 2), ("read", 2)].map {
            ("\t\($0)_timeout \($1)s\n", "\t\($0)_timeout 15s\n")
        })

    /// Of a health check only, which is cut short by itself, and of which one that fails is enough. HAProxy waits for
    /// the rest of a large request as long as for an answer, so that its 2 s for requests stay.
    static let haproxy = Patience(
        lines: [
            ("    timeout server 2s\n", "    timeout server 2s\n    timeout check 15s\n")
        ])

    /// Changes a file of the web server that a test has written.
    func change(_ file: String, in directory: FilePath) throws {
        let path = directory.appending(file)
        var text = try Places.text(path)
        for (old, new) in lines {
            guard text.contains(old) else { throw Mishap("\(file) does not have “\(old)”") }
            text = text.replacing(old, with: new)
        }
        try text.write(toFile: path.string, atomically: false, encoding: .utf8)
    }
}
