/// What the server allows its peers. The peers are web servers, so a peer that exceeds a limit means a
/// mistake or an attack, and the web server's own error handling takes over.
package struct ServerLimits: Sendable {
    /// What becomes of the body of a request.
    package enum Bodies: Sendable, Equatable {
        /// It is read and thrown away; the server does not even wait for the end of a long one.
        case discarded
        /// It is collected for the handler; a longer one is answered without its rest.
        case collected(upTo: Int)
    }

    /// How many connections all workers together may have open.
    package var maximumConnections = 16_384
    /// How many are taken in beyond that, each for one request that has a second to come. It is answered if the
    /// handler says that it is one of those which are answered beyond the limit, such as health checks; else the
    /// connection is closed. One more connection is closed at once.
    package var keptBack = 0
    /// The most bytes that BEGIN_REQUEST and PARAMS may take. Beyond it, PARAMS are read and thrown away, and
    /// the request is refused with an answer: web servers take one that gets none for the end of the service.
    package var maximumRequestBytes = 128 * 1024
    /// How many bytes of such PARAMS are read before the connection is closed without an answer.
    package var maximumRefusedBytes = 16 * 1024 * 1024
    /// A request whose body is discarded is answered once this much of the body has arrived.
    package var earlyAnswerBodyBytes = 16 * 1024
    /// How long a request may take, from its first byte to its last.
    package var requestTimeout = Duration.seconds(10)
    /// How long, and for how many bytes, the rest of an answered request is read before its
    /// connection is closed: TCP resets a connection that is closed with unread input, and the reset
    /// can overtake the answer.
    package var lingerTimeout = Duration.seconds(5)
    package var lingerBytes = 64 * 1024 * 1024
    /// How long a peer may take to read its answer, from the first byte to the last.
    package var sendTimeout = Duration.seconds(5)
    package var bodies = Bodies.discarded

    package init() {}
}
