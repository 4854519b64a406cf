package import CGI

/// What answers the requests. One instance serves all workers, each on its own thread.
package protocol RequestHandler: Sendable {
    /// The variables that `respond` looks at: it may find others missing. Nil where it wants all.
    var variableNames: CGIVariableNames? { get }

    /// Appends the whole CGI response (headers, an empty line, the body: RFC 3875, section 6) to
    /// `response`, which is empty and keeps its capacity from request to request.
    func respond(to request: borrowing Request, into response: inout [UInt8])
}

extension RequestHandler {
    package var variableNames: CGIVariableNames? { nil }
}

/// A request, valid inside the call it is handed to.
package struct Request: ~Copyable, ~Escapable {
    package let role: Role
    package let variables: CGIVariables
    private let body: BodySource?

    @_lifetime(copy variables)
    init(role: Role, variables: CGIVariables, body: BodySource?) {
        self.role = role
        self.variables = variables
        self.body = body
    }

    /// The body (STDIN), once; the worker waits for it, and takes no more than `maximumBytes`.
    package func readBody(upTo maximumBytes: Int) -> BodyRead {
        body?.read(upTo: maximumBytes) ?? .discarded
    }
}

/// How reading a body ended.
package enum BodyRead: Sendable, Equatable {
    case whole([UInt8])
    case tooLong
    /// The peer closed, took the request back, fell silent, or sent what is no FastCGI.
    case cutOff
    /// The server was told to discard bodies (`ServerLimits.bodies`).
    case discarded
}
