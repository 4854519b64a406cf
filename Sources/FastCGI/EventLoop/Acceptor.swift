internal import CLinux
internal import Glibc
internal import Synchronization
internal import SystemCalls

/// One worker's watch over the listening sockets, which all workers share.
final class Acceptor {
    private let context: ServerContext
    private let epoll: Epoll
    private(set) var isAccepting = true
    /// When to listen again after `accept` failed.
    private(set) var acceptAgainAt: Int64?

    /// How many connections are taken in a row; more would starve this worker's other ones, and leave the other
    /// workers idle.
    private static let acceptsAtOnce = 8
    /// Twice the most that Linux lets wait in a queue by default (net.core.somaxconn, 4096). Peers may go on
    /// connecting to a TCP or inherited socket, so accepting until none is left might never end.
    private static let acceptsAtTheEnd = 8192
    private static let pauseNanoseconds: Int64 = 100_000_000

    init(_ context: ServerContext, _ epoll: Epoll) {
        self.context = context
        self.epoll = epoll
    }

    func listen() {
        do throws(SystemCallError) {
            for listener in context.listeners {
                try epoll.add(listener.descriptor, for: .inputExclusively)
            }
        } catch {
            acceptLater(error)
        }
    }

    /// Listens again, if the pause after a failure is over.
    func listenAgain(now: Int64) {
        guard let time = acceptAgainAt, time <= now else { return }
        acceptAgainAt = nil
        if isAccepting { listen() }
    }

    func listener(_ descriptor: Int32) -> ListeningSocket? {
        context.listeners.first { $0.descriptor == descriptor }
    }

    /// Accepts some of the connections that wait.
    /// - Parameter admit: gets each connection, non-blocking
    func accept(from listener: ListeningSocket, _ admit: (Arrival) -> Void) {
        for _ in 0..<Self.acceptsAtOnce {
            guard acceptOne(from: listener, admit) else { return }
        }
    }

    /// Accepts all connections that wait, then stops listening.
    func stop(_ admit: (Arrival) -> Void) {
        isAccepting = false
        acceptAgainAt = nil
        for listener in context.listeners {
            for _ in 0..<Self.acceptsAtTheEnd {
                guard acceptOne(from: listener, admit) else { break }
            }
            epoll.remove(listener.descriptor)
        }
        context.workerStoppedAccepting()
    }

    /// - Returns: whether there may be more.
    private func acceptOne(from listener: ListeningSocket, _ admit: (Arrival) -> Void) -> Bool {
        let descriptor = Self.acceptOne(listener)
        if descriptor >= 0 {
            guard context.spare.allows(descriptor) else {
                context.report(.descriptorsExhausted)
                return true
            }
            if isAllowed(descriptor, from: listener), let arrival = arrival(descriptor) {
                admit(arrival)
            }
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

    private static func acceptOne(_ listener: ListeningSocket) -> Int32 {
        let flags = Int32(SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        return accept4(listener.descriptor, nil, nil, flags)
    }

    /// Closes the connection if its peer is not allowed.
    private func isAllowed(_ descriptor: Int32, from listener: ListeningSocket) -> Bool {
        guard listener.isTCP, let allowedPeers = context.allowedPeers else { return true }
        let peer = SocketAddress { getpeername(descriptor, $0, $1) }
        if allowedPeers.contains(peer) { return true }
        close(descriptor)
        context.report(.peerNotAllowed(peer: peer?.text ?? "a closed connection"))
        return false
    }

    /// Closes the connection if even those that are kept back are taken.
    private func arrival(_ descriptor: Int32) -> Arrival? {
        let (limit, reserve) = (context.limits.maximumConnections, context.limits.keptBack)
        let open = context.counters.openConnections.add(1, ordering: .relaxed).newValue
        guard open <= limit + reserve else {
            context.counters.openConnections.subtract(1, ordering: .relaxed)
            close(descriptor)
            context.report(.connectionRefused(limit: limit))
            return nil
        }
        context.counters.increment(context.counters.acceptedConnections)
        return Arrival(descriptor: descriptor, isBeyondLimit: open > limit)
    }

    /// Takes the connection and closes it, so that the web server hears of it at once.
    private func refuseWithoutDescriptor(_ listener: ListeningSocket) -> Bool {
        let error = SystemCallError("accept4", listener.name)
        let isRefused = context.spare.lend {
            let descriptor = Self.acceptOne(listener)
            if descriptor >= 0 { close(descriptor) }
            return descriptor >= 0
        }
        guard let isRefused else {
            acceptLater(error)
            return false
        }
        if isRefused { context.report(.descriptorsExhausted) }
        return isRefused
    }

    /// A listening socket that cannot be accepted from stays readable: without a pause the worker
    /// would spin.
    private func acceptLater(_ error: SystemCallError) {
        context.report(.acceptFailed(error))
        for listener in context.listeners { epoll.remove(listener.descriptor) }
        acceptAgainAt = monotonicNanoseconds() + Self.pauseNanoseconds
    }
}
