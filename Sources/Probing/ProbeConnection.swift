internal import Glibc
internal import SystemCalls

/// A connection to a program that is asked. What is done on it ends at a deadline of the monotonic clock.
package struct ProbeConnection: ~Copyable {
    private let descriptor: Int32
    /// May be set anew for another question on a connection that is kept.
    package var deadline: Int64

    /// A name may have several addresses: the first that accepts counts.
    package init(to address: PeerAddress, until deadline: Int64) throws(ProbeFailure) {
        var failure = ProbeFailure.late
        for candidate in try SocketName.all(of: address) {
            do throws(ProbeFailure) {
                descriptor = try candidate.connect(until: deadline)
                self.deadline = deadline
                return
            } catch {
                failure = error
            }
        }
        throw failure
    }

    deinit { close(descriptor) }

    package borrowing func send(_ bytes: [UInt8]) throws(ProbeFailure) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { bytes in
                Glibc.send(
                    descriptor, bytes.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            if count >= 0 {
                sent += count
            } else if errno == EAGAIN {
                guard waitUntilReady(descriptor, POLLOUT, until: deadline) else { throw .late }
            } else if errno != EINTR {
                throw .of("send")
            }
        }
    }

    /// What arrives next; empty at the end of the connection.
    package borrowing func receive() throws(ProbeFailure) -> ArraySlice<UInt8> {
        var bytes = [UInt8](repeating: 0, count: 16_384)
        while true {
            guard waitUntilReady(descriptor, POLLIN, until: deadline) else { throw .late }
            let count = recv(descriptor, &bytes, bytes.count, 0)
            if count >= 0 { return bytes[..<count] }
            if errno != EINTR, errno != EAGAIN { throw .of("recv") }
        }
    }
}

/// An address in the form that the system calls want.
private struct SocketName {
    private var storage = sockaddr_storage()
    private var length: socklen_t = 0

    static func all(of address: PeerAddress) throws(ProbeFailure) -> [SocketName] {
        switch address {
        case .unix(let path): [SocketName(path: path)]
        case .tcp(let host, let port): try resolve(host, port)
        }
    }

    private init(path: String) {
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &name.sun_path) { bytes in
            bytes.copyBytes(from: path.utf8.prefix(bytes.count - 1))
        }
        withUnsafeMutableBytes(of: &storage) { $0.storeBytes(of: name, as: sockaddr_un.self) }
        length = socklen_t(MemoryLayout<sockaddr_un>.size)
    }

    private init(_ answer: addrinfo) {
        length = min(answer.ai_addrlen, socklen_t(MemoryLayout<sockaddr_storage>.size))
        _ = withUnsafeMutableBytes(of: &storage) { bytes in
            memcpy(bytes.baseAddress!, answer.ai_addr, Int(length))
        }
    }

    /// The system's resolver keeps no deadline: whoever calls this does so on a thread of its own.
    private static func resolve(
        _ host: String, _ port: UInt16
    ) throws(ProbeFailure) -> [SocketName] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_NUMERICSERV
        var list: UnsafeMutablePointer<addrinfo>?
        let result = getaddrinfo(host, "\(port)", &hints, &list)
        guard result == 0 else {
            if result == EAI_SYSTEM { throw .of("getaddrinfo", host) }
            throw .answer("\(host): \(String(cString: gai_strerror(result)))")
        }
        defer { freeaddrinfo(list) }
        return sequence(first: list) { $0?.pointee.ai_next }.prefix { $0 != nil }
            .compactMap { $0.map { SocketName($0.pointee) } }
    }

    func connect(until deadline: Int64) throws(ProbeFailure) -> Int32 {
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let descriptor = socket(Int32(storage.ss_family), type, 0)
        guard descriptor >= 0 else { throw .of("socket") }
        do throws(ProbeFailure) {
            if Int32(storage.ss_family) == AF_UNIX {
                try connectUnix(descriptor, until: deadline)
            } else {
                try connectTCP(descriptor, until: deadline)
            }
            return descriptor
        } catch {
            close(descriptor)
            throw error
        }
    }

    private func connectTCP(_ descriptor: Int32, until deadline: Int64) throws(ProbeFailure) {
        if call(descriptor) == 0 { return }
        guard errno == EINPROGRESS else { throw .of("connect") }
        guard waitUntilReady(descriptor, POLLOUT, until: deadline) else { throw .late }
        var failure: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &failure, &size)
        guard failure == 0 else { throw .system(SystemCallError("connect", number: failure)) }
    }

    /// Where the listener's queue is full, a non-blocking `connect` fails at once, and nothing tells when
    /// it would succeed. A blocking one waits as long as the send timeout says: unix(7).
    private func connectUnix(_ descriptor: Int32, until deadline: Int64) throws(ProbeFailure) {
        let left = deadline - monotonicNanoseconds()
        guard left > 0 else { throw .late }
        // A timeout of zero would mean none.
        var limit = timeval(
            tv_sec: Int(left / 1_000_000_000), tv_usec: max(1, Int(left % 1_000_000_000 / 1000)))
        setsockopt(
            descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setBlocking(descriptor, true)
        guard call(descriptor) == 0 else {
            if errno == EAGAIN || errno == EINPROGRESS { throw .late }
            throw .of("connect")
        }
        setBlocking(descriptor, false)
    }

    private func call(_ descriptor: Int32) -> Int32 {
        withUnsafePointer(to: storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, length)
            }
        }
    }

    private func setBlocking(_ descriptor: Int32, _ isBlocking: Bool) {
        _ = fcntl(descriptor, F_SETFL, isBlocking ? 0 : O_NONBLOCK)
    }
}

/// Waits until a descriptor is ready, or its peer has gone.
/// - Parameters:
///   - event: POLLIN or POLLOUT
///   - deadline: on the monotonic clock
func waitUntilReady(_ descriptor: Int32, _ event: Int32, until deadline: Int64) -> Bool {
    var readiness = pollfd(fd: descriptor, events: Int16(event), revents: 0)
    return waitUntilReady(&readiness, count: 1, until: deadline)
}

/// The same for several descriptors: whether one of them is ready.
func waitUntilReady(
    _ readiness: UnsafeMutablePointer<pollfd>, count: Int, until deadline: Int64
) -> Bool {
    while true {
        let left = max(0, deadline - monotonicNanoseconds())
        // Rounded up: otherwise the last part of a millisecond would be spent in a busy loop.
        let ready = poll(readiness, nfds_t(count), Int32(clamping: (left + 999_999) / 1_000_000))
        if ready > 0 { return true }
        if ready == 0 ? left <= 1_000_000 * Int64(Int32.max) : errno != EINTR { return false }
    }
}
