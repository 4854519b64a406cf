import Probing
import RealPrograms
import SystemPackage
import Testing

/// The programs that operators run, as their packages have them.
@Suite(.timeLimit(.minutes(2)))
struct RealServerTests {
    // MARK: PHP-FPM

    /// A pool of two processes, with a script that sleeps, until a file is there.
    private func php(
        _ settings: String, listen: String,
        _ body: (_ directory: FilePath) async throws -> Void
    ) async throws {
        try await FilePath.temporary { directory in
            try write(
                """
                [global]
                error_log = /dev/stderr
                daemonize = no
                [www]
                listen = \(listen.replacing("DIRECTORY", with: directory.string))
                pm = static
                pm.max_children = 2
                \(settings.replacing("DIRECTORY", with: directory.string))

                """, to: directory.appending("fpm.conf"))
            try write(
                """
                <?php while (!file_exists("\(directory)/go")) { usleep(10000); clearstatcache(); }

                """, to: directory.appending("wait.php"))
            let program = Program(
                path: try Places.tool("php-fpm8.2"),
                arguments: ["-R", "-F", "-n", "-y", "\(directory)/fpm.conf"])
            _ = try await program.whileRunning(log: directory.appending("log")) { running in
                try await until("PHP-FPM is ready") {
                    running.said.contains("ready to handle connections")
                } otherwise: {
                    running.said
                }
                try await body(directory)
                try write("", to: directory.appending("go"))
            }
        }
    }

    private func status(_ address: PeerAddress, path: String = "/status", within limit: Double = 20)
        -> String
    {
        outcome {
            let status = try PHPFPMStatus.ask(
                PHPFPMPool(address: address, statusPath: path), until: seconds(limit))
            return "\(Int(status.active)) of \(Int(status.total)), queue \(Int(status.listenQueue))"
        }
    }

    /// Occupies a process until the file is there.
    private func occupy(_ directory: FilePath, _ address: Address) throws -> Connection {
        let connection = try Connection(to: address)
        let script = "\(directory)/wait.php"
        let values = [
            ("SCRIPT_FILENAME", script), ("SCRIPT_NAME", "/wait.php"), ("REQUEST_METHOD", "GET"),
        ]
        let pairs = values.flatMap {
            [UInt8($0.utf8.count), UInt8($1.utf8.count)] + Array("\($0)\($1)".utf8)
        }
        func record(_ type: UInt8, _ content: [UInt8]) -> [UInt8] {
            [1, type, 0, 1, 0, UInt8(content.count), 0, 0] + content
        }
        try connection.send(
            record(1, [0, 1, 0, 0, 0, 0, 0, 0]) + record(4, pairs) + record(4, []) + record(5, []))
        return connection
    }

    @Test(
        "PHP-FPM's status page counts the process that answers it; with all of them busy it comes late"
    )
    func phpStatus() async throws {
        try await php("pm.status_path = /status", listen: "DIRECTORY/fpm.sock") { directory in
            let socket = "\(directory)/fpm.sock"
            let address = PeerAddress.unix(path: socket)
            // The first process answers before the second one has started.
            try await until("both run") { status(address) == "1 of 2, queue 0" }
            #expect(
                status(address, path: "/none")
                    == "status 404 instead of a status page: is it the pm.status_path of the pool?")
            let one = try occupy(directory, .unix(socket))
            try await until("one is busy") { status(address) == "2 of 2, queue 0" }
            let two = try occupy(directory, .unix(socket))
            try await until("both are busy") {
                status(address, within: 0.3) == "no answer in time"
            }
            keep(one, two)
        }
    }

    @Test(
        "With pm.status_listen, the status page comes in time and counts nobody else, and over TCP the queue is told"
    )
    func phpStatusListen() async throws {
        let port = try ReservedPort()
        let settings = """
            pm.status_path = /status
            pm.status_listen = DIRECTORY/status.sock
            """
        try await php(settings, listen: "127.0.0.1:\(port.number)") { directory in
            let address = PeerAddress.unix(path: "\(directory)/status.sock")
            try await until("nobody is busy") { status(address) == "0 of 2, queue 0" }
            let one = try occupy(directory, .port(port.number))
            let two = try occupy(directory, .port(port.number))
            let three = try occupy(directory, .port(port.number))
            let four = try occupy(directory, .port(port.number))
            let five = try occupy(directory, .port(port.number))
            try await until("three wait") {
                status(address) == "2 of 2, queue 3"
            } otherwise: {
                status(address)
            }
            keep(one, two)
            keep(three, four)
            keep(five, one)
        }
    }

    /// Until here the connections stay open.
    private func keep(_: borrowing Connection, _: borrowing Connection) {}

    // MARK: HTTP

    @Test("nginx, by status and by a number of its status page")
    func nginx() async throws {
        try await FilePath.temporary { directory in
            try write(
                """
                daemon off;
                pid \(directory)/pid;
                error_log stderr;
                events {}
                http {
                    access_log off;
                    server {
                        listen unix:\(directory)/web.sock;
                        location = /stub { stub_status; }
                        location = /busy { return 503; }
                        location = /long { alias \(directory)/nginx.conf; gzip on; }
                    }
                }

                """, to: directory.appending("nginx.conf"))
            let program = Program(
                path: try Places.tool("nginx"), arguments: ["-c", "\(directory)/nginx.conf"])
            _ = try await program.whileRunning(log: directory.appending("log")) { running in
                func get(_ path: String) throws -> Probing.HTTPAnswer {
                    try HTTPProbe.get(
                        HTTPLocation(parsing: "http://unix:\(directory)/web.sock:\(path)"),
                        until: seconds(20))
                }
                try await until("nginx is ready") {
                    (try? get("/stub"))?.status == 200
                } otherwise: {
                    running.said
                }
                let page = try get("/stub")
                #expect(NumberText.after("Active connections:", in: page.body) == 1)
                #expect(try get("/busy").status == 503)
                #expect(try get("/none").status == 404)
                #expect(try get("/long").body.starts(with: Array("daemon off;".utf8)))
            }
        }
    }

    @Test("PHP's own server, in chunks")
    func otherServers() async throws {
        try await FilePath.temporary { directory in
            try write(
                """
                <?php header("Transfer-Encoding: chunked"); echo "5\\r\\nqueue\\r\\n4\\r\\n: 17\\r\\n0\\r\\n\\r\\n";
                """, to: directory.appending("chunks.php"))
            let port = try ReservedPort()
            let program = Program(
                path: try Places.tool("php"),
                arguments: ["-S", "127.0.0.1:\(port.number)", "-t", directory.string])
            _ = try await program.whileRunning(log: directory.appending("log")) { running in
                let location = try HTTPLocation(
                    parsing: "http://localhost:\(port.number)/chunks.php")
                try await until("PHP is ready") {
                    (try? HTTPProbe.get(location, until: seconds(5)))?.status == 200
                } otherwise: {
                    running.said
                }
                let answer = try HTTPProbe.get(location, until: seconds(20))
                #expect(NumberText.after("queue:", in: answer.body) == 17)
            }
        }
    }

    private func write(_ text: String, to path: FilePath) throws {
        let file = try FileDescriptor.open(
            path, .writeOnly, options: [.create, .truncate],
            permissions: [.ownerReadWrite, .groupRead, .otherRead])
        _ = try file.closeAfter { try file.writeAll(text.utf8) }
    }
}
