internal import CGI
internal import Glibc
internal import Synchronization
internal import SystemCalls

extension Worker {
    /// Takes what the peer sent, and answers what is whole.
    func receive(_ connection: Connection) {
        guard connection.lingeringBytes == nil else { return linger(connection) }
        let heldCount = connection.held.count
        _ = input.update(fromContentsOf: connection.held)
        let count = recv(
            connection.descriptor, input.baseAddress! + heldCount, input.count - heldCount,
            Int32(MSG_DONTWAIT))
        if count > 0 {
            connection.held = []
            process(connection, 0..<heldCount + count)
        } else if count == 0 || (errno != EAGAIN && errno != EINTR) {
            if heldCount > 0 {
                context.report(.peerVanished(peer: peerName(connection)))
            }
            close(connection)
        }
    }

    /// Handles the bytes of `range` in `input`, request by request.
    private func process(_ connection: Connection, _ range: Range<Int>) {
        var range = range
        while !range.isEmpty {
            guard let rest = processNext(connection, range) else { return }
            range = rest
        }
        connection.clearDeadline()
        if isDraining { closeIdle(connection) }
    }

    /// - Returns: what is left to be looked at; nil where nothing more can be done now.
    private func processNext(_ connection: Connection, _ range: Range<Int>) -> Range<Int>? {
        let bytes = UnsafeMutableBufferPointer(rebasing: input[range])
        switch scanner.scan(bytes.span) {
        case .incomplete:
            hold(connection, bytes)
            return nil
        case .foreign(let record, let offset):
            return cut(connection, record, range, at: range.lowerBound + offset)
        case .aborted(let requestID, let keepConnection, let end):
            send(connection, makeEndRequest(requestID: requestID, status: .requestComplete))
            connection.clearDeadline()
            connection.hasBeenServed = true
            return settle(connection, keeps: keepConnection, rest: range.dropFirst(end))
        case .request(let head, _) where context.limits.bodies == .handler,
            .longBody(let head) where context.limits.bodies == .handler:
            return serveWithBody(connection, head, bytes)
        case .request(let head, let end):
            guard answer(connection, head, bytes, body: nil) else { return nil }
            // What an AUTHORIZER or FILTER request may be followed by is read before closing.
            let mayGoOn = head.role != Role.responder.rawValue
            return settle(
                connection, keeps: head.keepConnection, rest: range.dropFirst(end),
                lingers: mayGoOn)
        case .longBody(let head):
            if answer(connection, head, bytes, body: nil) { beginLinger(connection) }
            return nil
        case .fault(let fault):
            context.report(.protocolFault(fault, peer: peerName(connection)))
            close(connection)
            return nil
        }
    }

    /// After an answer: on with what came behind, or the end.
    private func settle(
        _ connection: Connection, keeps: Bool, rest: Range<Int>, lingers: Bool = false
    ) -> Range<Int>? {
        guard !connection.isClosed else { return nil }
        if keeps { return rest }
        if lingers || !rest.isEmpty { beginLinger(connection) } else { close(connection) }
        return nil
    }

    private func hold(_ connection: Connection, _ bytes: UnsafeMutableBufferPointer<UInt8>) {
        connection.held = Array(bytes)
        if !connection.waits(in: requestDeadlines) {
            requestDeadlines.start(connection, now: monotonicNanoseconds())
        }
    }

    /// Cuts a record out of `input` that is no part of the request, and answers it if it wants that.
    private func cut(
        _ connection: Connection, _ record: RecordHeader, _ range: Range<Int>, at offset: Int
    ) -> Range<Int>? {
        let content = offset + RecordHeader.byteCount
        if record.requestID == 0 {
            let bytes = UnsafeBufferPointer(
                rebasing: input[content..<content + record.contentLength])
            send(
                connection,
                makeManagementReply(
                    type: record.type, content: bytes.span,
                    maximumConnections: context.limits.maximumConnections))
        } else if record.type == RecordType.beginRequest {
            send(
                connection, makeEndRequest(requestID: record.requestID, status: .cannotMultiplex))
        }
        guard !connection.isClosed else { return nil }
        // What stands before moves up to what stands behind.
        let start = range.lowerBound + record.recordLength
        memmove(
            input.baseAddress! + start, input.baseAddress! + range.lowerBound,
            offset - range.lowerBound)
        return start..<range.upperBound
    }

