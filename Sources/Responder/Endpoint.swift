import Answers
import CGI
import Fields

/// What the web server asks for with the FastCGI parameter DISTRIB_ENDPOINT, never with a URL, so that
/// endpoints cannot collide with the application's paths.
enum Endpoint {
    static func append(
        _ name: Span<UInt8>, isBusy: Bool, _ variables: CGIVariables, into output: inout [UInt8]
    ) -> Outcome {
        let withBody = Method.of(variables) != .head
        if name.equals("health") {
            // For DNS failover of Site Names: a busy Site still serves its sessions.
            PlainAnswer.append(
                status: 200, label: "health", text: "ok\n", withBody: withBody, to: &output)
        } else if name.equals("ready") {
            // For DNS load balancing of Pool and Group Names.
            PlainAnswer.append(
                status: isBusy ? 503 : 200, label: "ready", text: isBusy ? "busy\n" : "ready\n",
                withBody: withBody, to: &output)
        } else {
            PlainAnswer.append(
                status: 404, label: "no-endpoint",
                text: "No such endpoint: DISTRIB_ENDPOINT is health or ready.\n",
                withBody: withBody, to: &output)
        }
        return .endpoint
    }
}
