internal import Distribution
internal import Logging
internal import Responder
internal import Topology

/// Every decision with what it was decided on, at log level debug.
enum DecisionLog {
    /// Nil where the level is higher, so that the request path does no work for it.
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
