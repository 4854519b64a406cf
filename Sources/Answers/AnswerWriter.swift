// Decisions as HTTP answers, in a form that every web server accepts (see docs/web-servers.md). For a
// responder, Location comes before Status, because HAProxy would otherwise turn 307 into 302. For an
// authorizer, Status comes first, because lighttpd drops what comes before it.

package import Distribution
import Fields
import Topology

/// Writes the answers of one Pool at one Site.
package final class AnswerWriter: Sendable {
    package let distributor: Distributor
    package let policy: AnswerPolicy
    let busyPage: LocalizedPage
    let waitingPage: LocalizedPage
    let startOpening: [UInt8]
    /// The lines that make a client remember a Group, by Group; empty if nothing is remembered.
    private let rememberedGroups: (http: [[UInt8]], https: [[UInt8]])
    /// The cookies that make a client remember this Site; empty if it is not remembered.
    private let rememberedSite: (http: [UInt8], https: [UInt8])

    package init(distributor: Distributor, policy: AnswerPolicy) {
        self.distributor = distributor
        self.policy = policy
        startOpening = policy.sessionStart.opening
        busyPage = LocalizedPage(.busy, template: policy.busyPage.template, policy.busyPage)
        waitingPage = LocalizedPage(.waiting, template: policy.waitingTemplate, policy.busyPage)
        let site = distributor.pool[distributor.site].name
        rememberedSite =
            distributor.rememberedSite.map { ($0.value(site, .http), $0.value(site, .https)) }
            ?? ([], [])
        guard let remember = distributor.properGroups.remember else {
            rememberedGroups = ([], [])
            return
        }
        let groups = distributor.pool.groups
        rememberedGroups = (
            groups.map { remember.line($0.name, .http) },
            groups.map { remember.line($0.name, .https) }
        )
    }

    /// Appends the whole CGI response to a decision.
    /// - Parameter client: the text of the client's address, which is told on the start of a session
    /// - Returns: false where an address in the answer's header would be longer than the web server takes;
    ///   then nothing was appended.
    package func append(
        _ decision: Decision, for request: borrowing SessionlessRequest, client: Span<UInt8>?,
        asked: AnswerForm, to output: inout [UInt8]
    ) -> Bool {
        var location: [UInt8] = []
        switch decision.action {
        case .redirectToSite(let site, let marking):
            location.reserveCapacity(512)
            distributor.appendLocation(toSite: site, marking, for: request, to: &location)
        case .redirectToGroup(let group, let deletesMarkers):
            location.reserveCapacity(512)
            distributor.appendLocation(
                toGroup: group, deletingMarkers: deletesMarkers, for: request, to: &location)
        case .startSession:
            return appendStart(
                decision, isObserved: false, for: request, client: client, asked: asked, to: &output
            )
        case .allSitesBusy(let group):
            appendBusyPage(retryAt: group, decision, request, asked, &output)
            return true
        case .wait(let waiting, let group):
            appendWaitingPage(waiting, orAllSitesOf: group, decision, request, asked, &output)
            return true
        }
        guard LocationLimit.allows(location.count, request.variables) else { return false }
        if asked.isFetch, policy.fetch == .problem {
            appendFetchProblem(location, decision, asked, &output)
        } else {
            appendRedirect(to: location, decision.row.label, decision, request, asked, &output)
        }
        return true
    }

    /// Appends a redirect to this Site with a new marker, for a client that is to come again. As it leads to
    /// the same host, scripts follow it, too.
    /// - Parameters:
    ///   - place: which the client keeps
    ///   - now: seconds since 1970
    /// - Returns: as `append`.
    package func appendReturn(
        labelled label: StaticString, keeping place: Place?,
        for request: borrowing SessionlessRequest, at now: Int64, asked: AnswerForm,
        to output: inout [UInt8]
    ) -> Bool {
        var location: [UInt8] = []
        let marking = Marking(timestamp: now, keepsTrip: false, adds: .none, place: place)
        distributor.appendLocation(
            toSite: distributor.site, marking, for: request, to: &location)
        guard LocationLimit.allows(location.count, request.variables) else { return false }
        appendRedirect(to: location, label, nil, request, asked, &output)
        return true
    }

    // MARK: Redirect

    private func appendRedirect(
        to location: [UInt8], _ label: StaticString, _ decision: Decision?,
        _ request: borrowing SessionlessRequest, _ asked: AnswerForm, _ output: inout [UInt8]
    ) {
        // A refresh would turn a POST into a GET, and its 200 from an authorizer would let the request pass.
        let isPage =
            policy.mechanism == .metaRefresh && asked.method != .other
            && asked.question == .response
        let status = asked.method == .other ? policy.unsafeMethodStatus : policy.redirectStatus
        switch asked.question {
        case .response where isPage:
            output.appendStatus(200)
            output.append("Cache-Control: no-store\r\nX-Distrib-Decision: ")
        case .response where status == .found:
            // Nearly all redirects; a piece costs about as much as its bytes.
            output.append("Location: ")
            output.append(location.span)
            output.append(
                "\r\nStatus: 302 Found\r\nCache-Control: no-store\r\nX-Distrib-Decision: ")
        case .response:
            output.appendLocation(location.span)
            output.appendStatus(status.rawValue)
            output.append("Cache-Control: no-store\r\nX-Distrib-Decision: ")
        case .permission:
            output.appendStatus(status.rawValue)
            output.appendLocation(location.span)
            output.append("Cache-Control: no-store\r\nX-Distrib-Decision: ")
        }
        output.append(label)
        if isPage {
            output.appendLineEnd()
            if let decision, remembersGroup(decision) {
                appendRememberedGroup(decision, request, &output)
            }
            return RefreshPage.append(location.span, request, asked, to: &output)
        }
        if let decision, remembersGroup(decision) {
            output.appendLineEnd()
            appendRememberedGroup(decision, request, &output)
            output.append("Content-Type: text/html; charset=utf-8\r\nContent-Length: ")
        } else {
            output.append("\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: ")
        }
        appendRedirectPage(location.span, asked, &output)
    }

    /// The length of the page, and the page. It is counted before: this is done for nearly all requests.
    private func appendRedirectPage(
        _ link: Span<UInt8>, _ asked: AnswerForm, _ output: inout [UInt8]
    ) {
        let (begin, end) = (RedirectPage.begin, RedirectPage.end)
        let headerEnd: StaticString = "\r\n\r\n"
        let count =
            begin.utf8CodeUnitCount - headerEnd.utf8CodeUnitCount
            + [UInt8].attributeCount(of: link) + end.utf8CodeUnitCount
        output.appendDecimal(Int64(count))
        guard asked.method != .head else { return output.append(headerEnd) }
        output.append(begin)
        output.appendAttribute(link)
        output.append(end)
    }

    // MARK: What clients remember

    /// Whether this is where a client is bound to a Site: on lockdown and on the start of the session.
    func remembersGroup(_ decision: Decision) -> Bool {
        guard decision.properGroup != nil, !rememberedGroups.http.isEmpty else { return false }
        return switch decision.row {
        case .row1a, .row1c, .row3a: true
        case .row0, .row1b, .row1d, .row1e, .row1f, .row2a, .row2b, .row3b, .row3c, .row3d, .row3e,
            .row3f, .row3g:
            false
        }
    }

    func appendRememberedGroup(
        _ decision: Decision, _ request: borrowing SessionlessRequest, _ output: inout [UInt8]
    ) {
        guard let proper = decision.properGroup else { return }
        let group = proper.group.index
        output.append(
            contentsOf: request.scheme == .https
                ? rememberedGroups.https[group] : rememberedGroups.http[group])
    }

    /// The same cookie without "Set-Cookie: " and the end of the line.
    func groupCookie(_ decision: Decision, _ scheme: Scheme) -> ArraySlice<UInt8> {
        guard let proper = decision.properGroup else { return [] }
        let lines = scheme == .https ? rememberedGroups.https : rememberedGroups.http
        return lines[proper.group.index].dropFirst("Set-Cookie: ".utf8.count).dropLast(2)
    }

    /// The cookie of a session that starts here; nil where this Site is not remembered. Whoever is exempt gets
    /// no cookies.
    func siteCookie(_ decision: Decision, _ scheme: Scheme) -> [UInt8]? {
        guard decision.row == .row3a, !rememberedSite.http.isEmpty else { return nil }
        return scheme == .https ? rememberedSite.https : rememberedSite.http
    }
}
