internal import SystemCalls

/// One accepted connection. Small while idle: it holds bytes only in the midst of a request.
final class Connection {
    let descriptor: Int32
    /// The beginning of a request whose end has not come yet.
    var held: [UInt8] = []
    /// Whether the worker's epoll set watches it; a connection that is served and closed right when it
    /// is accepted never gets there.
    var isWatched = false
    var hasBeenServed = false
    /// Answered for the last time: what still comes is read away until the peer closes.
    var lingeringBytes: Int?
    var isClosed = false

    fileprivate(set) var deadline: Int64 = 0
    fileprivate unowned(unsafe) var queue: DeadlineQueue?
    fileprivate var next: Connection?
    fileprivate unowned(unsafe) var previous: Connection?

    init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    var hasDeadline: Bool { queue != nil }

    func waits(in queue: DeadlineQueue) -> Bool { self.queue === queue }

    func clearDeadline() {
        queue?.remove(self)
    }
}

/// Connections with a deadline, the next to expire first. All get the same time, so that appending
/// keeps the order.
final class DeadlineQueue {
    private let nanoseconds: Int64
    private(set) var first: Connection?
    private unowned(unsafe) var last: Connection?

    init(_ duration: Duration) {
        nanoseconds = duration.nanoseconds
    }

    /// Starts the connection's time now, whatever deadline it had.
    func start(_ connection: Connection, now: Int64) {
        connection.clearDeadline()
        connection.deadline = now + nanoseconds
        connection.queue = self
        connection.previous = last
        if let last { last.next = connection } else { first = connection }
        last = connection
    }

    fileprivate func remove(_ connection: Connection) {
        let (previous, next) = (connection.previous, connection.next)
        connection.previous = nil
        connection.next = nil
        connection.queue = nil
        if let next { next.previous = previous } else { last = previous }
        if let previous { previous.next = next } else { first = next }
    }

    /// When the first connection's time is over; far away where there is none.
    var next: Int64 { first?.deadline ?? .max }

    /// The first connection whose time is over.
    func expired(now: Int64) -> Connection? {
        guard let first, first.deadline <= now else { return nil }
        return first
    }
}
