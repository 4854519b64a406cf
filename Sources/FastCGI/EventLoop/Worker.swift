internal import Glibc
internal import Synchronization
internal import SystemCalls

/// One thread of the server, with its own epoll set and its own connections. It receives without waiting,
/// lets each conversation say what is to be done, and does it.
///
/// Only the worker's thread touches it.
final class Worker: @unchecked Sendable {
    let context: ServerContext
    /// Which of the context's intakes is this worker's.
    private let index: Int
    private let rules: ConversationRules
    private let epoll: Epoll
    private let acceptor: Acceptor
    let answering: Answering
    let deadlines: Deadlines
    /// Where the bytes of the current connection are while they are looked at.
    let input: UnsafeMutableBufferPointer<UInt8>
    /// By descriptor.
    private var connections: [Connection?] = []
    private var connectionCount = 0
    private var isDraining = false

    private static let inputBytes = 65_536

    init(_ context: ServerContext, index: Int) throws(SystemCallError) {
        self.context = context
        self.index = index
        rules = ConversationRules(context.limits)
        epoll = try Epoll()
        answering = try Answering(context, worker: index)
        acceptor = Acceptor(context, epoll)
        deadlines = Deadlines(context.limits)
        try epoll.add(context.intakes[index].wakeUp.descriptor, for: .input)
        input = .allocate(capacity: Self.inputBytes)
    }

    deinit { input.deallocate() }

    /// The event loop; returns once a drain is over.
    func run() {
        acceptor.listen()
        while true {
            do throws(SystemCallError) {
                try epoll.wait(nanoseconds: timeUntilNextDeadline()) { ready($0) }
            } catch {
                context.report(.workerFailed(error))
                pause()
            }
            expire()
            let phase = context.phase
            if acceptor.isAccepting, phase != .serving { stopAccepting() }
            if phase == .draining, drain() { return }
        }
    }

    private func ready(_ descriptor: Int32) {
        if Int(descriptor) < connections.count, let connection = connections[Int(descriptor)] {
            if connection.output != nil { flush(connection) } else { receive(connection) }
        } else if descriptor == intake.wakeUp.descriptor {
            intake.wakeUp.clear()
            intake.giveSignOfLife()
            for arrival in intake.take() { take(arrival) }
        } else if let listener = acceptor.listener(descriptor) {
            acceptor.accept(from: listener) { admit($0) }
        }
    }

    private var intake: Intake { context.intakes[index] }

    private func timeUntilNextDeadline() -> Int64? {
        var next = min(deadlines.next, acceptor.acceptAgainAt ?? .max)
        if isDraining { next = min(next, context.drainDeadline) }
        return next == .max ? nil : next - monotonicNanoseconds()
    }

    private func expire() {
        guard deadlines.next != .max || acceptor.acceptAgainAt != nil else { return }
        let now = monotonicNanoseconds()
        while let connection = deadlines.expired(now: now) {
            connection.clearDeadline()
            perform(connection.conversation.waitEnded(), connection)
        }
        acceptor.listenAgain(now: now)
    }

    /// Pauses for a moment when going on at once would only fail again.
    private func pause() {
        var moment = timespec(tv_sec: 0, tv_nsec: 100_000_000)
        nanosleep(&moment, nil)
    }

    // MARK: - Connections come and go

    /// A connection was accepted: this worker keeps it, or hands it to the one that has the fewest.
    private func admit(_ arrival: Arrival) {
        let receiver = context.intakes.receiver(for: index)
        if receiver != index, context.intakes[receiver].offer(arrival) { return }
        intake.connectionCount.add(1, ordering: .relaxed)
        take(arrival)
    }

    /// The request is usually there already: a connection for one request needs no epoll.
    private func take(_ arrival: Arrival) {
        let connection = Connection(arrival, rules)
        let index = Int(arrival.descriptor)
        if index >= connections.count {
            connections += [Connection?](
                repeating: nil, count: max(64, index + 1, connections.count))
        }
        connections[index] = connection
        connectionCount += 1
        if isDraining { connection.conversation.beginDrain() }
        receive(connection)
    }

    func watch(_ connection: Connection) {
        let interest: Epoll.Interest = connection.output == nil ? .input : .output
        guard !connection.isClosed, connection.watched != interest else { return }
        do throws(SystemCallError) {
            if connection.watched == .nothing {
                try epoll.add(connection.descriptor, for: interest)
            } else {
                try epoll.change(connection.descriptor, to: interest)
            }
            connection.watched = interest
        } catch {
            context.report(.workerFailed(error))
            close(connection)
        }
    }

    func close(_ connection: Connection) {
        guard !connection.isClosed else { return }
        connection.isClosed = true
        connection.clearDeadline()
        connections[Int(connection.descriptor)] = nil
        connectionCount -= 1
        intake.connectionCount.subtract(1, ordering: .relaxed)
        context.counters.openConnections.subtract(1, ordering: .relaxed)
        Glibc.close(connection.descriptor)
    }

    /// Accepts all connections that wait, and takes for the last time what others have handed over.
    private func stopAccepting() {
        acceptor.stop { admit($0) }
        for arrival in intake.takeLast() { take(arrival) }
    }

    /// - Returns: whether the worker's last connection is gone, or its time is over.
    private func drain() -> Bool {
        if !isDraining {
            isDraining = true
            for case let connection? in connections {
                connection.conversation.beginDrain()
                // What came in the meantime is answered first.
                if connection.output == nil { receive(connection) }
                if let action = connection.conversation.closeIfIdle() {
                    perform(action, connection)
                }
            }
        }
        guard connectionCount > 0 else { return true }
        guard monotonicNanoseconds() >= context.drainDeadline else { return false }
        for case let connection? in connections {
            if connection.conversation.owesAnswer {
                context.abandonedConnections.add(1, ordering: .relaxed)
            }
            close(connection)
        }
        return true
    }
}
