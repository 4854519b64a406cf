package import CGI

/// What answers the requests. One instance serves all workers, each on its own thread.
package protocol RequestHandler: Sendable {
    /// The variables that `respond` looks at; others may be missing. Nil if it wants all.
    var variableNames: CGIVariableNames? { get }

    /// Appends the whole CGI response (headers, an empty line, the body: RFC 3875, section 6) to
    /// `response`, which is empty and keeps its capacity from request to request.
    func respond(to request: borrowing Request, into response: inout [UInt8])

    /// Does the same for a request with more bytes of parameters than the server takes. They were read and
    /// thrown away, so the request has no variables.
    func refuse(
        _ request: borrowing Request, ofMoreThan limit: Int, into response: inout [UInt8])

    /// Whether a request is answered although there are too many connections (`ServerLimits.keptBack`).
    func answersBeyondLimit(_ request: borrowing Request) -> Bool
}

extension RequestHandler {
    package var variableNames: CGIVariableNames? { nil }

    package func answersBeyondLimit(_ request: borrowing Request) -> Bool { false }

    package func refuse(
        _ request: borrowing Request, ofMoreThan limit: Int, into response: inout [UInt8]
    ) {
        response += "Status: 431 Request Header Fields Too Large\r\nContent-Length: 0\r\n\r\n".utf8
    }
}

/// A request, valid only during the call that gets it.
package struct Request: ~Copyable, ~Escapable {
    package let role: Role
    package let variables: CGIVariables
    package let body: RequestBody
    /// Which of the server's workers answers it, counted from 0.
    package let worker: Int
    /// When it was there as a whole: nanoseconds on the monotonic clock.
    package let begin: Int64

    @_lifetime(copy variables)
    init(role: Role, variables: CGIVariables, body: RequestBody, worker: Int, begin: Int64) {
        self.role = role
        self.variables = variables
        self.body = body
        self.worker = worker
        self.begin = begin
    }
}

/// What came on STDIN.
package enum RequestBody: Sendable, Equatable {
    /// The server was told to throw bodies away (`ServerLimits.bodies`).
    case discarded
    case whole([UInt8])
    /// Longer than the server collects.
    case tooLong
}
