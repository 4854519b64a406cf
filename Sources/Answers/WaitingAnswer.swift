// The waiting page as an answer (rows 3b, 3d and 3g), and its twin for programs and scripts: a problem document
// (RFC 9457). Both lead on to this Site's Name with the place.

import CGI
import Distribution
import Fields
import Topology

extension AnswerWriter {
    /// - Parameter group: the Group whose Name leads to all Sites again, without the place
    func appendWaitingPage(
        _ waiting: Waiting, orAllSitesOf group: Group.ID, _ decision: Decision,
        _ request: borrowing SessionlessRequest, _ asked: AnswerForm, _ output: inout [UInt8]
    ) {
        var retry: [UInt8] = []
        distributor.appendWaitingLocation(waiting, for: request, to: &retry)
        var allSites: [UInt8] = []
        distributor.appendRetryLocation(atGroup: group, for: request, to: &allSites)
        // The body leads on as well, so that a place is not lost where this would be too long for a field.
        let fitsField = LocationLimit.allows(retry.count, request.variables)
        let status = refusalStatus(asked)
        output.appendStatus(status)
        output.appendField("Retry-After", number: waiting.retryAfterSeconds)
        if fitsField, !isProblem(asked) { output.appendRefresh(waiting.retryAfterSeconds, retry) }
        output.appendField("Cache-Control", "no-store")
        output.appendField("X-Distrib-Decision", decision.row.label)
        if isProblem(asked) {
            if fitsField, asked.isFetch { output.appendField("X-Distrib-Location", retry) }
            let body = waitingProblem(waiting, status, retry, allSites, decision)
            return output.appendBody(body, type: "application/problem+json", asked)
        }
        appendLocalizedPage(waitingPage, request, asked, &output) { language in
            PageContent(
                language: language, policy: policy.busyPage, retryURL: retry,
                retryAfter: waiting.retryAfterSeconds, wasSent: asked.method == .other,
                state: .waiting(waiting, allSitesURL: allSites))
        }
    }

    private func waitingProblem(
        _ waiting: Waiting, _ status: Int, _ retry: [UInt8], _ allSites: [UInt8],
        _ decision: Decision
    ) -> [UInt8] {
        let isCalled = waiting.place.isCalled
        var body: [UInt8] = []
        body.append(#"{"type":"about:blank","title":""#)
        body.append(isCalled ? "Your Turn" : "Waiting in Line")
        body.append(#"","status":"#)
        body.appendDecimal(Int64(status))
        body.append(#","detail":""#)
        body.append(isCalled ? "A session can start in a few seconds" : "Others were there before")
        body.append(#"; nothing was done. Ask again at retry_url.","decision":""#)
        body.append(decision.row.label)
        body.append(#"","called":"#)
        body.append(isCalled ? "true" : "false")
        body.append(#","ahead":"#)
        body.appendDecimal(Int64(waiting.ahead))
        body.append(#","expected_at":"#)
        if let time = waiting.expectedTime {
            body.append("\"")
            time.append(to: &body)
            body.append("\"")
        } else {
            body.append("null")
        }
        body.append(#","retry_after":"#)
        body.appendDecimal(waiting.retryAfterSeconds)
        body.append(#","retry_url":""#)
        body.append(retry.span)
        body.append(#"","all_sites_url":""#)
        body.append(allSites.span)
        body.append("\"}\n")
        return body
    }
}

extension [UInt8] {
    /// Leads on like `<meta http-equiv="refresh">` (HTML Standard, the header `Refresh`).
    fileprivate mutating func appendRefresh(_ seconds: Int64, _ uri: [UInt8]) {
        append("Refresh: ")
        appendDecimal(seconds)
        append("; url=")
        append(contentsOf: uri)
        appendLineEnd()
    }
}
