import Glibc

/// The socket on which a service manager hears its services (sd_notify(3)).
package final class NotifySocket: Sendable {
    package let descriptor: Int32

    /// - Parameter name: a path, or `@` and an abstract name
    package init(_ name: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        guard descriptor >= 0 else { throw Mishap("socket: errno \(errno)") }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name.utf8) }
        if name.first == "@" { address.sun_path.0 = 0 }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + name.utf8.count)
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
        }
        // `deinit` closes: it runs after a throwing `init` that has set every property.
        guard status == 0 else { throw Mishap("bind: errno \(errno)") }
    }

    deinit { close(descriptor) }

    /// The next datagram; nil where none is there.
    package func heard() -> String? {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = recv(descriptor, &bytes, bytes.count, Int32(MSG_DONTWAIT))
        return count < 0 ? nil : String(decoding: bytes[..<count], as: UTF8.self)
    }

    /// All that are there.
    package func heardAll() -> [String] {
        var all: [String] = []
        while let next = heard() { all.append(next) }
        return all
    }
}
