package import Topology

/// A request that gets no decision, and why.
package enum Refusal: Error, Equatable {
    case malformedHost(HostNameError)
    /// Several Pools are configured, none knows the Host, and the web server names none.
    case unknownPool
    /// The Pool is configured, but none of its Sites is this one.
    case poolNotServedHere(HostName)

    package var status: Int {
        switch self {
        case .malformedHost: 400
        case .unknownPool, .poolNotServedHere: 421
        }
    }

    package var label: StaticString {
        switch self {
        case .malformedHost: "bad-request"
        case .unknownPool, .poolNotServedHere: "misdirected"
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
        }
    }
}
