package import SystemCalls

/// What an operator may want to know of; `description` says what happened and what happens now.
package enum ServerEvent: Sendable, Equatable, CustomStringConvertible {
    case connectionRefused(limit: Int)
    case descriptorsExhausted
    case peerNotAllowed(peer: String)
    case acceptFailed(SystemCallError)
    case workerFailed(SystemCallError)
    case protocolFault(ProtocolFault, peer: String)
    case requestTimedOut(peer: String)
    /// The peer closed in the middle of a request.
    case peerVanished(peer: String)
    /// The peer was gone, or did not read, before its answer was out.
    case answerLost(peer: String)

    /// What happened, whoever it was.
    package enum Kind: String, CaseIterable, Sendable, CustomStringConvertible {
        case connectionRefused = "connection-limit"
        case descriptorsExhausted = "no-descriptor"
        case peerNotAllowed = "peer-not-allowed"
        case acceptFailed = "accept-failed"
        case workerFailed = "worker-failed"
        case protocolFault = "protocol-fault"
        case requestTimedOut = "request-timed-out"
        case peerVanished = "peer-vanished"
        case answerLost = "answer-lost"

        package var description: String { rawValue }
    }

    package var kind: Kind {
        switch self {
        case .connectionRefused: .connectionRefused
        case .descriptorsExhausted: .descriptorsExhausted
        case .peerNotAllowed: .peerNotAllowed
        case .acceptFailed: .acceptFailed
        case .workerFailed: .workerFailed
        case .protocolFault: .protocolFault
        case .requestTimedOut: .requestTimedOut
        case .peerVanished: .peerVanished
        case .answerLost: .answerLost
        }
    }

    package var description: String {
        switch self {
        case .connectionRefused(let limit):
            "connection refused: all \(limit) allowed connections are open; the web server has to do without"
        case .descriptorsExhausted:
            "connection refused: no file descriptor is left; raise the limit (LimitNOFILE, ulimit -n)"
        case .peerNotAllowed(let peer):
            "connection refused: \(peer) is not among FCGI_WEB_SERVER_ADDRS"
        case .acceptFailed(let error): "\(error); accepting goes on in a moment"
        case .workerFailed(let error): "\(error); this worker goes on after a moment"
        case .protocolFault(let fault, let peer): "\(fault), from \(peer); connection closed"
        case .requestTimedOut(let peer):
            "request not complete in time, from \(peer); connection closed"
        case .peerVanished(let peer): "connection closed in the midst of a request by \(peer)"
        case .answerLost(let peer): "answer not taken by \(peer); connection closed"
        }
    }
}

extension ProtocolFault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notFastCGI: "not FastCGI version 1"
        case .unexpectedRecord(let type): "FastCGI record of type \(type) out of place"
        case .malformedBegin: "malformed FastCGI BEGIN_REQUEST"
        case .malformedParameters: "FastCGI parameters whose lengths do not fit their records"
        case .oversized(let limit): "request with more than \(limit) bytes of parameters"
        }
    }
}
