import Answers
import CGI
import Fields

/// What the web server asks for with the FastCGI parameter DISTRIB_ENDPOINT, never with a URL, so that
/// endpoints cannot collide with the application's paths.
enum Endpoint {
    /// Whether new sessions are welcome.
    enum Readiness {
        case ready, busy
        /// None of the Sites of the Pool is this one.
        case notServed
    }

    static func append(
        _ name: Span<UInt8>, _ readiness: Readiness, _ variables: CGIVariables,
        into output: inout [UInt8]
    ) {
        let form = AnswerForm(method: Method.of(variables))
        if name.equals("health") {
            // For DNS failover of Site Names: a busy Site still serves its sessions.
            PlainAnswer.append(
                status: 200, label: "health", text: "ok\n", asked: form, to: &output)
        } else if name.equals("ready") {
            // For DNS load balancing of Pool and Group Names.
            let text =
                switch readiness {
                case .ready: "ready\n"
                case .busy: "busy\n"
                case .notServed: "this pool is not served here\n"
                }
            PlainAnswer.append(
                status: readiness == .ready ? 200 : 503, label: "ready", text: text, asked: form,
                to: &output)
        } else {
            PlainAnswer.append(
                status: 404, label: "no-endpoint",
                text: "No such endpoint: DISTRIB_ENDPOINT is health or ready.\n", asked: form,
                to: &output)
        }
    }
}
