import Glibc
import RealPrograms
import SystemCalls
import SystemPackage

/// A server that does with each connection what a test says.
final class ScriptedServer: Sendable {
    /// Of its unix socket; empty where it has none.
    let path: String
    private let listener: Int32
    private let thread: SystemThread

    convenience init(
        in directory: FilePath, _ serve: @escaping @Sendable (Int32) -> Void
    ) throws {
        try self.init(at: .unix(directory.appending("server.sock").string), serve)
    }

    /// - Parameter serve: is given each connection, one after another, and closes it by returning
    init(at address: Address, _ serve: @escaping @Sendable (Int32) -> Void) throws {
        let listener = try listen(at: address)
        if case .unix(let path) = address { self.path = path } else { path = "" }
        self.listener = listener
        thread = try SystemThread {
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { return }
                serve(connection)
                close(connection)
            }
        }
    }

    /// Ends the thread, which must not be in `serve` for ever.
    func end() {
        shutdown(listener, Int32(SHUT_RDWR))
        thread.join()
        close(listener)
    }

    /// Runs the body beside a server that reads a request up to its empty line, and sends these parts, each in a
    /// packet of its own.
    static func run(
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

    static func send(_ text: String, to connection: Int32) {
        let bytes = Array(text.utf8)
        _ = Glibc.send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }
}

/// On the monotonic clock.
func seconds(_ seconds: Double) -> Int64 { monotonicNanoseconds() + Int64(seconds * 1e9) }

/// The answer, or what it failed with.
func outcome<Answer>(_ body: () throws -> Answer) -> String {
    do { return "\(try body())" } catch { return "\(error)" }
}
