import RealPrograms
import SystemPackage

/// A component that runs without a web server, as Boston of the example with three Sites.
struct LoneComponent {
    let directory: FilePath

    var socket: String { "\(directory)/fcgi.sock" }
    var log: FilePath { directory.appending("log") }

    static func run(
        _ arguments: [String] = [], _ body: (LoneComponent) async throws -> Void
    ) async throws {
        try await FilePath.temporary { directory in
            let component = LoneComponent(directory: directory)
            let program = Program(
                path: Places.component,
                arguments: [
                    "--config", "\(Places.examples)/three-sites.yaml", "--site", "boston.app.com",
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

    /// The body of an endpoint's answer.
    func body(of endpoint: String) throws -> String {
        let answer = try FastCGIClient(path: socket).ask(["DISTRIB_ENDPOINT": endpoint])
        guard let answer, let end = answer.firstRange(of: "\r\n\r\n") else {
            throw Mishap("no answer of \(endpoint), but: \(answer ?? "nothing")")
        }
        return String(answer[end.upperBound...])
    }
}
