import Glibc
import Synchronization
import SystemCalls
import Testing

@testable import FastCGI

extension ServerTests {
    @Suite struct ListeningSocketTests {
        private let directory = TemporaryDirectory()
        private var path: String { "\(directory.path)/s" }

        private func open(_ options: String = "") throws -> ListeningSocket {
            try .open(ListenAddress(parsing: "unix:\(path)\(options)"))
        }

        private func status(_ path: String) -> stat? {
            var status = stat()
            return lstat(path, &status) == 0 ? status : nil
        }

        @Test("mode, owner and group are as asked, whatever the umask", arguments: [0, 0o77])
        func permissions(mask: UInt32) async {
            await #expect(processExitsWith: .success) { [mask] in
                try ListeningSocketTests().checkPermissions(mask: mask)
            }
        }

        private func checkPermissions(mask: UInt32) throws {
            umask(mask)
            // Only root can give the group away.
            let (user, group) = (geteuid(), geteuid() == 0 ? 1 : getegid())
            let socket = try open(",mode=0666,owner=\(user),group=\(group)")
            let file = try #require(status(path))
            #expect(file.st_mode & 0o7777 == 0o666)
            #expect(file.st_uid == user)
            #expect(file.st_gid == group)
            socket.close()
            #expect(status(path) == nil)
            let plain = try open()
            #expect(status(path)?.st_mode == S_IFSOCK | 0o660)
            plain.close()
        }

        @Test("an inherited socket stays with those who share it when the server ends")
        func inheritedSurvives() throws {
            let parent = try open()
            let listener = try ListeningSocket.inherited(descriptor: dup(parent.descriptor))
            let server = try Server(listeners: [listener], workers: 2, handler: echo)
            try server.start()
            let client = try Client(parent)
            try client.send(request(keep: false))
            #expect(try client.readToEnd() == answerRecords(1, echoed("/a")))
            #expect(server.drain(within: .seconds(20)) == .complete)
            #expect(status(path) != nil)
            _ = try Client(parent)
            parent.close()
        }

