/// One accepted connection. It is small while idle: it holds bytes only in the middle of a request, or of
/// an answer that its peer does not take at once.
final class Connection {
    let descriptor: Int32
    /// Only the worker's thread touches it, one call at a time; checking that would cost more than the call.
    @exclusivity(unchecked) var conversation: Conversation
    /// What of the answer is still to be sent; meanwhile nothing is received.
    var output: PendingOutput?
    /// The input behind the request that is being answered.
    var unread: [UInt8] = []
    /// What the worker's epoll set watches for. A connection that is served and closed as soon as it is
    /// accepted never gets into the set.
    var watched = Epoll.Interest.nothing
    /// How many bytes were sent since the socket was last seen empty, overhead of the system included.
    var bytesInQueue = 0
    var isClosed = false

    fileprivate(set) var deadline: Int64 = 0
    fileprivate unowned(unsafe) var queue: DeadlineQueue?
    fileprivate var next: Connection?
    fileprivate unowned(unsafe) var previous: Connection?

    init(_ arrival: Arrival, _ rules: ConversationRules) {
        descriptor = arrival.descriptor
        conversation = Conversation(rules, isBeyondLimit: arrival.isBeyondLimit)
    }

    func waits(in queue: DeadlineQueue) -> Bool { self.queue === queue }

    func clearDeadline() {
        queue?.remove(self)
    }
}

/// An answer, as far as it is still to be sent.
struct PendingOutput {
    let bytes: [UInt8]
    var sent = 0

    var rest: Int { bytes.count - sent }
}

/// Connections with a deadline, the next to expire first. All get the same time, so that appending
/// keeps the order.
final class DeadlineQueue {
    private let nanoseconds: Int64
    private(set) var first: Connection?
    private unowned(unsafe) var last: Connection?

    /// - Parameter nanoseconds: the time that each connection gets
    init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
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
