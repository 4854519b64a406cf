// The conversation with one peer (FastCGI specification, sections 3 to 6) as a pure value: it knows no
// socket, no clock and no libfcgi. Each input returns what is to be done next, and the event loop does
// nothing but that.

/// What is under way on one connection, from the first byte to the close.
///
/// Each byte is looked at once, as it comes. While nothing is under way, the conversation holds no memory;
/// the parameters of a request that arrives all at once are left where they are.
struct Conversation {
    let rules: ConversationRules
    private(set) var phase = Phase.idle
    private var records = RecordReader()
    private(set) var request = RequestUnderWay()
    private var hasBeenServed = false
    /// Whether the connection is to close as soon as it owes no answer.
    private var closesWhenIdle: Bool
    /// Whether there were too many connections already when this one came. Only some requests are answered on it,
    /// as the handler says, and it closes after the first, for which there is little time.
    let isBeyondLimit: Bool
    private var lingeringBytes = 0

    init(_ rules: ConversationRules, isBeyondLimit: Bool = false) {
        self.rules = rules
        self.isBeyondLimit = isBeyondLimit
        closesWhenIdle = isBeyondLimit
    }

    /// Nil where it may wait for ever.
    var wait: Wait? {
        switch phase {
        case .idle where !records.isMidRecord:
            closesWhenIdle && !hasBeenServed ? .firstRequest : nil
        case .idle, .parameters, .body: isBeyondLimit ? .firstRequest : .request
        case .answering: .answer
        case .lingering: .linger
        case .closed: nil
        }
    }

    /// Whether the peer has begun a request and got no answer.
    var owesAnswer: Bool {
        switch phase {
        case .idle: records.isMidRecord
        case .parameters, .body, .answering: true
        case .lingering, .closed: false
        }
    }

    /// The parameters of the request that was handed out.
    var parameters: RequestUnderWay.Parameters { request.parameters }

    /// The body of the request that was handed out.
    var body: RequestBody { request.body(rules.bodies) }

    // MARK: - Inputs

    /// Bytes have arrived.
    /// - Parameters:
    ///   - input: what has arrived in one piece
    ///   - offset: where the part begins that has not been looked at; it is moved on
    mutating func receive(_ input: Span<UInt8>, _ offset: inout Int) -> Action {
        while offset < input.count {
            guard let action = step(input, &offset) else { continue }
            // Whoever answers a management record in the midst of a request may get to the rest of it with another
            // input; a request that is handed out is answered before.
            if case .handle = action { return action }
            request.keepParameters(of: input)
            return action
        }
        request.keepParameters(of: input)
        if phase == .body, !request.checkParameters() { return parametersAreMalformed() }
        if phase == .body, rules.bodies == .discarded,
            request.bodyBytes >= rules.earlyAnswerBodyBytes
        {
            return handOut(isCutShort: true)
        }
        return closeIfIdle() ?? .needInput
    }

    /// The answer is out.
    /// - Returns: nil where the conversation goes on with what follows.
    mutating func answered(hasMoreInput: Bool) -> Action? {
        hasBeenServed = true
        let isCutShort = request.isCutShort
        request.end()
        guard !isCutShort else { return beginLinger() }
        guard !request.keepsConnection else {
            phase = .idle
            return nil
        }
        return request.mayBeFollowed || hasMoreInput ? beginLinger() : close(.settled)
    }

    /// The peer does not take its answer.
    mutating func answerFailed() -> Action { close(.answerLost) }

    /// The lengths of the parameters do not fit their records. Whoever walks the parameters of a request that
    /// was handed out says so; a request that waits for its body is looked at here.
    mutating func parametersAreMalformed() -> Action { close(.fault(.malformedParameters)) }

    /// The request that was handed out is none of those that are answered beyond the limit.
    mutating func turnAway() -> Action { close(.beyondLimit) }

    /// The peer sends no more.
    mutating func inputEnded() -> Action { close(owesAnswer ? .vanished : .settled) }

    /// The time of `wait` is over.
    mutating func waitEnded() -> Action {
        switch phase {
        case .body where rules.bodies == .discarded: handOut(isCutShort: true)
        case .parameters, .body: close(.timedOut)
        case .idle: close(records.isMidRecord ? .timedOut : .settled)
        case .answering: close(.answerLost)
        case .lingering, .closed: close(.settled)
        }
    }

    /// Nothing is accepted any more: the connection is to close as soon as it owes no answer.
    mutating func beginDrain() { closesWhenIdle = true }

    /// What remains to be done while draining, where no answer is owed; nil where the conversation goes on.
    mutating func closeIfIdle() -> Action? {
        closesWhenIdle && hasBeenServed && phase == .idle && !records.isMidRecord
            ? close(.settled) : nil
    }

    /// This many bytes were read and thrown away.
    mutating func readAway(_ count: Int) -> Action? {
        lingeringBytes += count
        return lingeringBytes > rules.lingerBytes ? close(.settled) : nil
    }

    // MARK: - Records

