import Glibc

/// A blocking connection to a unix socket; whoever keeps it waiting for 20 s fails the test.
package struct Connection: ~Copyable {
    private let descriptor: Int32

    /// - Throws: `Refused` where nobody listens.
    package init(to path: String) throws {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw Mishap("socket: errno \(errno)") }
        let connected = withUnixAddress(path) { connect(descriptor, $0, $1) }
        guard connected == 0 else {
            let number = errno
            close(descriptor)
            throw Refused(number: number)
        }
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    package struct Refused: Error { package let number: Int32 }

    package func send(_ bytes: some Collection<UInt8>) throws {
        var rest = Array(bytes)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Mishap("send: errno \(errno)") }
            rest = rest.dropFirst(count)
        }
    }

    /// What has arrived; empty at the end.
    package func receive() throws -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count >= 0 else { throw Mishap("recv: errno \(errno)") }
        return Array(buffer.prefix(count))
    }
}

/// A listening socket, for programs that are started with one.
package func listen(at path: String) throws -> Int32 {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0, withUnixAddress(path, { bind(descriptor, $0, $1) }) == 0,
        listen(descriptor, 64) == 0
    else { throw Mishap("no listening socket at \(path): errno \(errno)") }
    return descriptor
}

private func withUnixAddress<Result>(
    _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
) -> Result {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { bytes in
        precondition(path.utf8.count < bytes.count, "the path of a unix socket is short")
        bytes.copyBytes(from: path.utf8)
    }
    return withUnsafePointer(to: address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
        }
    }
}
