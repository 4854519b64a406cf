import Foundation
import RealPrograms
import Subprocess
import Synchronization
import SystemPackage
import Testing

extension EndToEnd {
    /// Signals to a component under load.
    @Suite struct SignalTests {
        /// Boston, whose Pool Name says which of two configurations is in force.
        private struct Daemon {
            let directory: FilePath
            let program: RunningProgram
            var client: FastCGIClient { FastCGIClient(path: "\(directory)/fcgi.sock") }

            func write(_ yaml: String) throws {
                try yaml.write(
                    toFile: "\(directory)/distrib.yaml", atomically: true, encoding: .utf8)
            }

            func location() throws -> String? {
                try client.ask(["HTTP_HOST": "boston.app.com", "REQUEST_URI": "/"]).flatMap {
                    $0.split(separator: "\r\n").first.map(String.init)
                }
            }
        }

        private static func yaml(pool: String) -> String {
            """
            pools:
              - pool: \(pool)
                sites: [{ site: boston.app.com }, { site: chicago.app.com }]

            """
        }

        private func run(
            _ body: (Daemon) async throws -> Void
        ) async throws -> TerminationStatus {
            try await FilePath.temporary { directory in
                let program = Program(
                    path: Places.component,
                    arguments: [
                        "--config", "\(directory)/distrib.yaml", "--site", "boston.app.com",
                        "--listen", "unix:\(directory)/fcgi.sock", "--workers", "2",
                    ])
                try SignalTests.yaml(pool: "one.com").write(
                    toFile: "\(directory)/distrib.yaml", atomically: true, encoding: .utf8)
                let log = directory.appending("log")
                return try await program.whileRunning(log: log) { program in
                    let daemon = Daemon(directory: directory, program: program)
                    try await until("an answer") {
                        try daemon.location() != nil
                    } otherwise: {
                        program.said
                    }
                    try await body(daemon)
                }.1
            }
        }

        /// Clients that ask one after the other, each in a thread of its own, until told to stop or
        /// nobody listens; an accepted request without an answer throws. The body runs once they have
        /// had answers enough to be a load.
        private func load(
            on client: FastCGIClient, clients: Int = 4, while body: () async throws -> Void
        ) async throws -> [String] {
            let load = Load()
            let tasks = (0..<clients).map { _ in
                Task {
                    try await inThread {
                        var answers: [String] = []
                        while !load.isOver, answers.count < 200_000,
                            let answer = try client.ask([
                                "HTTP_HOST": "boston.app.com", "REQUEST_URI": "/",
                            ])
                        {
                            answers.append(answer)
                            load.count()
                        }
                        return answers
                    }
                }
            }
            defer { load.end() }
            try await until("the load") { load.answers > 200 }
            try await body()
            load.end()
            var answers: [String] = []
            for task in tasks { answers += try await task.value }
            return answers
        }

        @Test func `SIGHUP under load loses no request`() async throws {
            let status = try await run { daemon in
                let answers = try await load(on: daemon.client) {
                    for round in 1...10 {
                        let pool = round % 2 == 0 ? "one.com" : "two.com"
                        try daemon.write(SignalTests.yaml(pool: pool))
                        try daemon.program.send(.terminalClosed)
                        try await until("reload \(round)") {
                            try daemon.location() == "Location: http://\(pool)/"
                        } otherwise: {
                            daemon.program.said
                        }
                    }
                }
                let heads = Set(answers.map { $0.split(separator: "\r\n").first.map(String.init) })
                #expect(heads == ["Location: http://one.com/", "Location: http://two.com/"])
            }
            #expect(status == .exited(0))
        }

