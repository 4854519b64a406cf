internal import Glibc
internal import Synchronization
internal import SystemCalls

/// How a worker does what a conversation says: bytes come, bytes go.
extension Worker {
    func receive(_ connection: Connection) {
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
    func perform(_ action: Conversation.Action, _ connection: Connection) {
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
        do throws(SystemCallError) {
            switch try answering.answer(head, of: bytes.span, to: connection) {
            case .sent: return proceed(connection, bytes, offset)
            case .pending(let records):
                connection.output = PendingOutput(bytes: records)
                connection.unread = Array(bytes[offset...])
            case .lost: perform(connection.conversation.answerFailed(), connection)
            case .malformed:
                perform(connection.conversation.parametersAreMalformed(), connection)
            case .turnedAway: perform(connection.conversation.turnAway(), connection)
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
    func flush(_ connection: Connection) {
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
    func settle(_ connection: Connection) {
        guard !connection.isClosed else { return }
        deadlines.follow(connection)
        watch(connection)
    }

    private func report(_ ending: Conversation.Ending, _ connection: Connection) {
        switch ending {
        case .settled: return
        case .beyondLimit:
            context.report(.connectionRefused(limit: context.limits.maximumConnections))
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
