internal import Answers
internal import CGI
internal import Distribution
internal import Fields
internal import Logging
internal import Responder
internal import Topology

/// Logs every decision and its reasons: who asked for what, and what was answered.
struct DecisionLog {
    private var logger: Logger
    private let level: Logger.Level

    /// Decisions are at debug, unless the operator wants them whatever the logger's level is.
    init(_ logger: Logger, _ options: Daemon.Options) {
        self.logger = logger
        level = options.logsDecisions ? .info : .debug
        if options.logsDecisions { self.logger.logLevel = level }
    }

    /// Nil where the logger leaves the messages out: then requests do no work for them.
    var writer: Responder.Observer? {
        guard logger.logLevel <= level else { return nil }
        return { [logger, level] outcome, service, variables in
            var metadata = DecisionLog.request(variables, service)
            metadata.merge(DecisionLog.reasons(outcome, service)) { _, reason in reason }
            logger.log(
                level: level, "\(outcome.label ?? "endpoint")", metadata: metadata)
        }
    }

    private static func request(_ variables: CGIVariables, _ service: Service) -> Logger.Metadata {
        var target = variables.value(of: .requestURI)
        if target == nil { target = variables.value(of: .pathInfo) }
        return [
            "client": "\(text(service.client(of: variables)))",
            "host": "\(text(variables.value(of: .host)))", "target": "\(text(target))",
        ]
    }

    private static func reasons(_ outcome: Outcome, _ service: Service) -> Logger.Metadata {
        switch outcome {
        case .decided(let decision, let index), .handedBack(let decision, let index):
            return reasons(decision, service.pools[index])
        case .observed(let observed, let index):
            var metadata = reasons(observed.decision, service.pools[index])
            metadata["observed"] = "true"
            metadata["after"] = observed.after.map { "\($0.rawValue)" }
            return metadata
        case .refused(let refusal): return ["why": "\(refusal.text.dropLast())"]
        case .endpoint: return [:]
        }
    }

    private static func reasons(_ decision: Decision, _ service: PoolService) -> Logger.Metadata {
        let pool = service.pool
        var metadata: Logger.Metadata = [
            "pool": "\(pool.name)", "row": "\(decision.row.rawValue)",
            "host_is": "\(DecisionText.host(decision.host, pool))",
        ]
        if let marker = decision.marker {
            metadata["marker"] = "\(DecisionText.marker(marker))"
        }
        if let group = decision.properGroup {
            metadata["group"] = "\(pool[group.group].name) (\(DecisionText.reason(group)))"
        }
        if let writer = service.writer {
            if let answer = decision.door {
                let name = DecisionText.admissionClass(answer, writer.distributor)
                metadata["class"] = "\(name)"
                metadata["refused"] = answer.refusal.map { "\($0.rawValue)" }
            }
            metadata.merge(place(decision.action, writer.distributor)) { $1 }
        }
        return metadata
    }

    /// Of whoever waits, or is led on with a place: since when, and what a waiting page says.
    private static func place(
        _ action: Decision.Action, _ distributor: Distributor
    ) -> Logger.Metadata {
        func common(_ place: Place) -> Logger.Metadata {
            let answer = DoorAnswer(admissionClass: place.admissionClass, refusal: nil)
            return [
                "class": "\(DecisionText.admissionClass(answer, distributor))",
                "arrived": "\(place.time)",
            ]
        }
        switch action {
        case .redirectToSite(_, let marking): return marking.place.map(common) ?? [:]
        case .wait(let waiting, _):
            var metadata = common(waiting.place)
            metadata["called"] = "\(waiting.place.isCalled)"
            metadata["ahead"] = "\(waiting.ahead)"
            metadata["expected_wait"] = waiting.expectedWait.map { "\(seconds($0))" } ?? "unknown"
            metadata["retry_after"] = "\(seconds(waiting.retryAfter))"
            return metadata
        case .redirectToGroup, .startSession, .allSitesBusy: return [:]
        }
    }

    /// Rounded up, as the page says them.
    private static func seconds(_ milliseconds: Int64) -> String {
        "\((milliseconds + 999) / 1000)s"
    }

    /// What a client wrote must not break the line, nor fill the log: bytes that stand in no URI are
    /// percent-encoded, and what is long is cut.
    private static func text(_ bytes: Span<UInt8>?) -> String {
        guard let bytes else { return "-" }
        var text: [UInt8] = []
        text.appendURIBytes(bytes.extracting(first: 1024))
        let end = bytes.count > 1024 ? "..." : ""
        return String(decoding: text, as: UTF8.self) + end
    }
}
