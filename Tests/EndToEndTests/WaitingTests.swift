import Foundation
import RealPrograms
import Subprocess
import SystemPackage
import Testing

extension EndToEnd {
    /// A crowd before a Site that starts eight sessions a second.
    @Suite struct WaitingTests {
        private static let people = 240
        private static let yaml = """
            pools:
              - pool: app.com
                sites: [boston.app.com]
                marker: { keys: [{ id: k1, file: k1.key }] }
                admission: { sessions: { rate: 8/s, burst: 8 } }
                waiting: { keep: 30s, poll: { near: 1s, far: 5s } }

            """

        private func withComponent<Result>(
            _ yaml: String,
            _ body: (_ program: Program, _ directory: FilePath) async throws -> Result
        ) async throws -> Result {
            try await FilePath.temporary { directory in
                let file = directory.appending("distrib.yaml").string
                try yaml.write(toFile: file, atomically: true, encoding: .utf8)
                let key = try await Program(
                    path: Places.component, arguments: ["key", "\(directory)/k1.key"]
                ).outcome()
                try #require(key.status == .exited(0))
                let program = Program(
                    path: Places.component,
                    arguments: [
                        "--config", file, "--site", "boston.app.com", "--listen",
                        "unix:\(directory)/fcgi.sock",
                    ])
                return try await body(program, directory)
            }
        }

        private func ready(_ socket: String) throws -> Bool {
            let answer = try FastCGIClient(path: socket).ask(["DISTRIB_ENDPOINT": "ready"])
            return answer.map { !$0.contains("Status: 503") } ?? false
        }

        @Test(arguments: [true, false])
        func `A crowd is served in order, one session each, though the process is killed half way`(
            hasState: Bool
        ) async throws {
            var crowd = try await self.crowd(hasState)
            // People who come late because the machine stood still say nothing of the component.
            if crowd.lateness > .seconds(2) { crowd = try await self.crowd(hasState) }
            check(crowd, hasState)
        }

        /// The component is killed after 14 s, and started again.
        private func crowd(_ hasState: Bool) async throws -> WaitingCrowd {
            let yaml =
                hasState
                ? Self.yaml.replacing("keep: 30s", with: "keep: 30s, state: line") : Self.yaml
            return try await withComponent(yaml) { program, directory in
                let socket = "\(directory)/fcgi.sock"
                let clock = ContinuousClock()
                let crowd = Task.detached {
                    try await until("the component listens") {
                        try FastCGIClient(path: socket).ask(["DISTRIB_ENDPOINT": "health"]) != nil
                    }
                    return try await WaitingCrowd.run(
                        Self.people, within: .seconds(2), socket: socket, limit: .seconds(80))
                }
                let begun = clock.now
                _ = try await program.whileRunning(log: directory.appending("log")) { running in
                    try await clock.sleep(until: begun + .seconds(14))
                    #expect(try !ready(socket))
                    try running.send(.kill)
                }
                return try await program.whileRunning(log: directory.appending("log")) { _ in
                    try await crowd.value
                }.0
            }
        }

        private func check(_ crowd: WaitingCrowd, _ hasState: Bool) {
            #expect(crowd.served.count == Self.people, "\(crowd.decisions)")
            #expect(Set(crowd.served.map(\.person)).count == crowd.served.count)
            // Without a state the line stands still for six seconds.
            let seconds = (crowd.served.last?.time ?? .zero) / .seconds(1)
            #expect(seconds < 75, "\(seconds) s")
            // Whoever is called asks within about five seconds.
            let delays = crowd.delays
            #expect(delays[delays.count * 99 / 100] <= 48, "\(delays.suffix(10))")
            print(
                "\(seconds) s, \(crowd.decisions), latest: \(delays.suffix(5)), state: \(hasState)")
        }

        @Test func `A place starts one session, also after a restart with a state`() async throws {
            // So few that most have to wait, also where the machine stands still for a while.
            let yaml = Self.yaml.replacing("rate: 8/s, burst: 8", with: "rate: 2/s, burst: 2")
                .replacing("keep: 30s", with: "keep: 60s, state: line")
            try await withComponent(yaml) { program, directory in
                let socket = "\(directory)/fcgi.sock"
                let log = directory.appending("log")
                let crowd = try await program.whileRunning(log: log) { _ in
                    try await until("the component listens") { try ready(socket) }
                    return try await WaitingCrowd.run(
                        24, within: .zero, socket: socket, limit: .seconds(40))
                }.0
                let used = crowd.served.compactMap(\.place)
                #expect(crowd.served.count == 24 && used.count >= 10)
                _ = try await program.whileRunning(log: log) { _ in
                    try await until("the component listens") { try ready(socket) }
                    for place in used {
                        let answer = try WaitingCrowd.answer("boston.app.com", place, socket) ?? ""
                        #expect(
                            WaitingCrowd.field("X-Distrib-Decision", of: answer)
                                == "redistribution")
                    }
                }
            }
        }
    }
}
