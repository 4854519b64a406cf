// The All Sites Busy page as an answer, and its twin for programs and scripts: a problem document (RFC 9457). A
// URI has no character that JSON would have to escape.

import CGI
import Distribution
import Fields
import Topology

extension AnswerWriter {
    func appendBusyPage(
        retryAt group: Group.ID, _ decision: Decision, _ request: borrowing SessionlessRequest,
        _ asked: AnswerForm, _ output: inout [UInt8]
    ) {
        var retry: [UInt8] = []
        retry.reserveCapacity(512)
        distributor.appendRetryLocation(atGroup: group, for: request, to: &retry)
        let ofAllSites = wasLedToAllSites(decision, request)
        let status = refusalStatus(asked)
        output.appendStatus(status)
        output.append("Retry-After: ")
        output.appendDecimal(policy.busyPage.retryAfter)
        output.append("\r\nCache-Control: no-store\r\nX-Distrib-Decision: ")
        output.append(decision.row.label)
        if isProblem(asked) {
            let start = output.beginProblem()
            appendBusyProblem(status, retry.span, ofAllSites, decision, &output)
            return output.endBody(from: start, asked)
        }
        output.appendLineEnd()
        let content = PageContent(
            retryURL: retry.span, after: policy.busyPage.retryAfter,
            wasSent: asked.method == .other, ofAllSites: ofAllSites)
        busyPage.append(content, request, asked, to: &output)
    }

    /// 200 would let the request of an authorizer pass, and tell a program that its POST was done.
    func refusalStatus(_ asked: AnswerForm) -> Int {
        asked.question == .response && asked.method != .other ? policy.busyPage.status : 503
    }

    /// Whether the answer is a problem document instead of a page.
    func isProblem(_ asked: AnswerForm) -> Bool {
        asked.prefersJSON || asked.isFetch && policy.fetch == .problem
    }

    /// Whether the client was led to every Site of the Pool, and not only to those of a ring, or to as many as a
    /// trip may have: only then are all Sites known to be busy.
    func wasLedToAllSites(
        _ decision: Decision, _ request: borrowing SessionlessRequest
    ) -> Bool {
        let siteCount = distributor.pool.sites.count
        guard let marker = request.target.marker, decision.marker?.hasTripToKeep == true else {
            return siteCount == 1
        }
        guard siteCount <= marker.siteCount + 1 else { return false }
        for index in 0..<siteCount where index != distributor.site.index {
            if !names(Site.ID(index), marker) { return false }
        }
        return true
    }

    private func names(_ site: Site.ID, _ marker: borrowing Marker) -> Bool {
        let name = distributor.pool[site].name.bytes
        return marker.names(name.span)
    }

    private func appendBusyProblem(
        _ status: Int, _ retry: Span<UInt8>, _ ofAllSites: Bool, _ decision: Decision,
        _ body: inout [UInt8]
    ) {
        body.append(#"{"type":"about:blank","title":""#)
        body.append(ofAllSites ? "All Sites Busy" : "Sites Busy")
        body.append(#"","status":"#)
        body.appendDecimal(Int64(status))
        body.append(#","detail":""#)
        body.append(ofAllSites ? "No site" : "None of the sites that were tried")
        body.append(#" can start a new session now; nothing was done.","decision":""#)
        body.append(decision.row.label)
        body.append(#"","retry_after":"#)
        body.appendDecimal(policy.busyPage.retryAfter)
        body.append(#","retry_url":""#)
        body.append(retry)
        body.append("\"}\n")
    }
}
