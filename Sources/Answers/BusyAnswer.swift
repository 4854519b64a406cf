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
        distributor.appendRetryLocation(atGroup: group, for: request, to: &retry)
        let ofAllSites = wasLedToAllSites(decision, request)
        let status = refusalStatus(asked)
        let retryAfter = policy.busyPage.retryAfter
        output.appendStatus(status)
        output.appendField("Retry-After", number: retryAfter)
        output.appendField("Cache-Control", "no-store")
        output.appendField("X-Distrib-Decision", decision.row.label)
        if isProblem(asked) {
            let body = busyProblem(status, retry, ofAllSites, decision)
            return output.appendBody(body, type: "application/problem+json", asked)
        }
        appendLocalizedPage(busyPage, request, asked, &output) { language in
            PageContent(
                language: language, policy: policy.busyPage, retryURL: retry,
                retryAfter: retryAfter, wasSent: asked.method == .other,
                state: .busy(ofAllSites: ofAllSites))
        }
    }

    /// 200 would let the request of an authorizer pass, and tell a program that its POST was done.
    func refusalStatus(_ asked: AnswerForm) -> Int {
        asked.question == .response && asked.method != .other ? policy.busyPage.status : 503
    }

    /// Whether the answer is a problem document instead of a page.
    func isProblem(_ asked: AnswerForm) -> Bool {
        asked.prefersJSON || asked.isFetch && policy.fetch == .problem
    }

    /// Appends the fields of a page in the client's language, and the page.
    /// - Parameter content: by the language, an index of `PageLanguage.all`
    func appendLocalizedPage(
        _ page: LocalizedPage, _ request: borrowing SessionlessRequest, _ asked: AnswerForm,
        _ output: inout [UInt8], content: (Int) -> PageContent
    ) {
        let language = page.language(for: request.variables.value(ofAside: .acceptLanguage))
        if let tag = page.contentLanguage(language) { output.appendField("Content-Language", tag) }
        if page.varies { output.appendField("Vary", "Accept-Language") }
        output.appendBody(page.html(content(language)), type: "text/html; charset=utf-8", asked)
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
    mutating func appendBody(
        _ body: [UInt8], type: StaticString, _ asked: AnswerForm
    ) {
        appendField("Content-Type", type)
        appendField("Content-Length", number: Int64(body.count))
        appendLineEnd()
        if asked.method != .head { append(contentsOf: body) }
    }
}