    /// Takes as much of a header or of content as has arrived.
    private mutating func step(_ input: Span<UInt8>, _ offset: inout Int) -> Action? {
        let start = offset
        let isBody = phase == .body
        defer { if isBody { request.bodyBytes += offset - start } }
        if !records.isOpen {
            switch records.takeHeader(input, &offset) {
            case .partial: return nil
            case .notFastCGI: return interrupt(input) ?? close(.fault(.notFastCGI))
            case .header(let record):
                switch use(of: record) {
                case .failure(let fault): return interrupt(input) ?? close(.fault(fault))
                case .success(let use):
                    if use != .body, let action = interrupt(input) { return action }
                    records.open(record, use)
                }
            }
        }
        take(records.takeContent(input, &offset), of: input)
        if request.bodyIsTooLong { return handOut(isCutShort: true) }
        guard let (record, use) = records.closeIfWhole() else { return nil }
        // No handler will look at the parameters.
        if request.hasUnknownRole, let action = interrupt(input) { return action }
        return finish(record, use)
    }

    /// Something else than the body follows the parameters. They are judged before it, so that what follows from
    /// a stream does not depend on how it was cut into reads.
    private mutating func interrupt(_ input: Span<UInt8>) -> Action? {
        guard phase == .body else { return nil }
        request.keepParameters(of: input)
        return request.checkParameters() ? nil : parametersAreMalformed()
    }

    private mutating func use(of record: RecordHeader) -> Result<RecordUse, ProtocolFault> {
        switch phase {
        case .idle, .answering, .lingering, .closed: useBetweenRequests(of: record)
        case .parameters, .body:
            record.requestID == request.id
                ? useOfOwn(record) : .success(useOfForeign(record))
        }
    }

    /// Handles management records, and the rest of a request that was answered before its end.
    private func useBetweenRequests(of record: RecordHeader) -> Result<RecordUse, ProtocolFault> {
        switch record.type {
        case RecordType.beginRequest:
            record.requestID != 0 && record.contentLength == 8
                ? .success(.begin) : .failure(.malformedBegin)
        case _ where record.requestID == 0: .success(.management)
        case RecordType.standardInput, RecordType.data, RecordType.abortRequest: .success(.none)
        default: .failure(.unexpectedRecord(type: record.type))
        }
    }

    private func useOfForeign(_ record: RecordHeader) -> RecordUse {
        if record.requestID == 0 { return .management }
        return record.type == RecordType.beginRequest ? .turnAway : .none
    }

    private mutating func useOfOwn(_ record: RecordHeader) -> Result<RecordUse, ProtocolFault> {
        switch (record.type, phase) {
        case (RecordType.abortRequest, _): return .success(.abort)
        case (RecordType.parameters, .parameters):
            // The padding of the last record is no part of the parameters.
            let bytes = request.headBytes + RecordHeader.byteCount + record.contentLength
            if bytes > rules.maximumHeadBytes { request.throwParametersAway() }
            return bytes <= rules.maximumRefusedBytes
                ? .success(.parameters) : .failure(.oversized(limit: rules.maximumRefusedBytes))
        case (RecordType.standardInput, .body): return .success(.body)
        default: return .failure(.unexpectedRecord(type: record.type))
        }
    }

    /// Puts content that has arrived to its use.
    private mutating func take(_ content: Range<Int>, of input: Span<UInt8>) {
        guard !content.isEmpty else { return }
        switch records.use {
        case .begin: request.takeBegin(content, of: input)
        case .management: records.keep(content, of: input)
        case .parameters:
            request.takeParameters(
                content, of: input, isWholeRecord: records.isContentWhole(content))
        case .body: request.takeBody(content, of: input, rules.bodies)
        case .abort, .turnAway, .none: break
        }
    }

    private mutating func finish(_ record: RecordHeader, _ use: RecordUse) -> Action? {
        switch use {
        case .begin:
            request.begin(record)
            phase = .parameters
            return nil
        case .parameters where record.contentLength > 0:
            request.headBytes += record.recordLength
            return nil
        case .parameters: return finishParameters()
        case .body: return record.contentLength == 0 ? handOut() : nil
        case .abort:
            phase = .answering
            request.mayBeFollowed = false
            return .sendEnd(makeEndRequest(requestID: request.id, status: .requestComplete))
        case .management:
            return .send(
                makeManagementReply(
                    type: record.type, content: records.takeKept().span,
                    maximumConnections: rules.maximumConnections))
        case .turnAway:
            return .send(makeEndRequest(requestID: record.requestID, status: .cannotMultiplex))
        case .none: return nil
        }
    }

    private mutating func finishParameters() -> Action? {
        // An AUTHORIZER has no STDIN (section 6.3); if a server sends it all the same, it is ignored.
        if request.role == Role.authorizer.rawValue { return handOut() }
        phase = .body
        return nil
    }

    /// - Parameter isCutShort: whether the body is incomplete
    private mutating func handOut(isCutShort: Bool = false) -> Action {
        phase = .answering
        request.isCutShort = isCutShort
        guard let role = Role(rawValue: request.role) else {
            return .sendEnd(makeEndRequest(requestID: request.id, status: .unknownRole))
        }
        return .handle(
            RequestHead(
                requestID: request.id, role: role, keepConnection: request.keepsConnection,
                isOversized: request.isOversized))
    }

    private mutating func beginLinger() -> Action {
        phase = .lingering
        return .linger
    }

    private mutating func close(_ ending: Ending) -> Action {
        phase = .closed
        records = RecordReader()
        request.end()
        guard isBeyondLimit, !hasBeenServed else { return .close(ending) }
        switch ending {
        case .settled, .vanished, .timedOut: return .close(.beyondLimit)
        case .beyondLimit, .fault, .answerLost: return .close(ending)
        }
    }
}
