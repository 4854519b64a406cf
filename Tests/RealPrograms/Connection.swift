import Glibc

/// Where a program of this machine listens.
package enum Address: Sendable, CustomStringConvertible {
    case unix(String)
    /// On 127.0.0.1.
    case port(UInt16)

    /// As most programs take it.
    package var description: String {
        switch self {
        case .unix(let path): "unix:\(path)"
        case .port(let number): "127.0.0.1:\(number)"
        }
    }
}

/// A blocking connection; whoever keeps it waiting for 20 s fails the test.
package struct Connection: ~Copyable {
    private let descriptor: Int32

    /// - Parameter path: of a unix socket
    /// - Throws: `Refused` where nobody listens.
    package init(to path: String) throws { try self.init(to: .unix(path)) }

    /// - Throws: `Refused` where nobody listens.
    package init(to address: Address) throws {
        let descriptor = try address.socket()
        let connected = address.withSocketAddress { connect(descriptor, $0, $1) }
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

    /// Sends and receives at a time, as browsers do, which so get an answer that comes before their
    /// request is through.
    /// - Parameter isWhole: whether nothing more is to come; else the peer ends the connection
    /// - Returns: what arrived, and whether everything was sent
    package func exchange(
        _ bytes: [UInt8], isWhole: ([UInt8]) -> Bool
    ) throws -> (received: [UInt8], isAllSent: Bool) {
        var rest = bytes[...]
        var received: [UInt8] = []
        var isRefused = false
        while !rest.isEmpty || !isWhole(received) {
            let events = Int16(POLLIN) | (rest.isEmpty || isRefused ? 0 : Int16(POLLOUT))
            var ready = pollfd(fd: descriptor, events: events, revents: 0)
            guard poll(&ready, 1, 20_000) > 0 else { throw Mishap("no answer for 20 s") }
            if ready.revents & Int16(POLLOUT) != 0 {
                let count = rest.withUnsafeBytes {
                    Glibc.send(
                        descriptor, $0.baseAddress, $0.count,
                        Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
                }
                if count > 0 { rest = rest.dropFirst(count) } else { isRefused = errno != EAGAIN }
            }
            if ready.revents & ~Int16(POLLOUT) != 0 {
                // A reset, too, is the end: what came before it counts.
                guard let part = try? receive(), !part.isEmpty else {
                    return (received, rest.isEmpty)
                }
                received += part
            }
        }
        return (received, true)
    }

    /// What arrives up to a text that ends it.
    package func receive(until end: String) throws -> String {
        var text = ""
        while !text.contains(end) {
            let part = try receive()
            guard !part.isEmpty else { throw Mishap("the connection ended after: \(text)") }
            text += String(decoding: part, as: UTF8.self)
        }
        return text
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
package func listen(at path: String) throws -> Int32 { try listen(at: .unix(path)) }

/// The same, for a test that plays a server.
package func listen(at address: Address) throws -> Int32 {
    let descriptor = try address.socket()
    var on: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
    guard address.withSocketAddress({ bind(descriptor, $0, $1) }) == 0,
        listen(descriptor, 64) == 0
    else { throw Mishap("no listening socket at \(address): errno \(errno)") }
    return descriptor
}

extension Address {
    fileprivate func socket() throws -> Int32 {
        let family =
            switch self {
            case .unix: AF_UNIX
            case .port: AF_INET
            }
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = Glibc.socket(family, type, 0)
        guard descriptor >= 0 else { throw Mishap("socket: errno \(errno)") }
        return descriptor
    }

    fileprivate func withSocketAddress<Result>(
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        switch self {
        case .unix(let path): withUnixAddress(path, body)
        case .port(let port): withLoopbackAddress(port, body)
        }
    }
}

/// A port of 127.0.0.1 that nobody else gets while this object lives: it is bound, but nobody listens
/// there until a server does, which then needs SO_REUSEADDR, as all of them have it.
package final class ReservedPort: Sendable {
    package let number: UInt16
    private let descriptor: Int32

    package init() throws {
        let descriptor = try Address.port(0).socket()
        self.descriptor = descriptor
        var on: Int32 = 1
        setsockopt(
            descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let named = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { own in
                Address.port(0).withSocketAddress { bind(descriptor, $0, $1) } == 0
                    && getsockname(descriptor, own, &size) == 0
            }
        }
        number = UInt16(bigEndian: address.sin_port)
        guard named else { throw Mishap("no free port: errno \(errno)") }
    }

    deinit { close(descriptor) }
}

private func withLoopbackAddress<Result>(
    _ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
) -> Result {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
    return withUnsafePointer(to: address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
    }
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
