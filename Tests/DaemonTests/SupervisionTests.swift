import CGI
import FastCGI
import Glibc
import Logging
import RealPrograms
import Synchronization
import SystemCalls
import SystemPackage
import Testing

@testable import Daemon

/// What a service manager is told, over a real socket.
@Suite(.timeLimit(.minutes(1)))
struct SupervisionTests {
    private func withDaemon(
        _ yaml: String = oneSite, watchdogLimit: Duration? = nil,
        _ body: (Bench, Daemon, NotifySocket) async throws -> Void
    ) async throws {
        try await Bench.run(yaml) { bench in
            let path = bench.directory.appending("notify").string
            let socket = try NotifySocket(path)
            var options = try bench.options()
            options.serviceManager = ServiceManager(socket: path, watchdogLimit: watchdogLimit)
            try await body(bench, try Daemon(options, logger: bench.log.logger()), socket)
        }
    }

    @Test("Ready, reloading and ready again, stopping, each at its time")
    func life() async throws {
        try await withDaemon { bench, daemon, socket in
            let ready = "READY=1\nSTATUS=Serving app.com as boston.app.com"
            #expect(socket.heardAll() == [ready])
            #expect(try bench.ask() == "Location: http://boston.app.com/a/Distrib=NOW")

            let before = monotonicNanoseconds() / 1000
            daemon.reload()
            let reload = socket.heardAll()
            try #require(reload.count == 2 && reload[1] == ready)
            let begun = try #require(
                reload[0].wholeMatch(of: /RELOADING=1\nMONOTONIC_USEC=([0-9]+)/))
            let microseconds = try #require(Int64(begun.1))
            #expect((before...monotonicNanoseconds() / 1000).contains(microseconds))

            try bench.write("nonsense")
            daemon.reload()
            #expect(
                socket.heardAll().last
                    == "\(ready); the last reload failed, and the log says why")

            #expect(daemon.stop(signal: 15) == .complete)
            #expect(socket.heardAll() == ["STOPPING=1\nSTATUS=Finishing what is in flight"])
        }
    }

    @Test("The status names the mode, and what is not served is not in it")
    func status() async throws {
        let yaml =
            oneSite + """
                    mode: { enforce: 10% }
                  - { pool: app.net, sites: [{ site: far.app.net }] }

                """
        try await withDaemon(yaml) { _, daemon, socket in
            #expect(
                socket.heardAll() == [
                    "READY=1\nSTATUS=Serving app.com as boston.app.com (mode enforce 10%)"
                ])
            daemon.reload()
            _ = daemon.stop(signal: 15)
            daemon.reload()
            #expect(socket.heardAll().last?.hasPrefix("STOPPING=1\n") == true)
        }
    }

    @Test("Signs of life come as long as it runs")
    func signs() async throws {
        // Its socket holds ten datagrams, and loses those that come while this test is held up for longer.
        try await withDaemon(watchdogLimit: .seconds(2)) { _, daemon, socket in
            var heard: [String] = []
            try untilHere("the third sign of life") {
                heard += socket.heardAll()
                return heard.count { $0 == "WATCHDOG=1" } >= 3
            }
            _ = daemon.stop(signal: 15)
            #expect(socket.heardAll().last?.hasPrefix("STOPPING=1\n") == true)
        }
    }

    @Test("A manager that is gone is said once, and holds nobody up")
    func gone() async throws {
        try await Bench.run(oneSite) { bench in
            var options = try bench.options()
            let path = bench.directory.appending("nobody").string
            options.serviceManager = ServiceManager(socket: path)
            let daemon = try Daemon(options, logger: bench.log.logger())
            daemon.reload()
            #expect(
                bench.log.take().filter { $0.hasPrefix("warning") } == [
                    "warning sendto(\(path)): No such file or directory; the service manager was not told: READY=1"
                ])
            #expect(daemon.stop(signal: 15) == .complete)
        }
    }

    private final class Gate: RequestHandler, Sendable {
        let isEntered = Atomic(false)
        let isOpen = Atomic(false)

        func respond(to request: borrowing Request, into response: inout [UInt8]) {
            isEntered.store(true, ordering: .sequentiallyConsistent)
            while !isOpen.load(ordering: .sequentiallyConsistent) { sched_yield() }
            response += Array("Status: 200 OK\r\n\r\n".utf8)
        }
    }

    /// What the log says of the workers: where this test is slow to read the signs of life, no more of them fit into
    /// its socket, which the log says, too.
    private func said(_ bench: Bench) -> [String] {
        bench.log.take().filter { !$0.contains("; the service manager was not told: WATCHDOG=1") }
    }

    @Test("While a worker hangs, no sign of life is given, and the log says why")
    func hang() async throws {
        try await Bench.run(oneSite) { bench in
            let path = bench.directory.appending("notify").string
            let socket = try NotifySocket(path)
            let gate = Gate()
            let listener = try ListeningSocket.open(ListenAddress(parsing: "unix:\(bench.socket)"))
            let server = try Server(listeners: [listener], workers: 1, handler: gate)
            try server.start()
            let supervision = Supervision(
                ServiceManager(socket: path, watchdogLimit: .milliseconds(40)),
                bench.log.logger())
            try supervision.watch(server)
            try untilHere("a sign of life") { socket.heard() == "WATCHDOG=1" }

            let connection = try Connection(to: bench.socket)
            try connection.send(FastCGIClient.request(["REQUEST_URI": "/"]))
            let silence =
                "error workers do not come round; unless they do, the service manager ends this process workers=[0]"
            // Where the machine is busy, the worker may have been late, and come round, before it hangs.
            try untilHere("the worker hangs") {
                gate.isEntered.load(ordering: .sequentiallyConsistent)
                    && server.silentWorkers == [0]
            }
            var last: String?
            try untilHere("the log says so") {
                last = said(bench).last ?? last
                return last == silence
            }
            _ = socket.heardAll()
            // Five times the limit.
            usleep(200_000)
            #expect(socket.heardAll() == [])

            gate.isOpen.store(true, ordering: .sequentiallyConsistent)
            try untilHere("a sign of life again") { socket.heard() == "WATCHDOG=1" }
            #expect(said(bench).first == "notice all workers come round again")
            supervision.stops()
            #expect(server.drain(within: .seconds(20)) == .complete)
        }
    }
}
