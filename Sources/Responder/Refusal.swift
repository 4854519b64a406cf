package import Observation
package import Topology

/// A request that gets no decision, or whose decision can't be answered, and why. A refusal is an answer like
/// any other: a web server that got none would take the component for dead.
package enum Refusal: Error, Equatable {
    case malformedHost(HostNameError)
    /// Several Pools are configured, none knows the Host, and the web server names none.
    case unknownPool
    /// The Pool is configured, but none of its Sites is this one.
    case poolNotServedHere(HostName)
    /// The address in the answer's header would be longer than the web server takes.
    case tooLong
    /// More bytes of parameters than the server takes.
    case tooManyFields(limit: Int)
    /// A browser fetches a page that nobody has asked for yet.
    case prefetch

    package var status: Int {
        switch self {
        case .malformedHost: 400
        case .tooLong: 414
        case .unknownPool, .poolNotServedHere: 421
        case .tooManyFields: 431
        case .prefetch: 503
        }
    }

    package var label: StaticString { reason.label }

    package var reason: RefusalReason {
        switch self {
        case .malformedHost: .badRequest
        case .tooLong: .tooLong
        case .unknownPool, .poolNotServedHere: .misdirected
        case .tooManyFields: .tooManyFields
        case .prefetch: .prefetch
        }
    }

    package var text: String {
        switch self {
        case .malformedHost(let error):
            "The Host of this request is malformed: \(error). The request was not passed on.\n"
        case .unknownPool:
            "No pool that is served here knows the Host of this request. It was not passed on.\n"
        case .poolNotServedHere(let pool):
            "The pool \(pool) is not served at this site. The request was not passed on.\n"
        case .tooLong:
            "The address of this request is too long. The request was not passed on.\n"
        case .tooManyFields(let limit):
            "This request has more than \(limit) bytes of header fields. It was not passed on.\n"
        case .prefetch:
            "No session starts for a page that is fetched in advance. Nothing was passed on.\n"
        }
    }
}
