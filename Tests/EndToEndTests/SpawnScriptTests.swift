import Foundation
import Glibc
import RealPrograms
import Subprocess
import SystemPackage
import Testing

extension EndToEnd {
    /// The example script that starts the component under spawn-fcgi, in the background.
    @Suite struct SpawnScriptTests {
        private static let script = Places.examples.appending("spawn-fcgi/start.sh")

        @Test func `It leaves a component, its socket, its number and its log`() async throws {
            try await FilePath.temporary { directory in
                let user = try #require(
                    getpwuid(geteuid()).map { String(cString: $0.pointee.pw_name) })
                let script = Program(
                    path: Self.script,
                    arguments: ["boston.app.com", "\(Places.examples)/three-sites.yaml"],
                    environment: [
                        "DISTRIB_PROGRAM": Places.component.string, "DISTRIB_RUN": directory.string,
                        "DISTRIB_USER": user, "WEB_GROUP": "www-data",
                    ])
                let start = try await script.outcome()
                #expect(start.status == .exited(0), "\(start.text)")
                let pid = try #require(pid_t(Places.text(directory.appending("distrib-fcgi.pid"))))
                defer { kill(pid, SIGKILL) }
                // Started twice, it is still there once, and its number is known.
                let again = try await script.outcome()
                #expect(again.status == .exited(0), "\(again.text)")
                #expect(again.text.contains("process \(pid) runs already and was left as it is"))
                #expect(try Places.text(directory.appending("distrib-fcgi.pid")) == "\(pid)")
                // A number that was lost is not replaced by an empty file.
                try FileManager.default.removeItem(atPath: "\(directory)/distrib-fcgi.pid")
                let blind = try await script.outcome()
                #expect(blind.status == .exited(255), "\(blind.text)")
                #expect(
                    blind.text.contains("nothing was started, and whatever runs was left as it is"))
                let names = try FileManager.default.contentsOfDirectory(atPath: directory.string)
                #expect(names.sorted() == ["distrib-fcgi.log", "distrib.sock"])
                let socket = "\(directory)/distrib.sock"
                let mode = try FileManager.default.attributesOfItem(atPath: socket)
                #expect(mode[.posixPermissions] as? Int == 0o660)
                let client = FastCGIClient(path: socket)
                let answer = try client.ask(["HTTP_HOST": "boston.app.com", "REQUEST_URI": "/"])
                #expect(answer?.hasPrefix("Location: http://americas.app.com/\r\n") == true)
                kill(pid, SIGTERM)
                try await until("its end") { kill(pid, 0) != 0 }
                let log = try Places.text(directory.appending("distrib-fcgi.log"))
                #expect(log.contains("serving pool app.com"))
                #expect(log.contains("stopped: every accepted request was answered"))
            }
        }

        @Test func `It says that the user is missing, and how to make it`() async throws {
            // Only root becomes another user.
            guard geteuid() == 0 else { return }
            try await FilePath.temporary { directory in
                let start = try await Program(
                    path: Self.script,
                    arguments: ["boston.app.com", "\(Places.examples)/three-sites.yaml"],
                    environment: [
                        "DISTRIB_PROGRAM": Places.component.string, "DISTRIB_RUN": directory.string,
                        "DISTRIB_USER": "nobody-of-that-name",
                    ]
                ).outcome()
                #expect(start.status == .exited(67))
                #expect(start.text.contains("there is no user nobody-of-that-name"))
                #expect(start.text.contains("useradd --system "))
                #expect(!FileManager.default.fileExists(atPath: "\(directory)/distrib.sock"))
            }
        }

        @Test(arguments: [
            ([], 64, "usage: "),
            (["bostn.app.com"], 78, "did you mean \"boston.app.com\"?"),
        ])
        func `It starts nothing that would end at once`(
            arguments: [String], status: CInt, said: String
        ) async throws {
            try await FilePath.temporary { directory in
                let example = arguments.isEmpty ? [] : ["\(Places.examples)/three-sites.yaml"]
                let start = try await Program(
                    path: Self.script, arguments: arguments + example,
                    environment: [
                        "DISTRIB_PROGRAM": Places.component.string, "DISTRIB_RUN": directory.string,
                    ]
                ).outcome()
                #expect(start.status == .exited(status))
                #expect(start.text.contains(said), "\(start.text)")
                #expect(!FileManager.default.fileExists(atPath: "\(directory)/distrib.sock"))
            }
        }
    }
}