        @Test func `A bad file is reported, and the old one stays`() async throws {
            let status = try await run { daemon in
                try daemon.write("pools:\n  - pool: two.com\n    sties: []\n")
                try daemon.program.send(.terminalClosed)
                try await until("the report") {
                    daemon.program.said.contains("the configuration in force stays in force")
                }
                #expect(
                    daemon.program.said.contains("distrib.yaml:3:5: error: unknown key \"sties\""))
                #expect(try daemon.location() == "Location: http://one.com/")
                // Nor may the file lose this Site.
                try daemon.write("pools: [{ pool: two.com, sites: [{ site: chicago.app.com }] }]\n")
                try daemon.program.send(.terminalClosed)
                try await until("the second report") {
                    daemon.program.said.contains(
                        "--site \"boston.app.com\" is not a Site of any pool")
                }
                #expect(try daemon.location() == "Location: http://one.com/")
                // And a good one afterwards takes effect.
                try daemon.write(SignalTests.yaml(pool: "two.com"))
                try daemon.program.send(.terminalClosed)
                try await until("the reload") {
                    try daemon.location() == "Location: http://two.com/"
                }
            }
            #expect(status == .exited(0))
        }

        @Test func `While it stops, ready says busy, and no session starts`() async throws {
            var stop = try await self.stop()
            // What is in flight is cut off after seconds, for which a busy machine may keep this test from asking.
            if stop.said.contains("requests cut off") { stop = try await self.stop() }
            let location = "Location: http://chicago.app.com/Distrib=boston.app"
            #expect(stop.start?.hasPrefix(location) == true, "\(stop)")
            #expect(stop.ready?.hasPrefix("Status: 503 Service Unavailable\r\n") == true, "\(stop)")
            #expect(stop.ready?.hasSuffix("busy\n") == true)
            #expect(stop.status == .exited(0))
        }

        private struct Stop {
            /// What is answered to who wants a session; nil where it was cut off.
            let start: String?
            /// What is answered to who asks whether there are any.
            let ready: String?
            let said: String
            let status: TerminationStatus
        }

        /// Two requests have begun when the component is told to stop.
        private func stop() async throws -> Stop {
            var start: String?
            var ready: String?
            var said = ""
            let status = try await run { daemon in
                ready = try? await daemon.client.ask(["DISTRIB_ENDPOINT": "ready"]) {
                    start = try? await daemon.client.ask([
                        "HTTP_HOST": "boston.app.com", "REQUEST_URI": "/Distrib=\(now())",
                    ]) {
                        try daemon.program.send(.terminate)
                        // It stops within seconds, for which other tests might keep this thread.
                        try untilHere("the notice") { daemon.program.said.contains("stopping") }
                    }
                }
                try await until("its end") { daemon.program.said.contains("stopped: ") }
                said = daemon.program.said
            }
            return Stop(start: start, ready: ready, said: said, status: status)
        }

        @Test(arguments: [Signal.terminate, .interrupt, .userDefinedOne])
        func `A stop under load answers every accepted request`(signal: Signal) async throws {
            let status = try await run { daemon in
                let answers = try await load(on: daemon.client) {
                    try daemon.program.send(signal)
                    try await until("nobody listens") { try daemon.location() == nil }
                }
                #expect(answers.allSatisfy { $0.hasPrefix("Location: http://one.com/\r\n") })
                try await until("the end") {
                    daemon.program.said.contains("every accepted request was answered")
                }
            }
            #expect(status == .exited(0))
        }
    }
}

/// How far the clients are, and whether they are to stop.
private final class Load: Sendable {
    private let state = Mutex((answers: 0, isOver: false))

    var answers: Int { state.withLock { $0.answers } }
    var isOver: Bool { state.withLock { $0.isOver } }
    func count() { state.withLock { $0.answers += 1 } }
    func end() { state.withLock { $0.isOver = true } }
}

/// Runs what blocks in a thread of its own: the few threads of tasks are for what waits.
private func inThread<Result: Sendable>(
    _ body: @escaping @Sendable () throws -> Result
) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread {
            continuation.resume(with: Swift.Result { try body() })
        }
    }
}
