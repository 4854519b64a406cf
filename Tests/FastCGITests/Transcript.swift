@testable import FastCGI

/// Plays the event loop for one conversation, without sockets and without a clock, and writes down what
/// was done.
struct Transcript {
    enum Entry: Equatable {
        case answered(
            id: UInt16, role: Role, keep: Bool, parameters: [UInt8], body: RequestBody)
        /// Answered without its parameters, which were too many.
        case refused(id: UInt16, role: Role, keep: Bool)
        case sent([UInt8])
        case lingered
        case closed(Conversation.Ending)
    }

    private(set) var conversation: Conversation
    private(set) var entries: [Entry] = []
    /// Whether answers stay under way until `sendAnswer`.
    var answersWait = false
    /// Input behind a request whose answer is under way.
    private var unread: [UInt8] = []

    static func rules(
        maximumHeadBytes: Int = 4096, bodies: ServerLimits.Bodies = .discarded
    ) -> ConversationRules {
        var limits = ServerLimits()
        limits.maximumRequestBytes = maximumHeadBytes
        limits.maximumRefusedBytes = 10_000
        limits.earlyAnswerBodyBytes = 1024
        limits.lingerBytes = 10_000
        limits.bodies = bodies
        return ConversationRules(limits)
    }

    init(_ rules: ConversationRules = rules()) { conversation = Conversation(rules) }

    /// What becomes of bytes that come at one go.
    static func of(_ bytes: [UInt8], _ rules: ConversationRules = rules()) -> [Entry] {
        var transcript = Transcript(rules)
        transcript.receive(bytes)
        return transcript.entries
    }

    mutating func receive(_ bytes: some Collection<UInt8>) {
        let bytes = Array(bytes)
        switch conversation.phase {
        case .closed: return
        case .answering: unread += bytes
        case .lingering: perform(conversation.readAway(bytes.count), bytes, bytes.count)
        case .idle, .parameters, .body: run(bytes)
        }
    }

    /// The answer that waited is out.
    mutating func sendAnswer() {
        let rest = unread
        unread = []
        guard goesOn(conversation.answered(hasMoreInput: !rest.isEmpty), rest, 0) else { return }
        run(rest)
    }

    mutating func inputEnded() { perform(conversation.inputEnded(), [], 0) }
    mutating func waitEnded() { perform(conversation.waitEnded(), [], 0) }
    mutating func answerFailed() { perform(conversation.answerFailed(), [], 0) }

    mutating func drain() {
        conversation.beginDrain()
        perform(conversation.closeIfIdle(), [], 0)
    }

    private mutating func run(_ bytes: [UInt8]) {
        var offset = 0
        while goesOn(conversation.receive(bytes.span, &offset), bytes, offset) {}
    }

    private mutating func perform(
        _ action: Conversation.Action?, _ bytes: [UInt8], _ offset: Int
    ) {
        guard let action else { return }
        _ = goesOn(action, bytes, offset)
    }

    private mutating func goesOn(
        _ action: Conversation.Action?, _ bytes: [UInt8], _ offset: Int
    ) -> Bool {
        guard let action else { return true }
        let hasMore = offset < bytes.count
        switch action {
        case .needInput: return false
        case .send(let record):
            entries.append(.sent(record))
            return true
        case .sendEnd(let record):
            entries.append(.sent(record))
            return goesOn(conversation.answered(hasMoreInput: hasMore), bytes, offset)
        case .handle(let head):
            let parameters =
                switch conversation.parameters {
                case .inInput(let range): Array(bytes[range])
                case .kept(let bytes): bytes
                }
            guard NameValuePairs.areWhole(parameters.span) else {
                return goesOn(conversation.parametersAreMalformed(), bytes, offset)
            }
            entries.append(
                head.isOversized
                    ? .refused(
                        id: head.requestID, role: head.role, keep: head.keepConnection)
                    : .answered(
                        id: head.requestID, role: head.role, keep: head.keepConnection,
                        parameters: parameters, body: conversation.body))
            guard !answersWait else {
                unread = Array(bytes[offset...])
                return false
            }
            return goesOn(conversation.answered(hasMoreInput: hasMore), bytes, offset)
        case .linger:
            entries.append(.lingered)
            perform(conversation.readAway(bytes.count - offset), bytes, bytes.count)
            return false
        case .close(let ending):
            entries.append(.closed(ending))
            return false
        }
    }
}

extension Transcript.Entry {
    /// A request of `request(…)`, answered.
    static func answered(
        _ id: UInt16 = 1, role: Role = .responder, keep: Bool = true,
        _ parameters: [UInt8] = pair("REQUEST_URI", "/a"), body: RequestBody = .discarded
    ) -> Transcript.Entry {
        .answered(id: id, role: role, keep: keep, parameters: parameters, body: body)
    }

    static func answered(_ parameters: [UInt8]) -> Transcript.Entry { .answered(1, parameters) }
}
