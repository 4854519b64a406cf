import Foundation
import RealPrograms
import Subprocess
import SystemPackage
import Testing

extension EndToEnd {
    /// A log that nobody reads.
    @Suite struct StalledLogTests {
        private let reader: FileDescriptor
        private let writer: FileDescriptor

        init() throws {
            (reader, writer) = try FileDescriptor.pipe()
            // The smallest pipe there is (F_SETPIPE_SZ).
            try #require(fcntl(writer.rawValue, 1031, 4096) == 4096)
            try #require(fcntl(reader.rawValue, F_SETFL, O_NONBLOCK) == 0)
            // The programs of other tests would keep the pipe open.
            try #require(fcntl(writer.rawValue, F_SETFD, FD_CLOEXEC) == 0)
        }

        @Test func `It holds up neither requests nor the end, and misses lines that are counted`()
            async throws
        {
            var isOpen = true
            defer {
                try? reader.close()
                if isOpen { try? writer.close() }
            }
            let end = Self.end(of: reader)
            try await FilePath.temporary { directory in
                let socket = "\(directory)/fcgi.sock"
                var program = Program(
                    path: Places.component,
                    arguments: [
                        "--config", "\(Places.examples)/three-sites.yaml", "--site",
                        "boston.app.com", "--workers", "2", "--listen", "unix:\(socket)",
                        "--log-decisions",
                    ])
                program.errors = writer
                let log = directory.appending("log")
                let (asked, status) = try await program.whileRunning(log: log) { running in
                    try await until("an answer") { try isAnswered(socket) }
                    try ask(400, socket)
                    // More than waits for a reader.
                    try ask(4000, socket)
                    var said = ""
                    try await until("the lines that are missing") {
                        said += available()
                        return said.contains("they could not be written in time\n")
                    }
                    let missing = try #require(said.firstMatch(of: /([0-9]+) lines are missing/))
                    let written = said.split(separator: "\n").count { $0.contains("endpoint") }
                    // The one that was asked for an answer is among them.
                    #expect(written + (Int(missing.1) ?? 0) >= 4401)

                    try ask(400, socket)
                    try writer.close()
                    isOpen = false
                    let asked = ContinuousClock.now
                    try running.send(.terminate)
                    return asked
                }
                #expect(status == .exited(0))
                let ended = await end.value
                #expect(ended - asked < .seconds(5))
            }
        }

        /// When the last one who could write has closed the pipe, whatever other tests keep this one from.
        private static func end(of reader: FileDescriptor) -> Task<ContinuousClock.Instant, Never> {
            Task.detached {
                await withCheckedContinuation { continuation in
                    Thread.detachNewThread {
                        // Nothing is asked for but the hang-up, which is always told.
                        var question = pollfd(fd: reader.rawValue, events: 0, revents: 0)
                        poll(&question, 1, 120_000)
                        continuation.resume(returning: .now)
                    }
                }
            }
        }

        private func isAnswered(_ socket: String) throws -> Bool {
            try FastCGIClient(path: socket).ask(["DISTRIB_ENDPOINT": "health"])?
                .hasSuffix("ok\n") == true
        }

        /// Requests that each leave a line in the log.
        private func ask(_ count: Int, _ socket: String) throws {
            for _ in 1...count { #expect(try isAnswered(socket)) }
        }

        /// What the pipe holds now.
        private func available() -> String {
            var text: [UInt8] = []
            var part = [UInt8](repeating: 0, count: 65536)
            while let count = try? part.withUnsafeMutableBytes({ try reader.read(into: $0) }),
                count > 0
            {
                text += part[..<count]
            }
            return String(decoding: text, as: UTF8.self)
        }
    }
}
