// Answers for programs and scripts: problem documents (RFC 9457). A URI has no character that JSON would have
// to escape.

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

    /// - Parameter ofAllSites: whether all Sites of the Pool are busy, as far as this client's trip can tell
    func appendBusyPage(
        retry: [UInt8], ofAllSites: Bool, _ decision: Decision, _ asked: AnswerForm,
        _ output: inout [UInt8]
    ) {
        // 200 would let the request of an authorizer pass, and tell a program that its POST was done.
        let status =
            asked.question == .response && asked.method != .other ? policy.busyPage.status : 503
        let isProblem = asked.prefersJSON || asked.isFetch && policy.fetch == .problem
        output.appendStatus(status)
        output.appendField("Retry-After", number: policy.busyPage.retryAfter)
        output.appendField("Cache-Control", "no-store")
        output.appendField("X-Distrib-Decision", decision.row.label)
        if isProblem {
            let body = busyProblem(status, retry, ofAllSites, decision)
            output.appendBody(body, type: "application/problem+json", asked)
        } else {
            let body = busyPage.html(
                retry: retry, wasSent: asked.method == .other, ofAllSites: ofAllSites)
            output.appendBody(body, type: "text/html; charset=utf-8", asked)
        }
    }

    private func busyProblem(
        _ status: Int, _ retry: [UInt8], _ ofAllSites: Bool, _ decision: Decision
    ) -> [UInt8] {
        var body: [UInt8] = []
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
        body.append(retry.span)
        body.append("\"}\n")
        return body
    }
}

extension [UInt8] {
    /// Appends the fields of a body and, for methods other than HEAD, the body.
    fileprivate mutating func appendBody(
        _ body: [UInt8], type: StaticString, _ asked: AnswerForm
    ) {
        appendField("Content-Type", type)
        appendField("Content-Length", number: Int64(body.count))
        appendLineEnd()
        if asked.method != .head { append(contentsOf: body) }
    }
}
