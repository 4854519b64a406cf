import Daemon
import FastCGI
import Glibc
import Logging
import RealPrograms
import SystemPackage
import Testing

/// From start to stop, over a real socket.
@Suite(.timeLimit(.minutes(1)))
struct DaemonTests {
    @Test("It serves once it has started, says so, and leaves nothing behind")
    func life() async throws {
        try await Bench.run(oneSite) { bench in
            let daemon = try bench.start()
            #expect(
                bench.log.take() == [
                    "notice serving pool app.com site=boston.app.com",
                    "notice ready listen=[\"unix:\(bench.socket)\"] workers=1",
                ])
            #expect(try bench.ask() == "Location: http://boston.app.com/a/Distrib=NOW")
            #expect(daemon.stop(signal: 15) == .complete)
            #expect(
                bench.log.take() == [
                    "notice stopping: finishing what is in flight signal=15",
                    "notice stopped: every accepted request was answered",
                ])
            #expect(access(bench.socket, F_OK) != 0)
            #expect(try bench.ask() == nil)
        }
    }

    @Test("Every decision is logged at debug, and what the file warns of at the start")
    func debugLog() async throws {
        let yaml = oneSite + "    marker: { ttl: 5s }\n"
        try await Bench.run(yaml) { bench in
            let daemon = try bench.start(level: .debug)
            let warning = try #require(bench.log.take().first)
            #expect(
                warning.hasPrefix("warning \(bench.file):4:20: warning: a marker that is fresh"))
            _ = try bench.ask()
            _ = try bench.ask("bad host")
            _ = daemon.stop(signal: 15)
            #expect(
                bench.log.take().filter { $0.hasPrefix("debug") } == [
                    "debug lockdown client=- host=app.com host_is=the Pool Name marker=none "
                        + "pool=app.com row=1a target=/a",
                    "debug bad-request client=- host=bad%20host target=/a why=The Host of this request is malformed: the name has a "
                        + "character that DNS names lack: byte 32. The request was not passed on.",
                ])
        }
    }

    @Test("Pools that are not served here are known, and refused")
    func severalPools() async throws {
        let yaml =
            oneSite + """
                  - pool: app.net
                    sites: [{ site: lima.app.net }]
                    busy: { any: [{ file: { path: / } }] }

                """
        try await Bench.run(yaml) { bench in
            let daemon = try bench.start()
            #expect(
                bench.log.take().prefix(2) == [
                    "notice serving pool app.com site=boston.app.com",
                    "notice serving pool app.net site=none",
                ])
            #expect(try bench.ask() == "Location: http://boston.app.com/a/Distrib=NOW")
            #expect(try bench.ask("app.net") == "Status: 421 Misdirected Request")
            // The signals of a Pool that is not served here are not measured: "/" exists.
            #expect(try bench.ask("boston.app.com", endpoint: "ready") == "Status: 200 OK")
            #expect(daemon.stop(signal: 15) == .complete)
        }
    }

    @Test("While it drains it serves, but says that it is busy, after a reload, too")
    func drain() async throws {
        try await Bench.run(oneSite) { bench in
            let daemon = try bench.start()
            #expect(try bench.ask(endpoint: "ready") == "Status: 200 OK")
            daemon.drain()
            for _ in 1...2 {
                let busy = "Status: 503 Service Unavailable"
                #expect(try bench.ask(endpoint: "ready") == busy)
                #expect(try bench.ask(endpoint: "health") == "Status: 200 OK")
                daemon.reload()
            }
            #expect(daemon.stop(signal: 15) == .complete)
        }
    }

    @Test("A request under way when it is to stop is answered")
    func finishes() async throws {
        try await Bench.run(oneSite) { bench in
            let daemon = try bench.start()
            let client = FastCGIClient(path: bench.socket)

            let stopping = Stopping(daemon)
            let answer = try await client.ask(["DISTRIB_ENDPOINT": "ready"]) {
                try stopping.begin()
                // The socket's file goes when nothing new is accepted.
                // Other tests, which would get this thread meanwhile, keep it for longer than a request may take.
                try untilHere("it stops accepting") { access(bench.socket, F_OK) != 0 }
            }
            #expect(stopping.end() == .complete)
            #expect(answer.hasPrefix("Status: 503 "))
        }
    }

    @Test("What does not come to its end in time is cut off")
    func cutsOff() async throws {
        try await Bench.run(oneSite) { bench in
            var options = try bench.options()
            options.drainLimit = .milliseconds(50)
            let daemon = try Daemon(options, logger: bench.log.logger())
            await #expect(throws: Mishap.self) {
                _ = try await FastCGIClient(path: bench.socket).ask(["HTTP_HOST": "app.com"]) {
                    #expect(daemon.stop(signal: 2) == .cutOff(connections: 1))
                }
            }
            #expect(
                bench.log.take().suffix(2) == [
                    "notice stopping: finishing what is in flight signal=2",
                    "warning stopped: requests cut off, not complete in time count=1",
                ])
        }
    }

    @Test("It does what it is asked until it is asked to stop")
    func run() async throws {
        try await Bench.run(oneSite) { bench in
            let daemon = try bench.start()
            _ = bench.log.take()
            var requests: [OperatorRequest] = [.stop(signal: 10), .reload]
            let reloaded = "notice configuration reloaded file=\(bench.file)"
            #expect(
                daemon.run {
                    if requests.count == 1 { bench.log.wait(for: reloaded) }
                    return requests.removeLast()
                } == .complete)
            #expect(
                bench.log.take() == [
                    reloaded, "notice stopping: finishing what is in flight signal=10",
                    "notice stopped: every accepted request was answered",
                ])
        }
    }
}
