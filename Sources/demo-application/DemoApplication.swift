import FastCGI
import Glibc

// A small application that keeps its sessions in memory and shares them with nobody: what the
// distribution is for. The demonstration and the end-to-end tests run one behind each Site.

@main
enum DemoApplication {
    static func main() {
        let words = CommandLine.arguments.dropFirst()
        if words.first == "crowd" { return crowd(words.dropFirst()) }
        do {
            let arguments = try Arguments(words)
            let signals = Signals()
            let socket = try openSocket(arguments.listen)
            var limits = ServerLimits()
            limits.bodies = .collected(upTo: DemoHandler.maximumBodyBytes)
            let server = try Server(
                listeners: [socket], workers: 2, limits: limits,
                handler: DemoHandler(
                    site: arguments.site, scripts: arguments.scripts,
                    handBackStatus: arguments.handBackStatus),
                onEvent: { complain("\($0)") })
            try server.start()
            signals.waitForEnd()
            _ = server.drain(within: .seconds(5))
        } catch let mistake as Arguments.Mistake {
            complain("\(mistake); nothing was started\n\(Arguments.usage)")
            exit(EX_USAGE)
        } catch {
            complain("\(error); nothing was started")
            exit(EX_OSERR)
        }
    }

    /// Visitors of the demonstration, instead of its application.
    private static func crowd(_ words: ArraySlice<String>) {
        do {
            var crowd = Crowd(try Crowd.Options(words))
            let isComplete = try crowd.run { line in
                print(line)
                fflush(nil)
            }
            if !isComplete { exit(EXIT_FAILURE) }
        } catch let mistake as Arguments.Mistake {
            complain("\(mistake); nobody came\n\(Crowd.Options.usage)")
            exit(EX_USAGE)
        } catch {
            complain("\(error); nobody came. Is the demonstration running (make demo)?")
            exit(EX_UNAVAILABLE)
        }
    }

    /// Where no address is given, descriptor 0, as spawn-fcgi leaves it.
    private static func openSocket(_ address: ListenAddress?) throws -> ListeningSocket {
        if let address { return try .open(address) }
        guard ListeningSocket.isListening(0) else { throw Arguments.Mistake.nowhereToListen }
        return try .inherited(descriptor: 0)
    }

    private static func complain(_ message: String) {
        let line = Array("demo-application: \(message)\n".utf8)
        _ = write(STDERR_FILENO, line, line.count)
    }
}

/// The signals that end the application; blocked before any thread is made, so that all inherit it.
private struct Signals {
    private var endings = sigset_t()

    init() {
        sigemptyset(&endings)
        for signal in [SIGTERM, SIGINT, SIGHUP, SIGUSR1] { sigaddset(&endings, signal) }
        pthread_sigmask(SIG_BLOCK, &endings, nil)
    }

    func waitForEnd() {
        var endings = endings
        var signal: Int32 = 0
        sigwait(&endings, &signal)
    }
}
