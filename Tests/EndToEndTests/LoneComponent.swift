import Foundation
import RealPrograms
import SystemPackage

/// A component that runs without a web server, as Boston of the example with three Sites.
struct LoneComponent {
    let directory: FilePath

    var socket: String { "\(directory)/fcgi.sock" }
    var log: FilePath { directory.appending("log") }

    /// While it exists, no session starts.
    var held: FilePath { directory.appending("held") }

    /// - Parameters:
    ///   - hasLine: one session in an hour may start, and who comes too early waits in line
    ///   - isShared: with a line, whether the rate is that of two machines, whose Redis is not there
    ///   - hasPeers: with a line, whether it asks the other Sites, which are down
    static func run(
        _ arguments: [String] = [], hasLine: Bool = false, isShared: Bool = false,
        hasPeers: Bool = false,
        _ body: (LoneComponent) async throws -> Void
    ) async throws {
        try await FilePath.temporary { directory in
            let component = LoneComponent(directory: directory)
            let file =
                hasLine
                ? try await component.configuration(isShared: isShared, hasPeers: hasPeers)
                : example
            let program = Program(
                path: Places.component,
                arguments: [
                    "--config", file, "--site", "boston.app.com",
                    "--listen", "unix:\(component.socket)",
                ] + arguments)
            _ = try await program.whileRunning(log: component.log) { _ in
                try await until("an answer") {
                    try FastCGIClient(path: component.socket).ask(["DISTRIB_ENDPOINT": "health"])
                        != nil
                }
                try await body(component)
            }
        }
    }

    private var shared: String {
        ", shared: { machines: 2, redis: \"unix:\(directory)/redis.sock\" }"
    }

    private static let example = "\(Places.examples)/three-sites.yaml"

    /// The example, and what a line needs.
    private func configuration(isShared: Bool, hasPeers: Bool) async throws -> String {
        let file = directory.appending("distrib.yaml").string
        let example = try Places.text(FilePath(Self.example))
            .replacing("192.0.2.", with: hasPeers ? "127.0.0." : "192.0.2.")
            .replacing(
                "- file: /run/distrib/drain",
                with:
                    "- file: \(directory)/drain\n        - file: { path: \(held), interval: 100ms }"
            )
        try
            (example + """
                    marker: { keys: [{ id: k1, file: k1.key }] }
                    admission: { sessions: { rate: 1/h, burst: 1 }\(isShared ? shared : "") }
                    waiting: { keep: 5m, poll: { near: 30s, far: 60s } }
                \(hasPeers ? "    peers: { interval: 100ms, port: 1 }" : "    # no peers")

                """).write(toFile: file, atomically: true, encoding: .utf8)
        let key = directory.appending("k1.key").string
        _ = try await Program(path: Places.component, arguments: ["key", key]).outcome()
        return file
    }

    /// The body of an endpoint's answer.
    func body(of endpoint: String) throws -> String {
        let answer = try FastCGIClient(path: socket).ask(["DISTRIB_ENDPOINT": endpoint])
        guard let answer, let end = answer.firstRange(of: "\r\n\r\n") else {
            throw Mishap("no answer of \(endpoint), but: \(answer ?? "nothing")")
        }
        return String(answer[end.upperBound...])
    }
}
