internal import Glibc
internal import SystemCalls
package import SystemPackage

/// A server that does with each connection what a test says.
package final class ScriptedServer: Sendable {
    /// Of its unix socket; empty where it has none.
    package let path: String
    /// On 127.0.0.1; 0 where it has a unix socket.
    package let port: UInt16
    private let listener: Int32
    private let thread: SystemThread

    package convenience init(
        in directory: FilePath, _ serve: @escaping @Sendable (Int32) -> Void
    ) throws {
        try self.init(at: .unix(directory.appending("server.sock").string), serve)
    }

    /// - Parameters:
    ///   - address: port 0 is any that is free
    ///   - concurrently: whether each connection has a thread of its own, which ends with it
    ///   - serve: is given each connection, one after another or all at a time, and closes it by returning
    package init(
        at address: Address, concurrently: Bool = false,
        _ serve: @escaping @Sendable (Int32) -> Void
    ) throws {
        let listener = try listen(at: address)
        if case .unix(let path) = address {
            (self.path, port) = (path, 0)
        } else {
            (path, port) = ("", ScriptedServer.port(of: listener))
        }
        self.listener = listener
        thread = try SystemThread {
            var threads: [SystemThread] = []
            defer { for thread in threads { thread.join() } }
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { return }
                @Sendable func finish() {
                    serve(connection)
                    close(connection)
                }
                if concurrently, let thread = try? SystemThread({ finish() }) {
                    threads.append(thread)
                } else {
                    finish()
                }
            }
        }
    }

    private static func port(of listener: Int32) -> UInt16 {
        var name = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withUnsafeMutablePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                getsockname(listener, $0, &length)
            }
        }
        return UInt16(bigEndian: name.sin_port)
    }

    /// Ends the thread, which must not be in `serve` for ever.
    package func end() {
        shutdown(listener, Int32(SHUT_RDWR))
        thread.join()
        close(listener)
    }

    /// Runs the body beside a server that reads a request up to its empty line, and sends these parts, each in a
    /// packet of its own.
    package static func run(
        sending parts: [String], _ body: (String) throws -> Void
    ) async throws {
        try await FilePath.temporary { directory in
            let server = try ScriptedServer(in: directory) { connection in
                var bytes = [UInt8](repeating: 0, count: 4096)
                _ = recv(connection, &bytes, bytes.count, 0)
                for part in parts { send(part, to: connection) }
            }
            defer { server.end() }
            try body(server.path)
        }
    }

    package static func send(_ text: String, to connection: Int32) {
        let bytes = Array(text.utf8)
        _ = Glibc.send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }
}
