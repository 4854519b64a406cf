/// What the web server and the client want the answer to look like.
package struct AnswerForm: Sendable, Equatable {
    package enum Method: Sendable {
        case get
        case head
        /// Any other method; a redirect must keep its body.
        case other
    }

    /// What the web server asks for.
    package enum Question: Sendable, Equatable {
        /// The client's answer: FastCGI's role of a responder.
        case response
        /// Whether the request may pass, which 200 says: the role of an authorizer (FastCGI 1.0,
        /// section 6.3).
        case permission
    }

    package var method: Method
    package var question: Question
    /// Whether the client accepts JSON, but does not name HTML.
    package var prefersJSON: Bool
    /// Whether a script asks, which can't follow a redirect to another host.
    package var isFetch: Bool

    package init(
        method: Method = .get, question: Question = .response, prefersJSON: Bool = false,
        isFetch: Bool = false
    ) {
        self.method = method
        self.question = question
        self.prefersJSON = prefersJSON
        self.isFetch = isFetch
    }
}
