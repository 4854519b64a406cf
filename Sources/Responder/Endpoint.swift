import Answers
import CGI
import Fields
import JSON
import Observation
import Peers

/// What the web server asks for with the FastCGI parameter DISTRIB_ENDPOINT, never with a URL, so that
/// endpoints cannot collide with the application's paths.
enum Endpoint {
    /// Whether new sessions are welcome.
    struct Readiness {
        let isReady: Bool
        /// What this Site says of itself to other Sites; nil where several Pools were asked for, or none.
        var report: [UInt8]?
        /// Whether a Site of the Pool is this one.
        var isServed = true

        static let notServed = Readiness(isReady: false, isServed: false)

        var text: String {
            !isServed ? "this pool is not served here\n" : isReady ? "ready\n" : "busy\n"
        }
    }

    /// Whether a request asks for one. Such requests are answered also when connections are at their limit.
    static func isAsked(_ variables: CGIVariables) -> Bool { name(variables) != nil }

    @_lifetime(copy variables)
    static func name(_ variables: CGIVariables) -> Span<UInt8>? {
        guard let name = variables.value(of: .distribEndpoint), !name.isEmpty else { return nil }
        return name
    }

    /// - Parameter observe: says what `status` and `metrics` tell; nil where no process runs that could be observed
    static func append(
        _ name: Span<UInt8>, _ variables: CGIVariables, _ readiness: Readiness,
        observe: (() -> Snapshot)?, into output: inout [UInt8]
    ) {
        var answer = PlainAnswer(
            label: "no-endpoint", form: AnswerForm(method: Method.of(variables)))
        if name.equals("health") {
            // For DNS failover of Site Names: a busy Site still serves its sessions.
            answer.label = "health"
            answer.append("ok\n", to: &output)
        } else if name.equals("ready") {
            answer.label = "ready"
            append(readiness, answer, to: &output)
        } else if name.equals("status"), let observe {
            answer.label = "status"
            append(observe(), StatusFormat(variables), answer, to: &output)
        } else if name.equals("metrics"), let observe {
            answer.label = "metrics"
            answer.contentType = Metrics.contentType
            answer.append(Metrics.text(of: observe()), to: &output)
        } else {
            answer.status = 404
            answer.append(
                "No such endpoint: DISTRIB_ENDPOINT is health, ready, status or metrics.\n",
                to: &output)
        }
    }

    /// For DNS load balancing of Pool and Group Names, and for other Sites.
    private static func append(
        _ readiness: Readiness, _ answer: PlainAnswer, to output: inout [UInt8]
    ) {
        var answer = answer
        answer.status = readiness.isReady ? 200 : 503
        if let report = readiness.report { answer.field = (SiteReport.fieldName, report) }
        answer.append(readiness.text, to: &output)
    }

    private static func append(
        _ snapshot: Snapshot, _ format: StatusFormat, _ answer: PlainAnswer,
        to output: inout [UInt8]
    ) {
        var answer = answer
        switch format {
        case .page:
            answer.contentType = "text/html; charset=utf-8"
            answer.contentSecurityPolicy = StatusPage.contentSecurityPolicy
            answer.append(StatusPage.html(of: snapshot), to: &output)
        case .json:
            answer.contentType = "application/json"
            answer.append(snapshot.json.pretty, to: &output)
        case .text: answer.append(StatusText.text(of: snapshot), to: &output)
        }
    }
}

/// How the status is written down: as a page for people, unless `?json`, `?text` or Accept asks for something else.
private enum StatusFormat {
    case page, json, text

    init(_ variables: CGIVariables) {
        if StatusFormat.query(variables, equals: "json") {
            self = .json
        } else if StatusFormat.query(variables, equals: "text") {
            self = .text
        } else if let field = variables.value(of: .accept), Accept.prefersJSON(field) {
            self = .json
        } else {
            self = .page
        }
    }

    private static func query(_ variables: CGIVariables, equals word: StaticString) -> Bool {
        if let uri = variables.value(of: .requestURI) {
            guard let mark = uri.firstIndex(of: UInt8(ascii: "?")) else { return false }
            return uri.extracting((mark + 1)...).equals(word)
        }
        return variables.value(of: .queryString)?.equals(word) ?? false
    }
}
