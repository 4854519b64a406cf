extension Conversation {
    enum Phase: Equatable, Sendable {
        /// Between two requests; a record may have begun.
        case idle
        case parameters
        case body
        /// A request was handed out, and its answer is not out yet.
        case answering
        /// The last answer is out: what still comes is read and thrown away until the peer closes.
        case lingering
        case closed
    }

    /// What is to be done next.
    enum Action: Equatable {
        /// Nothing, until more bytes come.
        case needInput
        /// Send a record of our own, then go on receiving.
        case send([UInt8])
        /// Send a record that ends the request, then say `answered`.
        case sendEnd([UInt8])
        /// Answer this request, then say `answered`.
        case handle(RequestHead)
        /// Tell the peer that nothing more comes, and read what it still sends: closing a TCP socket
        /// with unread input resets it, and the reset can overtake the answer.
        case linger
        case close(Ending)
    }

    /// Why a connection is closed.
    enum Ending: Equatable, Sendable {
        /// Nothing was owed to the peer.
        case settled
        /// There are too many connections, and on this one came no request that is answered all the same.
        case beyondLimit
        case fault(ProtocolFault)
        /// The peer closed in the midst of a request.
        case vanished
        case timedOut
        case answerLost
    }

    /// What the connection waits for; the limits of the server say for how long.
    enum Wait: Equatable, Sendable {
        /// The rest of what has begun.
        case request
        /// That the peer takes its answer.
        case answer
        case linger
        /// The first request on a connection that had just been accepted when draining began, or that came beyond
        /// the limit.
        case firstRequest
    }
}
