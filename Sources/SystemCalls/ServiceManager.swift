// What a service tells the manager that started it: sd_notify(3), whose protocol is lines of text in datagrams to the
// socket that NOTIFY_SOCKET names. Neither systemd nor its library is needed for it.

internal import Glibc

/// The service manager that started this process: systemd, or what speaks its protocol.
package struct ServiceManager: Equatable, Sendable {
    /// A path, or `@` and an abstract name (unix(7)).
    private let socket: String
    /// How long the manager waits for a sign of life before it takes this process for hung; nil where it does
    /// not wait for any.
    package let watchdogLimit: Duration?

    package init?(socket: String, watchdogLimit: Duration? = nil) {
        guard socket.utf8.count > 1, socket.first == "/" || socket.first == "@",
            socket.utf8.count < Self.longestName
        else { return nil }
        self.socket = socket
        self.watchdogLimit = watchdogLimit
    }

    /// What the environment says: NOTIFY_SOCKET, and WATCHDOG_USEC where WATCHDOG_PID means this process. The
    /// variables are removed, so that no child speaks for its parent. Nil where nobody is to be told.
    package static func ofEnvironment() -> ServiceManager? {
        let names = ["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"]
        let values = names.map { name in getenv(name).map { String(cString: $0) } }
        for name in names { unsetenv(name) }
        let isMeant = values[2].map { $0 == "\(getpid())" } ?? true
        let limit = isMeant ? values[1].flatMap { Int64($0) }.flatMap { $0 > 0 ? $0 : nil } : nil
        return values[0].flatMap {
            ServiceManager(socket: $0, watchdogLimit: limit.map { .microseconds($0) })
        }
    }

    /// Tells it one thing or several. It never waits: a manager that does not read is told nothing.
    /// - Parameter lines: assignments, such as `READY=1`
    package func tell(_ lines: [String]) throws(SystemCallError) {
        let descriptor = Glibc.socket(
            AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard descriptor >= 0 else { throw SystemCallError("socket") }
        defer { close(descriptor) }
        let text = Array(lines.joined(separator: "\n").utf8)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let length = MemoryLayout<sa_family_t>.size + socket.utf8.count
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: socket.utf8) }
        if socket.first == "@" { address.sun_path.0 = 0 }
        let sent = withUnsafePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                sendto(
                    descriptor, text, text.count, Int32(MSG_NOSIGNAL), address,
                    socklen_t(length))
            }
        }
        guard sent == text.count else { throw SystemCallError("sendto", socket) }
    }

    private static let longestName = MemoryLayout.size(ofValue: sockaddr_un().sun_path)
}
