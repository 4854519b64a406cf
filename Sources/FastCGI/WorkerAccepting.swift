internal import CLinux
internal import Glibc
internal import Synchronization
internal import SystemCalls

extension Worker {
    /// Connections taken at one go; more would starve the others of this worker, and leave the other
    /// workers idle.
    private static let acceptsAtOnce = 8
    /// Twice what waits at most in a queue by Linux's default (net.core.somaxconn, 4096): others may go on
    /// connecting to a TCP or inherited socket, and accepting until none is left might never end.
    private static let acceptsAtTheEnd = 8192
    private static let pauseNanoseconds: Int64 = 100_000_000

    func listen() {
        do throws(SystemCallError) {
            for listener in context.listeners {
                try epoll.add(listener.descriptor, exclusive: true)
            }
        } catch {
            acceptLater(error)
        }
    }

    func listener(_ descriptor: Int32) -> ListeningSocket? {
        context.listeners.first { $0.descriptor == descriptor }
    }

    func accept(from listener: ListeningSocket) {
        for _ in 0..<Self.acceptsAtOnce {
            guard acceptOne(from: listener) else { return }
        }
    }

    /// Accepts all that waits, then listens no more.
    func stopAccepting() {
        isAccepting = false
        acceptAgainAt = nil
        for listener in context.listeners {
            for _ in 0..<Self.acceptsAtTheEnd {
                guard acceptOne(from: listener) else { break }
            }
            epoll.remove(listener.descriptor)
        }
        context.workerStoppedAccepting()
    }

    static func openSpareDescriptor() -> Int32 {
        open("/dev/null", O_RDONLY | O_CLOEXEC)
    }

    /// - Returns: whether there may be more.
    private func acceptOne(from listener: ListeningSocket) -> Bool {
        let descriptor = accept4(
            listener.descriptor, nil, nil, Int32(SOCK_CLOEXEC.rawValue))
        if descriptor >= 0 {
            admit(descriptor, from: listener)
            return true
        }
        switch errno {
        // EINVAL: a listening unix socket that was shut down and has nobody waiting.
        case EAGAIN, EINVAL: return false
        case EINTR, ECONNABORTED, EPROTO: return true
        case EMFILE, ENFILE: return refuseWithoutDescriptor(listener)
        default:
            acceptLater(SystemCallError("accept4", listener.name))
            return false
        }
    }

    private func admit(_ descriptor: Int32, from listener: ListeningSocket) {
        if listener.isTCP, let allowedPeers = context.allowedPeers {
            let peer = SocketAddress { getpeername(descriptor, $0, $1) }
            guard allowedPeers.contains(peer) else {
                Glibc.close(descriptor)
                context.report(.peerNotAllowed(peer: peer?.text ?? "a closed connection"))
                return
            }
        }
        let limit = context.limits.maximumConnections
        let open = context.counters.openConnections.add(1, ordering: .relaxed).newValue
        guard open <= limit else {
            context.counters.openConnections.subtract(1, ordering: .relaxed)
            Glibc.close(descriptor)
            context.report(.connectionRefused(limit: limit))
            return
        }
        context.counters.increment(context.counters.acceptedConnections)
        var timeout = timeval(context.limits.sendTimeout)
        setsockopt(
            descriptor, SOL_SOCKET, SO_SNDTIMEO, &timeout,
            socklen_t(MemoryLayout<timeval>.size))
        let connection = Connection(descriptor: descriptor)
        insert(connection)
        // The request is usually there already: a connection for one request needs no epoll.
        receive(connection)
        watch(connection)
    }

    private func insert(_ connection: Connection) {
        let index = Int(connection.descriptor)
        if index >= connections.count {
            connections += [Connection?](
                repeating: nil, count: max(64, index + 1, connections.count))
        }
        connections[index] = connection
        connectionCount += 1
    }

    func watch(_ connection: Connection) {
        guard !connection.isClosed, !connection.isWatched else { return }
        do throws(SystemCallError) {
            try epoll.add(connection.descriptor)
            connection.isWatched = true
        } catch {
            context.report(.workerFailed(error))
            close(connection)
        }
    }

    /// Gives up the spare descriptor for a moment to take the connection and close it, so that the web
    /// server hears of it at once.
    private func refuseWithoutDescriptor(_ listener: ListeningSocket) -> Bool {
        let error = SystemCallError("accept4", listener.name)
        guard spareDescriptor >= 0 else {
            spareDescriptor = Self.openSpareDescriptor()
            acceptLater(error)
            return false
        }
        Glibc.close(spareDescriptor)
        let descriptor = accept4(
            listener.descriptor, nil, nil, Int32(SOCK_CLOEXEC.rawValue))
        if descriptor >= 0 { Glibc.close(descriptor) }
        spareDescriptor = Self.openSpareDescriptor()
        if descriptor >= 0 { context.report(.descriptorsExhausted) }
        return descriptor >= 0
    }

    /// A listening socket that cannot be accepted from stays readable: without a pause the worker
    /// would spin.
    private func acceptLater(_ error: SystemCallError) {
        context.report(.acceptFailed(error))
        for listener in context.listeners { epoll.remove(listener.descriptor) }
        acceptAgainAt = monotonicNanoseconds() + Self.pauseNanoseconds
    }
}

extension timeval {
    init(_ duration: Duration) {
        let microseconds = duration.nanoseconds / 1000
        self.init(
            tv_sec: Int(microseconds / 1_000_000), tv_usec: Int(microseconds % 1_000_000))
    }
}
