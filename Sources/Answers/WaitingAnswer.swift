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
        var addresses: [UInt8] = []
        addresses.reserveCapacity(512)
        distributor.appendWaitingLocation(waiting, for: request, to: &addresses)
        let retryCount = addresses.count
        distributor.appendRetryLocation(atGroup: group, for: request, to: &addresses)
        let retry = addresses.span.extracting(..<retryCount)
        let allSites = addresses.span.extracting(retryCount...)
        // The body leads on as well, so that a place is not lost where this would be too long for a field.
        let fitsField = LocationLimit.allows(retry.count, request.variables)
        let status = refusalStatus(asked)
        output.appendStatus(status)
        output.append("Retry-After: ")
        output.appendDecimal(waiting.retryAfterSeconds)
        if fitsField, !isProblem(asked) {
            // Leads on like `<meta http-equiv="refresh">` (HTML Standard, the header `Refresh`).
            output.append("\r\nRefresh: ")
            output.appendDecimal(waiting.retryAfterSeconds)
            output.append("; url=")
            output.append(retry)
        }
        output.append("\r\nCache-Control: no-store\r\nX-Distrib-Decision: ")
        output.append(decision.row.label)
        if isProblem(asked) {
            if fitsField, asked.isFetch {
                output.append("\r\nX-Distrib-Location: ")
                output.append(retry)
            }
            let start = output.beginProblem()
            appendWaitingProblem(waiting, status, retry, allSites, decision, &output)
            return output.endBody(from: start, asked)
        }
        output.appendLineEnd()
        let content = PageContent(
            waiting, retryURL: retry, allSitesURL: allSites, wasSent: asked.method == .other)
        waitingPage.append(content, request, asked, to: &output)
    }

    private func appendWaitingProblem(
        _ waiting: Waiting, _ status: Int, _ retry: Span<UInt8>, _ allSites: Span<UInt8>,
        _ decision: Decision, _ body: inout [UInt8]
    ) {
        let isCalled = waiting.place.isCalled
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
        body.append(retry)
        body.append(#"","all_sites_url":""#)
        body.append(allSites)
        body.append("\"}\n")
    }
}
