internal import Distribution
internal import Logging
internal import Responder
internal import Topology

/// Logs every decision and its reasons, at level debug.
enum DecisionLog {
    /// Nil where the logger leaves debug messages out: then requests do no work for them.
    static func writer(to logger: Logger) -> (@Sendable (Outcome, Service) -> Void)? {
        guard logger.logLevel <= .debug else { return nil }
        return { outcome, service in write(outcome, service, to: logger) }
    }

    private static func write(_ outcome: Outcome, _ service: Service, to logger: Logger) {
        switch outcome {
        case .decided(let decision, let index):
            let pool = service.pools[index].pool
            var metadata: Logger.Metadata = [
                "pool": "\(pool.name)", "row": "\(decision.row.rawValue)",
                "host": "\(DecisionText.host(decision.host, pool))",
            ]
            if let marker = decision.marker {
                metadata["marker"] = "\(DecisionText.marker(marker))"
            }
            if let group = decision.properGroup {
                metadata["group"] = "\(pool[group.group].name) (\(DecisionText.reason(group)))"
            }
            logger.debug("\(decision.row.label)", metadata: metadata)
        case .refused(let refusal):
            logger.debug("\(refusal.label)", metadata: ["why": "\(refusal.text.dropLast())"])
        case .endpoint: logger.debug("endpoint")
        }
    }
}
