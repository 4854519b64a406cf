import Foundation
import Glibc
import RealPrograms
import Subprocess
import SystemPackage
import Testing

extension EndToEnd {
    /// All ways to start the component, and those in which it does not start.
    @Suite struct StartTests {
        /// Runs the component as `program` starts it, and asks it for the Pool Name.
        private func start(
            _ directory: FilePath, _ program: Program,
            _ body: (RunningProgram) async throws -> Void = { _ in }
        ) async throws {
            let client = FastCGIClient(path: "\(directory)/fcgi.sock")
            let log = directory.appending("log")
            let (_, status) = try await program.whileRunning(log: log) { program in
                try await until("an answer") {
                    try client.ask(["DISTRIB_ENDPOINT": "health"])?.hasSuffix("ok\n") == true
                } otherwise: {
                    program.said
                }
                let answer = try client.ask(["HTTP_HOST": "app.com", "REQUEST_URI": "/a"])
                #expect(answer?.contains("X-Distrib-Decision: lockdown\r\n") == true)
                try await body(program)
            }
            #expect(status == .exited(0))
        }

        private static let configuration = [
            "--config", "\(Places.examples)/three-sites.yaml", "--site", "boston.app.com",
        ]

        private func component(_ arguments: [String] = []) -> Program {
            Program(path: Places.component, arguments: StartTests.configuration + arguments)
        }

        @Test func `Under spawn-fcgi`() async throws {
            try await FilePath.temporary { directory in
                let program = Program(
                    path: try Places.tool("spawn-fcgi"),
                    arguments: [
                        "-n", "-s", "\(directory)/fcgi.sock", "-M", "0660", "--",
                        Places.component.string,
                    ] + StartTests.configuration)
                try await start(directory, program)
            }
        }

        @Test func `Under multiwatch`() async throws {
            try await FilePath.temporary { directory in
                let program = Program(
                    path: try Places.tool("spawn-fcgi"),
                    arguments: [
                        "-n", "-s", "\(directory)/fcgi.sock", "--",
                        try Places.tool("multiwatch").string, "-f", "2", "--",
                        Places.component.string,
                    ] + StartTests.configuration)
                try await start(directory, program)
            }
        }

        @Test func `With systemd's socket`() async throws {
            try await FilePath.temporary { directory in
                let socket = try listen(at: "\(directory)/fcgi.sock")
                defer { close(socket) }
                // systemd's protocol: from descriptor 3 on, and the process's own number.
                let shell = """
                    exec 3<&0 </dev/null
                    LISTEN_PID=$$ LISTEN_FDS=1 exec "$@"
                    """
                let program = Program(
                    path: "/bin/sh",
                    arguments: ["-c", shell, "sh", Places.component.string]
                        + StartTests.configuration,
                    input: FileDescriptor(rawValue: socket))
                try await start(directory, program)
            }
        }

        @Test func `On a socket of its own, which goes with it`() async throws {
            try await FilePath.temporary { directory in
                let path = "\(directory)/fcgi.sock"
                let program = component(["--listen", "unix:\(path),mode=0640"])
                try await start(directory, program) { _ in
                    let attributes = try FileManager.default.attributesOfItem(atPath: path)
                    #expect(attributes[.posixPermissions] as? Int == 0o640)
                    // Nobody else gets it meanwhile.
                    let second = try await program.outcome()
                    #expect(second.status == .exited(71))
                    #expect(
                        second.text.contains(
                            "unix:\(path) is in use: a process answers there; nothing was"))
                }
                #expect(!FileManager.default.fileExists(atPath: path))
            }
        }