        @Test("a socket that a process answers on is not stolen")
        func inUse() throws {
            let first = try open()
            let inode = try #require(status(path)).st_ino
            #expect(throws: ListenError.inUse("unix:\(path)")) { try open() }
            #expect(
                "\(ListenError.inUse("unix:/s"))"
                    == "unix:/s is in use: a process answers there; nothing was changed")
            #expect(status(path)?.st_ino == inode)
            _ = try Client(first)
            first.close()
        }

        @Test("nor one whose queue is full")
        func inUseAndFull() throws {
            let first = try ListeningSocket.open(ListenAddress(parsing: "unix:\(path)"), backlog: 0)
            let waiting = try Client(first)
            #expect(throws: ListenError.inUse("unix:\(path)")) { try open() }
            waiting.close()
            first.close()
        }

        @Test("a socket that nobody answers on is replaced")
        func stale() throws {
            let first = try open()
            shutdown(first.descriptor, Int32(SHUT_RD))
            #expect(throws: ClientFailure.self) { try Client(first) }
            let second = try open()
            _ = try Client(second)
            second.close()
            close(first.descriptor)
        }

        @Test("a path that another process has taken over is not removed")
        func takenOver() throws {
            let first = try open()
            unlink(path)
            let second = try open()
            first.close()
            _ = try Client(second)
            second.close()
            #expect(status(path) == nil)
        }

        @Test("closing once more leaves a later descriptor of the same number alone")
        func closedTwice() async {
            await #expect(processExitsWith: .success) {
                try ListeningSocketTests().checkClosedTwice()
            }
        }

        private func checkClosedTwice() throws {
            // libdispatch opens its timer at any time, and might get the number.
            waitUntil { descriptorsInUse().contains(where: isTimer) }
            let socket = try open()
            socket.close()
            let other = try open()
            #expect(other.descriptor == socket.descriptor)
            socket.close()
            _ = try Client(other)
            other.close()
        }

        @Test("a file that is no socket is left as it is")
        func regularFile() throws {
            close(creat(path, 0o600))
            #expect(throws: ListenError.notASocket(path: path)) { try open() }
            #expect(status(path)?.st_mode == S_IFREG | 0o600)
        }

        @Test("what fails says what, where and why")
        func failures() throws {
            #expect(throws: ListenError.noSuchUser("nobody-of-that-name")) {
                try open(",owner=nobody-of-that-name")
            }
            #expect(throws: ListenError.noSuchGroup("no-such-group")) {
                try open(",group=no-such-group")
            }
            #expect(status(path) == nil)
            let missing = "\(directory.path)/none/s"
            let error = ListenError.system(SystemCallError("bind", missing, number: ENOENT))
            #expect(throws: error) {
                try ListeningSocket.open(ListenAddress(parsing: "unix:\(missing)"))
            }
            #expect("\(error)" == "bind(\(missing)): No such file or directory")
            #expect(
                throws: ListenError.system(
                    SystemCallError("bind", "192.0.2.1:0", number: EADDRNOTAVAIL))
            ) { try ListeningSocket.open(ListenAddress(parsing: "192.0.2.1:0")) }
        }

        @Test("a host's name stands for its address")
        func name() throws {
            let socket = try ListeningSocket.open(ListenAddress(parsing: "localhost:0"))
            #expect(socket.port != 0)
            #expect(["127.0.0.1:\(socket.port)", "[::1]:\(socket.port)"].contains(socket.name))
            _ = try Client(socket)
            socket.close()
        }

        @Test("a name that no host can have (RFC 6761, 6.4)")
        func noSuchHost() throws {
            let host = "no-such-host.invalid"
            let error = #expect(throws: ListenError.self) {
                try ListeningSocket.open(ListenAddress(parsing: "\(host):0"))
            }
            // The reason depends on whether there is a name server to ask.
            guard case .unresolved(host, let reason)? = error else {
                Issue.record("unexpected: \(String(describing: error))")
                return
            }
            #expect(!reason.isEmpty)
            #expect(
                ListenError.unresolved(host: host, reason: "Name or service not known").description
                    == "no-such-host.invalid: Name or service not known; nothing was opened")
        }

        @Test("a TCP port in use")
        func portInUse() throws {
            let first = try ListeningSocket.open(ListenAddress(parsing: "127.0.0.1:0"))
            #expect(first.name == "127.0.0.1:\(first.port)")
            #expect(throws: ListenError.inUse(first.name)) {
                try ListeningSocket.open(ListenAddress(parsing: first.name))
            }
            first.close()
            try ListeningSocket.open(ListenAddress(parsing: first.name)).close()
        }

        @Test("descriptors that listen, and others")
        func inherited() throws {
            let socket = try open()
            #expect(ListeningSocket.isListening(socket.descriptor))
            let again = try ListeningSocket.inherited(descriptor: socket.descriptor)
            #expect(again.name == "unix:\(path)")
            #expect(again.file == nil)
            let client = try Client(socket)
            #expect(!ListeningSocket.isListening(client.descriptor))
            #expect(!ListeningSocket.isListening(-1))
            #expect(throws: ListenError.notListening(descriptor: client.descriptor)) {
                try ListeningSocket.inherited(descriptor: client.descriptor)
            }
            socket.close()
        }

        @Test("systemd's sockets, once, and only for the process they are meant for")
        func systemd() async {
            await #expect(processExitsWith: .success) {
                try ListeningSocketTests().checkSystemd()
            }
        }

        private func checkSystemd() throws {
            let sockets = try [open(), .open(ListenAddress(parsing: "127.0.0.1:0"))]
            // The protocol wants them side by side.
            let first: Int32 = 200
            dup2(sockets[0].descriptor, first)
            dup2(sockets[1].descriptor, first + 1)
            setenv("LISTEN_FDS", "2", 1)
            setenv("LISTEN_PID", "\(getpid() + 1)", 1)
            #expect(try ListeningSocket.systemd(firstDescriptor: first).isEmpty)
            #expect(getenv("LISTEN_FDS") == nil)
            setenv("LISTEN_FDS", "2", 1)
            setenv("LISTEN_PID", "\(getpid())", 1)
            let adopted = try ListeningSocket.systemd(firstDescriptor: first)
            #expect(adopted.map(\.name) == sockets.map(\.name))
            #expect(adopted.map(\.port) == [0, sockets[1].port])
            #expect(fcntl(first, F_GETFD) == FD_CLOEXEC)
            #expect(try ListeningSocket.systemd(firstDescriptor: first).isEmpty)
            setenv("LISTEN_FDS", "3", 1)
            setenv("LISTEN_PID", "\(getpid())", 1)
            #expect(throws: ListenError.notListening(descriptor: first + 2)) {
                try ListeningSocket.systemd(firstDescriptor: first)
            }
            for socket in adopted + sockets { socket.close() }
        }

        @Test("several listening sockets, IPv6 among them, serve alike")
        func severalSockets() throws {
            let sockets: [ListeningSocket] = try [
                open(), .open(ListenAddress(parsing: "127.0.0.1:0")),
                .open(ListenAddress(parsing: "[::1]:0")),
            ]
            let server = try Server(listeners: sockets, workers: 2, handler: echo)
            try server.start()
            for (index, socket) in sockets.enumerated() {
                let client = try Client(socket)
                try client.send(request(1, [("REQUEST_URI", "/\(index)")]))
                #expect(try client.readAnswer().text == echoed("/\(index)"))
            }
            #expect(server.drain(within: .seconds(20)) == .complete)
            #expect(status(path) == nil)
            for socket in sockets { #expect(throws: ClientFailure.self) { try Client(socket) } }
        }
    }
}
