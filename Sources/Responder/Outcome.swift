package import Distribution

/// What became of a request.
package enum Outcome: Sendable {
    case decided(Decision, pool: Int)
    /// The session started here, whatever was decided.
    case observed(ObservedDecision, pool: Int)
    /// The decision was to start a session, but this is a session that ended, handed back in a way that can't
    /// start another one: the client was sent away to come again.
    case handedBack(Decision, pool: Int)
    case refused(Refusal)
    case endpoint

    /// What `X-Distrib-Decision` says; nil for endpoints, which have labels of their own.
    package var label: String? {
        switch self {
        case .decided(let decision, _): "\(decision.row.label)"
        case .observed(let observed, _):
            "\(ObservedDecision.labelPrefix)\(observed.decision.row.label)"
        case .handedBack: "\(HandBack.label)"
        case .refused(let refusal): "\(refusal.label)"
        case .endpoint: nil
        }
    }
}
