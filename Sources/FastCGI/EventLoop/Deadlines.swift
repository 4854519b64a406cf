internal import SystemCalls

/// The deadlines of one worker's connections, which follow from what each conversation waits for.
struct Deadlines {
    private let request: DeadlineQueue
    private let answer: DeadlineQueue
    private let linger: DeadlineQueue
    private let firstRequest = DeadlineQueue(nanoseconds: 1_000_000_000)

    init(_ limits: ServerLimits) {
        request = DeadlineQueue(nanoseconds: limits.requestTimeout.nanoseconds)
        answer = DeadlineQueue(nanoseconds: limits.sendTimeout.nanoseconds)
        linger = DeadlineQueue(nanoseconds: limits.lingerTimeout.nanoseconds)
    }

    /// Starts the time for what the connection waits for now, unless it has already started.
    func follow(_ connection: Connection) {
        // Whatever is to be sent, the peer has as much time to take it as for an answer.
        let wait = connection.output == nil ? connection.conversation.wait : .answer
        guard let wait else { return connection.clearDeadline() }
        let queue = queue(for: wait)
        guard !connection.waits(in: queue) else { return }
        queue.start(connection, now: monotonicNanoseconds())
    }

    /// On the monotonic clock; far away where there is none.
    var next: Int64 { min(request.next, answer.next, linger.next, firstRequest.next) }

    /// A connection whose time is over.
    func expired(now: Int64) -> Connection? {
        request.expired(now: now) ?? answer.expired(now: now) ?? linger.expired(now: now)
            ?? firstRequest.expired(now: now)
    }

    private func queue(for wait: Conversation.Wait) -> DeadlineQueue {
        switch wait {
        case .request: request
        case .answer: answer
        case .linger: linger
        case .firstRequest: firstRequest
        }
    }
}
