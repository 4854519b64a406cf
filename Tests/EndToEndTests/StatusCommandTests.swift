import Foundation
import Glibc
import RealPrograms
import Subprocess
import SystemPackage
import Testing

extension EndToEnd {
    /// `distrib-fcgi status`, and the log as JSON, of a component without a web server.
    @Suite struct StatusCommandTests {
        private func status(_ arguments: [String]) async throws -> Program.Outcome {
            try await Program(path: Places.component, arguments: ["status"] + arguments).outcome()
        }

        @Test func `It prints the status of a running process`() async throws {
            try await LoneComponent.run { component in
                let address = "unix:\(component.socket)"
                let text = try await status(["--connect", address])
                #expect(text.status == .exited(0))
                #expect(text.text.hasPrefix("distrib-fcgi at boston.app.com\n"))
                #expect(text.text.contains("\nPool app.com: "))
                let json = try await status(["--connect", address, "--json"])
                #expect(json.status == .exited(0))
                let object = try JSONSerialization.jsonObject(with: Data(json.text.utf8))
                let pools = (object as? [String: Any])?["pools"] as? [[String: Any]]
                #expect(pools?.first?["site"] as? String == "boston.app.com")
            }
        }

        @Test func `Whoever does not answer is named, with what to do`() async throws {
            try await FilePath.temporary { directory in
                let absent = try await status(["--connect", "unix:\(directory)/none.sock"])
                #expect(absent.status == .exited(71))
                #expect(
                    absent.text.contains(
                        "No such file or directory; is distrib-fcgi running, and is this where it listens? --connect names"
                    ), "\(absent.text)")
                let port = try ReservedPort()
                let refused = try await status(["--connect", "127.0.0.1:\(port.number)"])
                #expect(refused.status == .exited(71))
                #expect(
                    refused.text.contains("nobody listens there: is distrib-fcgi running?"),
                    "\(refused.text)")
                let wrong = try await status(["--connect", "nonsense"])
                #expect(wrong.status == .exited(64))
                #expect(wrong.text.contains("'nonsense' is no address: write unix:/run/"))
            }
        }

        @Test func `Another FastCGI program is told from a component`() async throws {
            try await FilePath.temporary { directory in
                let socket = "\(directory)/app.sock"
                let listener = try listen(at: socket)
                defer { close(listener) }
                async let asked = status(["--connect", "unix:\(socket)"])
                let connection = accept(listener, nil, nil)
                defer { close(connection) }
                var request = [UInt8](repeating: 0, count: 4096)
                #expect(recv(connection, &request, request.count, 0) > 0)
                let output = Array("Status: 404 Not Found\r\n\r\nFile not found.\n".utf8)
                let answer: [UInt8] =
                    [1, 6, 0, 1, 0, UInt8(output.count), 0, 0] + output
                    + [1, 3, 0, 1, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
                // If the command is gone, this fails, and does not end the tests.
                let noSignal = Int32(MSG_NOSIGNAL)
                #expect(send(connection, answer, answer.count, noSignal) == answer.count)
                let other = try await asked
                #expect(other.status == .exited(71))
                #expect(other.text.contains("knows no status (404)"), "\(other.text)")
            }
        }

        @Test func `Decisions are logged at any level, and each line is an object`() async throws {
            let arguments = ["--log-format", "json", "--log-decisions", "--log-level", "error"]
            try await LoneComponent.run(arguments) { component in
                _ = try FastCGIClient(path: component.socket).ask([
                    "HTTP_HOST": "app.com", "REQUEST_URI": "/\"a", "REMOTE_ADDR": "192.0.2.1",
                ])
                try await until("the line") {
                    try Places.text(component.log).contains("lockdown")
                }
                let lines = try Places.text(component.log).split(separator: "\n")
                let objects = try lines.map {
                    try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: String]
                }
                let decision = objects.compactMap { $0 }.first { $0["message"] == "lockdown" }
                #expect(decision?["row"] == "1a")
                #expect(decision?["pool"] == "app.com")
                #expect(decision?["target"] == "/%22a")
                #expect(decision?["level"] == "info")
            }
        }
    }
}
