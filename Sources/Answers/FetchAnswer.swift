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
        output.appendStatus(503)
        output.append("Retry-After: ")
        output.appendDecimal(retryAfter)
        output.append("\r\nCache-Control: no-store\r\nX-Distrib-Decision: ")
        output.append(decision.row.label)
        output.append("\r\nX-Distrib-Location: ")
        output.append(location.span)
        let start = output.beginProblem()
        output.append(
            #"{"type":"about:blank","title":"The session begins elsewhere","status":503,"#)
        output.append(#""detail":"Load the page at this location; nothing was done.","decision":""#)
        output.append(decision.row.label)
        output.append(#"","location":""#)
        output.append(location.span)
        output.append(#"","retry_after":"#)
        output.appendDecimal(retryAfter)
        output.append("}\n")
        output.endBody(from: start, asked)
    }
}

extension [UInt8] {
    /// Begins a problem document, behind a field without its line end.
    mutating func beginProblem() -> Int {
        append("\r\nContent-Type: application/problem+json\r\nContent-Length: ")
        return beginBody()
    }
}
