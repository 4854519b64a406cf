@testable import FastCGI

/// One connection's stream, read by read, as the event loop takes it: what follows from it, in order. The
/// only file that knows how the FastCGI room is told of bytes.
struct ConnectionRun {
    struct Event: Equatable {
        let what: String
        /// Answered for the last time: what follows is read away.
        var isLast = false
        /// Answered before the end of a long body.
        var isEarly = false
        /// A record that ends the request without an answer.
        var isEnd = false
    }

    private var conversation: Conversation
    private var events: [Event] = []

    private init(_ rules: ConversationRules) { conversation = Conversation(rules) }

    /// - Parameter reads: how many bytes come at one go, one after the other
    static func events(_ stream: [UInt8], reads: [Int], collectsBodies: Bool) -> [Event] {
        var run = ConnectionRun(collectsBodies ? collecting : discarding)
        var position = 0
        for count in reads where count > 0 {
            guard run.take(Array(stream[position..<position + count])) else { return run.events }
            position += count
        }
        _ = run.follow(run.conversation.inputEnded(), of: [], hasMoreInput: false)
        return run.events
    }

    private static let discarding = rules(.discarded)
    private static let collecting = rules(.collected(upTo: 64))

    private static func rules(_ bodies: ServerLimits.Bodies) -> ConversationRules {
        var limits = ServerLimits()
        limits.maximumRequestBytes = 2048
        limits.earlyAnswerBodyBytes = 512
        limits.bodies = bodies
        return ConversationRules(limits)
    }

    /// - Returns: whether the connection goes on.
    private mutating func take(_ input: [UInt8]) -> Bool {
        var offset = 0
        while offset < input.count {
            let action = conversation.receive(input.span, &offset)
            guard follow(action, of: input, hasMoreInput: offset < input.count) else {
                return false
            }
        }
        return true
    }

    private mutating func follow(
        _ action: Conversation.Action, of input: [UInt8], hasMoreInput: Bool
    ) -> Bool {
        switch action {
        case .needInput: return true
        case .send(let record):
            events.append(Event(what: "sends \(quoted(record))"))
            return true
        case .sendEnd(let record):
            events.append(
                Event(
                    what: "ends by \(quoted(record))",
                    isEarly: conversation.request.isCutShort, isEnd: true))
        case .handle(let head):
            guard NameValuePairs.areWhole(parameters(input).span) else {
                return follow(
                    conversation.parametersAreMalformed(), of: input, hasMoreInput: hasMoreInput)
            }
            events.append(
                Event(what: text(head, input), isEarly: conversation.request.isCutShort))
        case .linger: return false
        case .close(let ending):
            events.append(Event(what: "closes: \(ending)"))
            return false
        }
        switch conversation.answered(hasMoreInput: hasMoreInput) {
        case nil: return true
        // What of it happens depends on whether more has come already.
        case .linger, .close(.settled):
            events[events.count - 1].isLast = true
            return false
        case let action?:
            events.append(Event(what: "after an answer: \(action)"))
            return false
        }
    }

    private func text(_ head: RequestHead, _ input: [UInt8]) -> String {
        "request \(head.requestID), \(head.role), keeps: \(head.keepConnection), "
            + "\(conversation.body), \(quoted(parameters(input)))"
    }

    private func parameters(_ input: [UInt8]) -> [UInt8] {
        switch conversation.parameters {
        case .inInput(let range): Array(input[range])
        case .kept(let bytes): bytes
        }
    }
}
