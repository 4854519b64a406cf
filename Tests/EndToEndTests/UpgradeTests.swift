import Foundation
import Glibc
import RealPrograms
import Subprocess
import Synchronization
import SystemCalls
import SystemPackage
import Testing

extension EndToEnd {
    /// The process is replaced by another one, while clients keep asking through nginx, which here does not fail
    /// open: whatever is not decided by the component is lost.
    @Suite struct UpgradeTests {
        private static let configuration = [
            "--config", "\(Places.examples)/three-sites.yaml", "--site", "boston.app.com",
        ]

        @Test func `Where systemd holds the socket, requests wait in it`() async throws {
            try await whileAsking { directory, answers in
                let socket = try listen(at: "\(directory)/distrib.sock")
                defer { close(socket) }
                let shell = """
                    exec 3<&0 </dev/null
                    LISTEN_PID=$$ LISTEN_FDS=1 exec "$@"
                    """
                let program = Program(
                    path: "/bin/sh",
                    arguments: ["-c", shell, "sh", Places.component.string] + Self.configuration,
                    input: FileDescriptor(rawValue: socket))
                // As `systemctl restart` does: the old process ends, then the new one starts.
                for number in 0..<4 {
                    let log = directory.appending("\(number).log")
                    let (_, status) = try await program.whileRunning(log: log) { _ in
                        try await answers.wait(for: 100)
                    }
                    #expect(status == .exited(0))
                }
                // What is under way is answered, too.
                _ = try await program.whileRunning(log: directory.appending("last.log")) { _ in
                    answers.end()
                }
            }
        }

        @Test func `Under spawn-fcgi, a second process takes the place of the first`() async throws
        {
            let user = try #require(getpwuid(geteuid()).map { String(cString: $0.pointee.pw_name) })
            try await whileAsking { directory, answers in
                func start(_ arguments: [String] = []) async throws -> pid_t {
                    let script = Program(
                        path: Places.examples.appending("spawn-fcgi/start.sh"),
                        arguments: arguments
                            + ["boston.app.com", "\(Places.examples)/three-sites.yaml"],
                        environment: [
                            "DISTRIB_PROGRAM": Places.component.string,
                            "DISTRIB_RUN": directory.string, "DISTRIB_USER": user,
                            "WEB_GROUP": "www-data",
                        ])
                    let outcome = try await script.outcome()
                    #expect(outcome.status == .exited(0), "\(outcome.text)")
                    return try #require(
                        pid_t(Places.text(directory.appending("distrib-fcgi.pid"))))
                }
                var process = try await start()
                for _ in 0..<4 {
                    try await answers.wait(for: 100)
                    let next = try await start(["--replace"])
                    #expect(next != process)
                    #expect(kill(process, 0) != 0, "the first one has ended")
                    process = next
                }
                try await answers.wait(for: 100)
                answers.end()
                kill(process, SIGTERM)
                try await until("its end") { kill(process, 0) != 0 }
                let log = try Places.text(directory.appending("distrib-fcgi.log"))
                #expect(log.matches(of: /stopped: every accepted request was answered/).count == 5)
            }
        }

        /// Runs nginx, and four clients that ask it one request after the other from the first answer on.
        private func whileAsking(
            _ body: (FilePath, Answers) async throws -> Void
        ) async throws {
            try await FilePath.temporary { directory in
                let server = """
                    upstream distrib { server unix:\(directory)/distrib.sock; keepalive 4; }
                    server {
                        listen unix:\(directory)/web.sock;
                        access_log off;
                        location / {
                            fastcgi_pass distrib;
                            fastcgi_keep_conn on;
                            fastcgi_param REQUEST_METHOD $request_method;
                            fastcgi_param REQUEST_URI $request_uri;
                            # Longer than any machine takes to start a process.
                            fastcgi_read_timeout 30s;
                        }
                    }
                    """
                let text = Nginx.main("web", in: directory, server)
                try text.write(
                    toFile: "\(directory)/web.conf", atomically: true, encoding: .utf8)
                let nginx = try Nginx.program("web", in: directory)
                _ = try await nginx.whileRunning(log: directory.appending("web.log")) { nginx in
                    let web = "\(directory)/web.sock"
                    try await until("nginx") { (try? Connection(to: web)) != nil }
                    let answers = Answers()
                    try answers.begin(asking: web)
                    defer { answers.end() }
                    try await body(directory, answers)
                    #expect(answers.lost == [], "\(nginx.said)")
                }
            }
        }
    }
}

/// What became of requests that several threads send.
private final class Answers: Sendable {
    private let decided = Atomic(0)
    private let ended = Atomic(false)
    private let others = Mutex<[String]>([])
    private let threads = Mutex<[SystemThread]>([])

    /// What was asked after the first answer, and answered otherwise or not at all.
    var lost: [String] { others.withLock(\.self) }

    func begin(asking web: String) throws {
        for _ in 0..<4 {
            let thread = try SystemThread { self.ask(web) }
            threads.withLock { $0.append(thread) }
        }
    }

    /// Waits for the answers to what was sent.
    func end() {
        ended.store(true, ordering: .relaxed)
        for thread in threads.withLock({ threads in
            defer { threads = [] }
            return threads
        }) {
            thread.join()
        }
    }

    /// Waits for so many answers more.
    func wait(for count: Int) async throws {
        let goal = decided.load(ordering: .relaxed) + count
        try await until("\(count) answers") {
            decided.load(ordering: .relaxed) >= goal || !lost.isEmpty
        }
    }

    private func ask(_ web: String) {
        while !ended.load(ordering: .relaxed) {
            let request = HTTPRequest(host: "boston.app.com", "/a/Distrib=1")
            // What was asked before the first answer may have come before the socket was there.
            let isCounted = decided.load(ordering: .relaxed) > 0
            let said: String
            do {
                let answer = try request.ask(web)
                said = answer.decision ?? "\(answer.status)"
            } catch {
                said = "\(error)"
            }
            if said == "redistribution" {
                decided.add(1, ordering: .relaxed)
            } else if isCounted {
                others.withLock { $0.append(said) }
            }
        }
    }
}
