import ArgumentParser
import Glibc
import Probing
import SystemCalls

struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Asks a running process how this site is, and prints that.",
        discussion: """
            Free, or why not; each signal; who waits in line; what was decided; connections; which configuration is in \
            force. It asks the socket itself, so no web server is needed, and is answered also when connections are at \
            their limit.

              distrib-fcgi status
              distrib-fcgi status --connect 127.0.0.1:9000 --json
            """)

    @Option(
        help: ArgumentHelp(
            "Where the process listens: unix:PATH or HOST:PORT. (default: "
                + "\(StatusCommand.usual))", valueName: "address"),
        transform: StatusCommand.address)
    var connect: PeerAddress?

    @Flag(help: "Print JSON.")
    var json = false

    /// The web servers' patience with the component is not longer.
    private static let nanoseconds: Int64 = 5_000_000_000
    /// A Pool takes some 5 KB.
    private static let longestAnswer = 16 << 20

    private static let usual = PeerAddress.unix(path: "/run/distrib/distrib.sock")

    func run() throws {
        let connect = self.connect ?? StatusCommand.usual
        let answer: FastCGIProbe.Answer
        do throws(ProbeFailure) {
            answer = try FastCGIProbe.ask(
                connect,
                [
                    "DISTRIB_ENDPOINT": "status", "REQUEST_METHOD": "GET",
                    "REQUEST_URI": json ? "/?json" : "/?text",
                ],
                until: monotonicNanoseconds() + StatusCommand.nanoseconds,
                longestOutput: StatusCommand.longestAnswer)
        } catch {
            complain("distrib-fcgi: error: \(connect): \(error)\(hint(error, connect))")
            throw Exit.systemError
        }
        guard answer.status == 200, answer.body.hasPrefix(json ? "{" : "distrib-fcgi") else {
            complain(
                "distrib-fcgi: error: \(connect): what listens there answers, but knows no status (\(answer.status)): it is no distrib-fcgi, or an old one"
            )
            throw Exit.systemError
        }
        print(answer.body, terminator: "")
    }

    /// What to do about it.
    private func hint(_ failure: ProbeFailure, _ connect: PeerAddress) -> String {
        switch failure {
        case .system(let error) where error.number == ENOENT:
            "; is distrib-fcgi running, and is this where it listens? --connect names another address"
        case .system(let error) where error.number == ECONNREFUSED:
            "; nobody listens there: is distrib-fcgi running?"
        case .system(let error) where error.number == EACCES:
            "; the socket is for the web server's group: ask as root, or as a member"
        case .answer where isTCP(connect):
            "; where FCGI_WEB_SERVER_ADDRS is set, it must name this machine, too"
        case .system, .late, .answer: ""
        }
    }

    private func isTCP(_ address: PeerAddress) -> Bool {
        switch address {
        case .tcp: true
        case .unix: false
        }
    }

    static func address(_ text: String) throws -> PeerAddress {
        guard let address = PeerAddress(parsing: text) else {
            throw ValidationError(
                "'\(text)' is no address: write unix:/run/distrib/distrib.sock or 127.0.0.1:9000.")
        }
        return address
    }
}
