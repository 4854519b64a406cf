internal import CGI
internal import CLinux
internal import Glibc
internal import SystemCalls

/// From a request that has arrived to its answer: libfcgi makes the environment, the handler decides,
/// libfcgi writes.
final class Answering {
    private let currentHandler: CurrentHandler
    private var latest: CurrentHandler.Use
    private let library: LibraryRequest
    private let durations: DurationCells
    private let worker: Int
    private let maximumRequestBytes: Int
    private var response: [UInt8] = []

    enum Outcome {
        /// The answer is out.
        case sent
        /// It is to be sent when the connection has room.
        case pending([UInt8])
        /// The peer, or libfcgi, did not take it.
        case lost
        /// The environment that libfcgi made is not what the parameters say.
        case malformed
        /// It came beyond the limit of connections, and is none that is answered there.
        case turnedAway
    }

    /// One long answer should not cost its memory for ever.
    private static let keptResponseBytes = 256 * 1024
    /// An answer is written at once if no more than this waits in the socket. Unix sockets take
    /// 208 KiB by Linux's default, TCP sockets at least 45 KiB.
    private static let queueBytes = 32 * 1024
    /// What the system takes beside the bytes of one answer (`struct sk_buff`, its pages).
    private static let queueOverhead = 1024

    init(_ context: ServerContext, worker: Int) throws(SystemCallError) {
        self.worker = worker
        durations = context.durations
        currentHandler = context.handler
        latest = context.handler.use
        maximumRequestBytes = context.limits.maximumRequestBytes
        library = try LibraryRequest(maximumContentBytes: maximumRequestBytes)
    }

    /// - Parameter input: where the parameters are, if the conversation says so
    func answer(
        _ head: RequestHead, of input: Span<UInt8>, to connection: Connection
    ) throws(SystemCallError) -> Outcome {
        switch connection.conversation.parameters {
        case .inInput(let range):
            try answer(head, parameters: input.extracting(range), to: connection)
        case .kept(let bytes):
            try answer(head, parameters: bytes.span, to: connection)
        }
    }

    private func answer(
        _ head: RequestHead, parameters: Span<UInt8>, to connection: Connection
    ) throws(SystemCallError) -> Outcome {
        let begin = monotonicNanoseconds()
        if !currentHandler.isCurrent(latest) { latest = currentHandler.use }
        guard let environment = try library.begin(head, parameters, noting: latest.places) else {
            return .malformed
        }
        let variables =
            if let places = latest.places {
                CGIVariables(unsafeEnvironment: environment, places: places)
            } else {
                CGIVariables(unsafeEnvironment: environment)
            }
        let request = Request(
            role: head.role, variables: variables, body: connection.conversation.body,
            worker: worker, begin: begin)
        if connection.conversation.isBeyondLimit, !latest.handler.answersBeyondLimit(request) {
            library.abandon()
            return .turnedAway
        }
        respond(request, isOversized: head.isOversized)
        durations.count(Int(monotonicNanoseconds() - begin), by: worker)
        guard !hasRoom(connection) else {
            return library.answer(response, directlyTo: connection.descriptor) ? .sent : .lost
        }
        guard let records = library.recordsOfAnswer(response) else { return .lost }
        // The end of this answer may fill the socket, so the system is asked before the next one.
        connection.bytesInQueue = Self.queueBytes
        return .pending(records)
    }

    private func respond(_ request: borrowing Request, isOversized: Bool) {
        // Taken out for the call: the language would otherwise note the access and check every other.
        var answer = response
        response = []
        answer.removeAll(keepingCapacity: answer.capacity <= Self.keptResponseBytes)
        if isOversized {
            latest.handler.refuse(request, ofMoreThan: maximumRequestBytes, into: &answer)
        } else {
            latest.handler.respond(to: request, into: &answer)
        }
        response = answer
    }

    /// Whether the answer goes into the socket at once. A peer that sends requests without reading answers
    /// fills the socket; the system is asked only when that may be so.
    private func hasRoom(_ connection: Connection) -> Bool {
        guard response.count <= LibraryRequest.directAnswerBytes else { return false }
        let bytes = response.count + Self.queueOverhead
        connection.bytesInQueue += bytes
        if connection.bytesInQueue <= Self.queueBytes { return true }
        var waiting: Int32 = 0
        guard socket_output_queue(connection.descriptor, &waiting) == 0, waiting == 0 else {
            return false
        }
        connection.bytesInQueue = bytes
        return true
    }
}
