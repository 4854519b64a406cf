internal import Glibc
internal import Synchronization
internal import SystemCalls

/// One thread of the server, with its own epoll set and its own connections. It receives without waiting,
/// lets each conversation say what is to be done, and does it.
///
/// Only the worker's thread touches it, except for `requests`.
final class Worker: @unchecked Sendable {
    /// How many were answered so far.
    let requests = Atomic(0)
    private let context: ServerContext
    /// Which of the context's intakes is this worker's.
    private let index: Int
    private let rules: ConversationRules
    private let epoll: Epoll
    private let acceptor: Acceptor
    private let answering: Answering
    private let deadlines: Deadlines
    /// Where the bytes of the current connection are while they are looked at.
    private let input: UnsafeMutableBufferPointer<UInt8>
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
        answering = try Answering(context)
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
            for descriptor in intake.take() { take(descriptor) }
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
    private func admit(_ descriptor: Int32) {
        let receiver = context.intakes.receiver(for: index)
        if receiver != index, context.intakes[receiver].offer(descriptor) { return }
        intake.connectionCount.add(1, ordering: .relaxed)
        take(descriptor)
    }

    /// The request is usually there already: a connection for one request needs no epoll.
    private func take(_ descriptor: Int32) {
        let connection = Connection(descriptor: descriptor, rules)
        let index = Int(descriptor)
        if index >= connections.count {
            connections += [Connection?](
                repeating: nil, count: max(64, index + 1, connections.count))
        }
        connections[index] = connection
        connectionCount += 1
        if isDraining { connection.conversation.beginDrain() }
        receive(connection)
    }