    /// Hands the request to libfcgi and the handler, and writes the answer.
    /// - Returns: whether the connection is still good.
    private func answer(
        _ connection: Connection, _ head: RequestHead,
        _ bytes: UnsafeMutableBufferPointer<UInt8>, body: BodySource?
    ) -> Bool {
        connection.clearDeadline()
        connection.hasBeenServed = true
        requests.add(1, ordering: .relaxed)
        guard let role = Role(rawValue: head.role) else {
            send(connection, makeEndRequest(requestID: head.requestID, status: .unknownRole))
            return !connection.isClosed
        }
        do throws(SystemCallError) {
            if try handle(connection, role, head, bytes, body) { return true }
        } catch {
            context.report(.workerFailed(error))
        }
        close(connection)
        return false
    }

    /// - Returns: whether the answer was written.
    private func handle(
        _ connection: Connection, _ role: Role, _ head: RequestHead,
        _ bytes: UnsafeMutableBufferPointer<UInt8>, _ body: BodySource?
    ) throws(SystemCallError) -> Bool {
        let current = currentHandler()
        // What came in several records is not selected from, and then searched.
        let selection = head.parameters == nil ? nil : current.places
        var end = head.end
        if let selection, let parameters = head.parameters {
            end = selectParameters(bytes, parameters, noting: selection)
        }
        guard let environment = try library.begin(UnsafeBufferPointer(rebasing: bytes[..<end]))
        else {
            context.report(.protocolFault(.malformedParameters, peer: peerName(connection)))
            return false
        }
        let variables =
            if let selection {
                CGIVariables(unsafeEnvironment: environment, places: selection)
            } else {
                CGIVariables(unsafeEnvironment: environment)
            }
        respond(Request(role: role, variables: variables, body: body), current)
        guard library.finish(response, to: connection.descriptor) else {
            context.report(.answerLost(peer: peerName(connection)))
            return false
        }
        return true
    }

    private func respond(_ request: borrowing Request, _ current: CurrentHandler.Use) {
        // Taken out for the call: the language would otherwise note the access and check every other.
        var answer = response
        response = []
        // One long answer should not cost its memory for ever.
        answer.removeAll(keepingCapacity: answer.capacity <= 256 * 1024)
        current.handler.respond(to: request, into: &answer)
        response = answer
    }

    /// Answers a request whose handler reads the body by itself.
    private func serveWithBody(
        _ connection: Connection, _ head: RequestHead, _ bytes: UnsafeMutableBufferPointer<UInt8>
    ) -> Range<Int>? {
        let body = BodySource(
            descriptor: connection.descriptor, requestID: head.requestID,
            timeout: context.limits.requestTimeout, input: Array(bytes[head.bodyStart...]),
            isAtEnd: head.role == Role.authorizer.rawValue)
        guard answer(connection, head, bytes, body: body) else { return nil }
        guard body.skipWhatIsHere() else {
            beginLinger(connection)
            return nil
        }
        let rest = body.remainder
        _ = input.update(fromContentsOf: rest)
        return settle(
            connection, keeps: head.keepConnection, rest: 0..<rest.count,
            lingers: head.role != Role.responder.rawValue)
    }

    /// Writes a short record of our own; a peer that does not even take that is given up.
    private func send(_ connection: Connection, _ record: [UInt8]) {
        let flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
        guard Glibc.send(connection.descriptor, record, record.count, flags) == record.count else {
            context.report(.answerLost(peer: peerName(connection)))
            return close(connection)
        }
    }

    func peerName(_ connection: Connection) -> String {
        SocketAddress { getpeername(connection.descriptor, $0, $1) }?.text ?? "a closed connection"
    }

    /// The end of a request's time: a request that lacks but the end of its body is answered.
    func giveUpWaiting(_ connection: Connection) {
        let count = connection.held.count
        _ = input.update(fromContentsOf: connection.held)
        let bytes = UnsafeMutableBufferPointer(rebasing: input[..<count])
        if case .incomplete(let head?) = scanner.scan(bytes.span),
            context.limits.bodies == .discarded
        {
            connection.held = []
            if answer(connection, head, bytes, body: nil) { beginLinger(connection) }
        } else {
            context.report(.requestTimedOut(peer: peerName(connection)))
            close(connection)
        }
    }
}
