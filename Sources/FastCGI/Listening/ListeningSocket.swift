internal import CLinux
internal import Glibc
internal import Synchronization
package import SystemCalls

/// A socket that connections arrive at: opened here, or inherited from whoever started the program.
/// `FCGX_OpenSocket` is not used: on errors it exits the process, and it removes whatever is at the path
/// (libfcgi 2.4.2).
package struct ListeningSocket: Sendable {
    /// Connections that the system queues until they are accepted.
    package static let defaultBacklog: Int32 = 1024

    let descriptor: Int32
    /// The address as bound: with the port that the system chose, if it was asked to choose one.
    package let name: String
    /// The port of a TCP socket, else 0.
    package let port: UInt16
    let isTCP: Bool
    /// The path of a unix socket that was opened here, and is removed when listening ends.
    let file: UnixSocketFile?
    private let isOpen = OpenState()

    /// Opens, binds and listens.
    package static func open(
        _ address: ListenAddress, backlog: Int32 = defaultBacklog
    ) throws(ListenError) -> ListeningSocket {
        switch address {
        case .unix(let path, let mode, let owner, let group):
            let (descriptor, file) = try UnixSocketFile.listen(
                path: path, mode: mode, owner: owner, group: group, backlog: backlog)
            return try adopt(descriptor, name: "unix:\(path)", file: file)
        case .tcp(let host, let port):
            let descriptor = try bindTCP(address, host: host, port: port)
            guard Glibc.listen(descriptor, backlog) == 0 else {
                let error = SystemCallError("listen", "\(address)")
                _ = Glibc.close(descriptor)
                throw error.number == EADDRINUSE ? .inUse("\(address)") : .system(error)
            }
            return try adopt(descriptor, name: nil, file: nil)
        }
    }

    /// A listening socket that this process was started with: descriptor 0 from spawn-fcgi, multiwatch
    /// or mod_fcgid.
    package static func inherited(descriptor: Int32) throws(ListenError) -> ListeningSocket {
        guard isListening(descriptor) else { throw .notListening(descriptor: descriptor) }
        return try adopt(descriptor, name: nil, file: nil)
    }

    /// Whether a descriptor is a socket that accepts connections.
    package static func isListening(_ descriptor: Int32) -> Bool {
        var accepts: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        return getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &accepts, &length) == 0
            && accepts != 0
    }

    /// Closes a socket that no server has taken over; does nothing if it is closed already.
    package func close() {
        // The number may belong to another descriptor by now.
        guard isOpen.end() else { return }
        file?.removeIfOurs()
        _ = Glibc.close(descriptor)
    }

    private static func bindTCP(
        _ address: ListenAddress, host: String, port: UInt16
    ) throws(ListenError) -> Int32 {
        let socketAddress = try SocketAddress(resolving: host, port: port)
        let descriptor = socket(
            socketAddress.family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw .system(SystemCallError("socket", "\(address)")) }
        var on: Int32 = 1
        let size = socklen_t(MemoryLayout<Int32>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, size)
        // `[::]` means IPv6 only, so that `*` may stand beside it.
        if socketAddress.isIPv6 {
            setsockopt(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &on, size)
        }
        guard socketAddress.withPointer({ bind(descriptor, $0, socketAddress.length) }) == 0 else {
            let error = SystemCallError("bind", "\(address)")
            _ = Glibc.close(descriptor)
            throw error.number == EADDRINUSE ? .inUse("\(address)") : .system(error)
        }
        return descriptor
    }

    /// Makes a listening descriptor ready for the workers, which share it and never wait in `accept`.
    private static func adopt(
        _ descriptor: Int32, name: String?, file: UnixSocketFile?
    ) throws(ListenError) -> ListeningSocket {
        let flags = fcntl(descriptor, F_GETFL)
        guard flags >= 0, fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) == 0,
            fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0
        else { throw .system(SystemCallError("fcntl", "descriptor \(descriptor)")) }
        let address = SocketAddress { getsockname(descriptor, $0, $1) }
        let isTCP = address?.isTCP ?? false
        if isTCP {
            // Accepted connections inherit this: an answer is sent at once, instead of being held back (Nagle).
            var on: Int32 = 1
            setsockopt(
                descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on,
                socklen_t(MemoryLayout<Int32>.size))
        }
        return ListeningSocket(
            descriptor: descriptor, name: name ?? address?.text ?? "descriptor \(descriptor)",
            port: address?.port ?? 0, isTCP: isTCP, file: file)
    }
}

/// Shared by the copies of a socket, so that it is closed once.
private final class OpenState: Sendable {
    private let isOpen = Atomic(true)

    /// - Returns: whether it was open until now.
    func end() -> Bool { isOpen.exchange(false, ordering: .acquiringAndReleasing) }
}

/// Why a server cannot listen.
package enum ListenError: Error, Equatable, Sendable, CustomStringConvertible {
    case inUse(String)
    case notASocket(path: String)
    case notListening(descriptor: Int32)
    /// The host's name has no address; the reason comes from the resolver.
    case unresolved(host: String, reason: String)
    /// What stands in an environment variable of addresses.
    case notAnAddress(String, variable: String)
    case noSuchUser(String)
    case noSuchGroup(String)
    case system(SystemCallError)

    package var description: String {
        switch self {
        case .inUse(let name): "\(name) is in use: a process answers there; nothing was changed"
        case .notASocket(let path): "\(path) exists and is not a socket; it was left as it is"
        case .notListening(let descriptor): "descriptor \(descriptor) is not a listening socket"
        case .unresolved(let host, let reason): "\(host): \(reason); nothing was opened"
        case .notAnAddress(let entry, let variable):
            "\(variable): “\(entry)” is not an IPv4 or IPv6 address; nothing was opened"
        case .noSuchUser(let name): "there is no user “\(name)”; the socket was not opened"
        case .noSuchGroup(let name): "there is no group “\(name)”; the socket was not opened"
        case .system(let error): "\(error)"
        }
    }
}