    private func watch(_ connection: Connection) {
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

    private func close(_ connection: Connection) {
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
        for descriptor in intake.takeLast() { take(descriptor) }
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

    // MARK: - Bytes come and go

    private func receive(_ connection: Connection) {
        let count = recv(
            connection.descriptor, input.baseAddress!, input.count, Int32(MSG_DONTWAIT))
        guard count > 0 else {
            if count < 0, errno == EAGAIN || errno == EINTR { return settle(connection) }
            return perform(connection.conversation.inputEnded(), connection)
        }
        guard connection.conversation.phase != .lingering else {
            if let action = connection.conversation.readAway(count) { perform(action, connection) }
            return
        }
        converse(connection, UnsafeBufferPointer(rebasing: input[..<count]))
    }

    /// Takes what the peer sent, and answers what is whole.
    private func converse(_ connection: Connection, _ bytes: UnsafeBufferPointer<UInt8>) {
        run(connection, through: bytes)
        if connection.output != nil { flush(connection) } else { settle(connection) }
    }

    private func run(_ connection: Connection, through bytes: UnsafeBufferPointer<UInt8>) {
        var offset = 0
        var goesOn = true
        while goesOn {
            let action = connection.conversation.receive(bytes.span, &offset)
            goesOn = perform(action, connection, bytes, offset)
        }
    }

    /// An action that comes from no input.
    private func perform(_ action: Conversation.Action, _ connection: Connection) {
        _ = perform(action, connection, UnsafeBufferPointer(start: nil, count: 0), 0)
        settle(connection)
    }

    /// - Parameters:
    ///   - bytes: the input that is being received
    ///   - offset: where the part begins that has not been looked at
    /// - Returns: whether receiving goes on.
    private func perform(
        _ action: Conversation.Action, _ connection: Connection,
        _ bytes: UnsafeBufferPointer<UInt8>, _ offset: Int
    ) -> Bool {
        switch action {
        case .needInput: return false
        case .send(let record):
            return send(record, connection, before: bytes[offset...])
        case .sendEnd(let record):
            return send(record, connection, before: bytes[offset...])
                && proceed(connection, bytes, offset)
        case .handle(let head): return answer(head, connection, bytes, offset)
        case .linger:
            shutdown(connection.descriptor, Int32(SHUT_WR))
            receive(connection)
            return false
        case .close(let ending):
            report(ending, connection)
            close(connection)
            return false
        }
    }

    private func answer(
        _ head: RequestHead, _ connection: Connection, _ bytes: UnsafeBufferPointer<UInt8>,
        _ offset: Int
    ) -> Bool {
        requests.add(1, ordering: .relaxed)
        do throws(SystemCallError) {
            switch try answering.answer(head, of: bytes.span, to: connection) {
            case .sent: return proceed(connection, bytes, offset)
            case .pending(let records):
                connection.output = PendingOutput(bytes: records)
                connection.unread = Array(bytes[offset...])
            case .lost: perform(connection.conversation.answerFailed(), connection)
            case .malformed:
                perform(connection.conversation.parametersAreMalformed(), connection)
            }
        } catch {
            context.report(.workerFailed(error))
            close(connection)
        }
        return false
    }

    /// After an answer, goes on with the input behind the request, or ends the connection.
    private func proceed(
        _ connection: Connection, _ bytes: UnsafeBufferPointer<UInt8>, _ offset: Int
    ) -> Bool {
        connection.clearDeadline()
        guard let action = connection.conversation.answered(hasMoreInput: offset < bytes.count)
        else { return true }
        return perform(action, connection, bytes, offset)
    }

    /// Sends as much of an answer as the socket takes. When all of it is out, the conversation goes on with the
    /// input behind the request, which may lead to the next answer.
    private func flush(_ connection: Connection) {
        while connection.output != nil, !connection.isClosed {
            guard sendOutput(connection) else { break }
            let unread = connection.unread
            connection.unread = []
            unread.withUnsafeBufferPointer { bytes in
                // A record of our own may have been sent in the middle of a request.
                let isAnswer = connection.conversation.phase == .answering
                if !isAnswer || proceed(connection, bytes, 0) { run(connection, through: bytes) }
            }
        }
        settle(connection)
    }

    /// - Returns: whether all of the answer is out.
    private func sendOutput(_ connection: Connection) -> Bool {
        while let output = connection.output, output.rest > 0 {
            let count = output.bytes.withUnsafeBytes {
                Glibc.send(
                    connection.descriptor, $0.baseAddress! + output.sent, output.rest,
                    Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
            }
            guard count > 0 else {
                if count == 0 || (errno != EAGAIN && errno != EINTR) {
                    perform(connection.conversation.answerFailed(), connection)
                }
                return false
            }
            connection.output?.sent += count
        }
        connection.output = nil
        return true
    }

    /// Writes a short record of our own.
    /// - Parameter rest: the input behind what the record answers
    /// - Returns: whether all of it is out; if not, it is sent when the socket has room, or the peer is gone.
    private func send(
        _ record: [UInt8], _ connection: Connection, before rest: Slice<UnsafeBufferPointer<UInt8>>
    ) -> Bool {
        let count = Glibc.send(
            connection.descriptor, record, record.count,
            Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
        connection.bytesInQueue += record.count
        if count == record.count { return true }
        if count < 0, errno != EAGAIN, errno != EINTR {
            perform(connection.conversation.answerFailed(), connection)
        } else {
            connection.output = PendingOutput(bytes: record, sent: max(0, count))
            connection.unread = Array(rest)
        }
        return false
    }

    /// When nothing more can be done now, waits for the next input, and sets the time limit for it.
    private func settle(_ connection: Connection) {
        guard !connection.isClosed else { return }
        deadlines.follow(connection)
        watch(connection)
    }

    private func report(_ ending: Conversation.Ending, _ connection: Connection) {
        switch ending {
        case .settled: return
        case .fault(let fault): context.report(.protocolFault(fault, peer: peerName(connection)))
        case .vanished: context.report(.peerVanished(peer: peerName(connection)))
        case .timedOut: context.report(.requestTimedOut(peer: peerName(connection)))
        case .answerLost: context.report(.answerLost(peer: peerName(connection)))
        }
    }

    private func peerName(_ connection: Connection) -> String {
        SocketAddress { getpeername(connection.descriptor, $0, $1) }?.text ?? "a closed connection"
    }
}
