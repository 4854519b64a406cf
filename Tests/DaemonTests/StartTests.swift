import FastCGI
import Glibc
import Settings
import SystemCalls
import Testing

@testable import Daemon

/// What does not start leaves nothing open.
@Suite(.timeLimit(.minutes(1)))
struct StartTests {
    @Test("A bad configuration opens no socket")
    func badConfiguration() async throws {
        try await Bench.run("pools: []\nsiet: x\n") { bench in
            let error = try #require(throws: StartError.self) { _ = try bench.start() }
            guard case .configuration(let report) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(report.errorCount == 2)
            #expect(error.description.hasPrefix("\(bench.file):"))
            #expect(error.description.hasSuffix("\n2 errors; nothing was started."))
            #expect(access(bench.socket, F_OK) != 0)
            #expect(bench.log.take() == [])
        }
    }

    @Test("An unknown Site is a mistake of the configuration")
    func unknownSite() async throws {
        try await Bench.run(oneSite) { bench in
            let error = try #require(throws: StartError.self) {
                _ = try bench.start(sites: ["bostn.app.com"])
            }
            #expect(error.description.contains("did you mean \"boston.app.com\"?"))
            #expect(access(bench.socket, F_OK) != 0)
        }
    }

    @Test("The environment chooses the Site where nothing else does")
    func environment() async throws {
        try await Bench.run(oneSite) { bench in
            var options = try bench.options(sites: [])
            options.environmentSite = "chicago.app.com"
            let daemon = try Daemon(options, logger: bench.log.logger())
            #expect(try bench.ask() == "Location: http://chicago.app.com/a/Distrib=NOW")
            _ = daemon.stop(signal: 15)
        }
    }

    @Test(
        "A socket that only root may connect to is worth a warning",
        arguments: [
            (0, 0, 0o660, true), (0, 0, 0o600, true), (0, 0, 0o664, true), (0, 0, 0o666, false),
            (0, 33, 0o660, false), (0, 33, 0o640, true), (33, 0, 0o660, false),
            (33, 0, 0o600, false),
        ] as [(UInt32, UInt32, UInt32, Bool)])
    func rights(_ user: UInt32, _ group: UInt32, _ mode: UInt32, _ isRootsAlone: Bool) {
        let warning = SocketRights.warning(
            for: "unix:/run/distrib/distrib.sock",
            FileRights(mode: S_IFSOCK | mode, user: user, group: group))
        let expected =
            "only root may connect to unix:/run/distrib/distrib.sock, and a web server's processes run "
            + "as another user: give the socket to their group (spawn-fcgi -G www-data, --listen "
            + "unix:/run/distrib/distrib.sock,group=www-data)"
        #expect(warning == (isRootsAlone ? expected : nil))
    }

    @Test("The socket is looked at once it is open")
    func rightsOfRoot() async throws {
        try await Bench.run(oneSite) { bench in
            var options = try bench.options()
            options.listening = try Listening([ListenAddress(parsing: "unix:\(bench.socket)")])
            let daemon = try Daemon(options, logger: bench.log.logger())
            let warning = "warning only root may connect to unix:\(bench.socket), and "
            #expect(bench.log.take().contains { $0.hasPrefix(warning) } == (geteuid() == 0))
            _ = daemon.stop(signal: 15)
        }
    }

    @Test("Where one address is in use, the others are closed again")
    func inUse() async throws {
        try await Bench.run(oneSite) { bench in
            let daemon = try bench.start()
            let other = "unix:\(bench.socket)2"
            var options = try bench.options()
            options.listening = try Listening([
                ListenAddress(parsing: other), ListenAddress(parsing: "unix:\(bench.socket)"),
            ])
            let error = #expect(throws: StartError.self) {
                try Daemon(options, logger: bench.log.logger())
            }
            #expect(error == .listening(.inUse("unix:\(bench.socket)")))
            #expect(
                error?.description == "distrib-fcgi: error: unix:\(bench.socket) is in use: a "
                    + "process answers there; nothing was changed. End that process (ss -ltxp names "
                    + "it), or listen elsewhere. Nothing was started.")
            #expect(access("\(bench.socket)2", F_OK) != 0)
            #expect(try bench.ask() == "Location: http://boston.app.com/a/Distrib=NOW")
            _ = daemon.stop(signal: 15)
        }
    }

    @Test(
        "Where the system refuses a socket, the message says what to do",
        arguments: [
            ("bind", "/run/none/s", ENOENT, "No such file or directory. Make the folder first."),
            (
                "bind", "/run/s", EACCES,
                "Permission denied. Whoever starts this must be able to make files in that folder."
            ),
            (
                "bind", "127.0.0.1:80", EACCES,
                "Permission denied. Ports below 1024 are root's; take a higher one."
            ),
            (
                "bind", "192.0.2.1:9000", EADDRNOTAVAIL,
                "Cannot assign requested address. This machine has no such address; `ip address` "
                    + "lists those that it has."
            ),
            (
                "bind", "/s", ENAMETOOLONG,
                "File name too long. The path of a socket has 107 bytes at most."
            ),
            (
                "chown", "/run/s", EPERM,
                "Operation not permitted. Root alone may give a socket to others; its owner may "
                    + "give it to a group that they are in."
            ),
            ("listen", "/run/s", ENOMEM, "Cannot allocate memory."),
        ] as [(String, String, Int32, String)])
    func refusedSocket(_ call: String, _ object: String, _ number: Int32, _ said: String) {
        let error = StartError.listening(
            .system(SystemCallError(call, object, number: number)))
        #expect(
            error.description
                == "distrib-fcgi: error: \(call)(\(object)): \(said) Nothing was started.")
    }

    @Test("A system error says that nothing was started")
    func systemError() {
        #expect(
            StartError.system(SystemCallError("eventfd", number: EMFILE)).description
                == "distrib-fcgi: error: eventfd(): Too many open files; nothing was started")
    }
}
