import Foundation
import RealPrograms
import Subprocess
import Synchronization
import SystemPackage
import Testing

extension EndToEnd {
    /// `drain` where Sites know each other: it refuses to empty one too many.
    @Suite struct DrainTests {
        /// - Parameter patience: how long another Site may take to answer, and how often it is asked
        private static func yaml(
            _ directory: FilePath, _ port: UInt16, leave: Int, patience: String
        ) -> String {
            """
            pools:
              - pool: app.com
                sites:
                  - { site: boston.app.com, addresses: [127.0.0.1] }
                  - { site: chicago.app.com, addresses: [127.0.0.1] }
                  - { site: geneva.app.com, addresses: [127.0.0.1] }
                groups:
                  - { group: americas.app.com, sites: [boston.app.com, chicago.app.com] }
                  - { group: europe.app.com, sites: [geneva.app.com, chicago.app.com] }
                busy: { any: [{ file: { path: \(directory)/drain, interval: 100ms } }] }
                peers: { interval: \(patience), timeout: \(patience), port: \(port) }
                drain: { leave: \(leave) }
                web_server: { session_cookie: SID, component: "unix:\(directory)/fcgi.sock" }

            """
        }

        /// What the others say, and what becomes of the command.
        private func check(
            _ answer: String?, leave: Int = 1, isRunning: Bool, _ words: [String] = [],
            _ expected: (Program.Outcome, _ isDraining: Bool) -> Void
        ) async throws {
            let others = OtherSites()
            others.answer.withLock { $0 = answer }
            let server = try others.listen()
            defer { server.end() }
            try await FilePath.temporary { directory in
                let file = "\(directory)/distrib.yaml"
                // Only whoever hangs is not waited for.
                let patience = answer == nil ? "200ms" : "5s"
                try Self.yaml(directory, server.port, leave: leave, patience: patience)
                    .write(toFile: file, atomically: true, encoding: .utf8)
                let component = Program(
                    path: Places.component,
                    arguments: [
                        "--config", file, "--site", "boston.app.com", "--listen",
                        "unix:\(directory)/fcgi.sock",
                    ])
                func drain() async throws {
                    let outcome = try await Program(
                        path: Places.component,
                        arguments: ["drain", "--config", file, "--site", "boston.app.com"]
                            + words + ["on"]
                    ).outcome()
                    expected(
                        outcome, FileManager.default.fileExists(atPath: "\(directory)/drain"))
                }
                guard isRunning else { return try await drain() }
                let log = directory.appending("log")
                _ = try await component.whileRunning(log: log) { _ in
                    try await until("Chicago has answered") {
                        try Places.text(log).contains(/chicago\.app\.com is (free|busy)/)
                    }
                    try await drain()
                }
            }
        }

        @Test(arguments: [true, false])
        func `Where another Site of the Group is free, the Site is drained`(isRunning: Bool)
            async throws
        {
            let free = OtherSites.ready("free; room=5; time=\(now())")
            try await check(free, isRunning: isRunning) { outcome, isDraining in
                #expect(outcome.status == .exited(0) && isDraining, "\(outcome.text)")
            }
        }

        @Test(arguments: [true, false])
        func `Where none is free, it is not, unless forced`(isRunning: Bool) async throws {
            let busy = OtherSites.ready("busy; room=0; time=\(now())")
            let source = isRunning ? "the server at unix:" : "this command asked, because no server"
            try await check(busy, isRunning: isRunning) { outcome, isDraining in
                #expect(outcome.status == .exited(1) && !isDraining)
                let message =
                    "distrib-fcgi: error: boston.app.com is not drained: 0 free sites of "
                    + "americas.app.com would remain, and `drain: leave` wants 1 "
                    + "(chicago.app.com is busy: \(source)"
                #expect(outcome.text.hasPrefix(message), "\(outcome.text)")
                #expect(outcome.text.hasSuffix("; --force drains it all the same\n"))
            }
            try await check(busy, isRunning: isRunning, ["--force"]) { outcome, isDraining in
                #expect(outcome.status == .exited(0) && isDraining)
            }
            try await check(busy, leave: 0, isRunning: isRunning) { outcome, isDraining in
                #expect(outcome.status == .exited(0) && isDraining)
            }
        }

        @Test func `A Site that hangs is not free`() async throws {
            try await check(nil, isRunning: false) { outcome, isDraining in
                #expect(outcome.status == .exited(1) && !isDraining)
                #expect(outcome.text.contains("(chicago.app.com is unknown: "), "\(outcome.text)")
            }
        }
    }
}