        @Test(arguments: ["</dev/null >&- 2>&-", "<&- >&- 2>&-", "<&-"])
        func `Standard descriptors that are closed become nobody's`(
            redirections: String
        ) async throws {
            try await FilePath.temporary { directory in
                let number = directory.appending("number")
                let program = Program(
                    path: "/bin/sh",
                    arguments: ["-c", "echo $$ >\(number); exec \"$@\" \(redirections)", "sh"]
                        + [Places.component.string] + StartTests.configuration
                        + ["--listen", "unix:\(directory)/fcgi.sock"])
                try await start(directory, program) { _ in
                    let process = try Places.text(number).dropLast()
                    for descriptor in 0...2 where redirections != "<&-" || descriptor == 0 {
                        let file = try FileManager.default.destinationOfSymbolicLink(
                            atPath: "/proc/\(process)/fd/\(descriptor)")
                        #expect(file == "/dev/null")
                    }
                }
            }
        }

        @Test func `Under spawn-fcgi, without output`() async throws {
            try await FilePath.temporary { directory in
                let program = Program(
                    path: try Places.tool("spawn-fcgi"),
                    arguments: [
                        "-n", "-s", "\(directory)/fcgi.sock", "--",
                        "/bin/sh", "-c", "exec \"$@\" >&- 2>&-", "sh", Places.component.string,
                    ] + StartTests.configuration)
                try await start(directory, program)
            }
        }

        @Test func `A worker for each processor that it may use`() async throws {
            try await FilePath.temporary { directory in
                let program = Program(
                    path: try Places.tool("taskset"),
                    arguments: ["-c", "0", Places.component.string] + StartTests.configuration
                        + ["--listen", "unix:\(directory)/fcgi.sock"])
                try await start(directory, program) { program in
                    // The log is written by a thread of its own, and may come after the first answer.
                    try await until("the number of workers is said") {
                        program.said.contains(" workers=1 ")
                    }
                }
            }
        }

        @Test func `With neither, it says how to start it`() async throws {
            let outcome = try await component().outcome()
            #expect(outcome.status == .exited(64))
            #expect(outcome.text.hasPrefix("distrib-fcgi: error: no socket to listen on; nothing"))
            // A socket that root alone may open would be no use to a web server.
            #expect(
                outcome.text.contains(" -M 0660 -u distrib-fcgi -U distrib-fcgi -G www-data -- "))
            #expect(outcome.text.contains("unix:/run/distrib/distrib.sock,group=www-data\n"))
        }

        @Test func `A web server's address that is none is said, and nothing starts`() async throws
        {
            let outcome = try await Program(
                path: Places.component,
                arguments: StartTests.configuration + ["--listen", "127.0.0.1:0"],
                environment: ["FCGI_WEB_SERVER_ADDRS": "127.0.0.1,localhost"]
            ).outcome()
            #expect(outcome.status == .exited(64))
            #expect(
                outcome.text.hasSuffix(
                    "distrib-fcgi: error: FCGI_WEB_SERVER_ADDRS: “localhost” is not an IPv4 or IPv6 "
                        + "address; nothing was opened. Write addresses with commas between them, "
                        + "such as 127.0.0.1,::1. Nothing was started.\n"), "\(outcome.text)")
        }

        @Test func `A bad configuration leaves no socket behind`() async throws {
            try await FilePath.temporary { directory in
                let file = directory.appending("bad.yaml").string
                try "pools: []\nsiet: x\n".write(toFile: file, atomically: false, encoding: .utf8)
                let path = "\(directory)/fcgi.sock"
                let outcome = try await Program(
                    path: Places.component,
                    arguments: ["--config", file, "--listen", "unix:\(path)"]
                ).outcome()
                #expect(outcome.status == .exited(78))
                #expect(outcome.text.contains("bad.yaml:2:1: error: unknown key \"siet\""))
                #expect(outcome.text.hasSuffix("nothing was started.\n"))
                #expect(!FileManager.default.fileExists(atPath: path))
            }
        }

        @Test func `The site may come from the environment`() async throws {
            try await FilePath.temporary { directory in
                try await start(
                    directory,
                    Program(
                        path: Places.component,
                        arguments: [
                            "--config", "\(Places.examples)/three-sites.yaml",
                            "--listen", "unix:\(directory)/fcgi.sock",
                        ],
                        environment: ["DISTRIB_SITE": "boston.app.com"]))
            }
        }
    }
}
