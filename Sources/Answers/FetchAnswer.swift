// What a script is told instead of a redirect: a problem document (RFC 9457). A URI has no character that JSON
// would have to escape.

import Distribution
import Fields
import Topology

extension AnswerWriter {
    /// Tells a script to where a page would be redirected. A field says the same, for scripts that do not look at
    /// the body.
    func appendFetchProblem(
        _ location: [UInt8], _ decision: Decision, _ asked: AnswerForm, _ output: inout [UInt8]
    ) {
        let retryAfter = policy.busyPage.retryAfter
        var body: [UInt8] = []
        body.append(#"{"type":"about:blank","title":"The session begins elsewhere","status":503,"#)
        body.append(#""detail":"Load the page at this location; nothing was done.","decision":""#)
        body.append(decision.row.label)
        body.append(#"","location":""#)
        body.append(location.span)
        body.append(#"","retry_after":"#)
        body.appendDecimal(retryAfter)
        body.append("}\n")
        output.appendStatus(503)
        output.appendField("Retry-After", number: retryAfter)
        output.appendField("Cache-Control", "no-store")
        output.appendField("X-Distrib-Decision", decision.row.label)
        output.appendField("X-Distrib-Location", location)
        output.appendBody(body, type: "application/problem+json", asked)
    }
}
