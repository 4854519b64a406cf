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
    /// The lines that make a client remember a Group, by Group; empty if nothing is remembered.
    private let rememberedGroups: (http: [[UInt8]], https: [[UInt8]])

    package init(distributor: Distributor, policy: AnswerPolicy) {
        self.distributor = distributor
        self.policy = policy
        guard let remember = distributor.properGroups.remember else {
            rememberedGroups = ([], [])
            return
        }
        let groups = distributor.pool.groups
        rememberedGroups = (
            groups.map { remember.field(of: $0, isSecure: false) },
            groups.map { remember.field(of: $0, isSecure: true) }
        )
    }

    /// Appends the whole CGI response to a decision.
    package func append(
        _ decision: Decision, for request: borrowing SessionlessRequest, asked: AnswerForm,
        to output: inout [UInt8]
    ) {
        var location: [UInt8] = []
        switch decision.action {
        case .redirectToSite(let site, let marking):
            location.reserveCapacity(512)
            distributor.appendLocation(toSite: site, marking, for: request, to: &location)
            appendRedirect(to: location, decision.row.label, decision, request, asked, &output)
        case .redirectToGroup(let group):
            location.reserveCapacity(512)
            distributor.appendLocation(toGroup: group, for: request, to: &location)
            appendRedirect(to: location, decision.row.label, decision, request, asked, &output)
        case .startSession:
            appendStart(decision, request, asked, &output)
        case .allSitesBusy(let group):
            distributor.appendRetryLocation(atGroup: group, for: request, to: &location)
            appendBusyPage(retry: location, decision, asked, &output)
        }
    }

    /// Appends a redirect to this Site with a new marker, for a client that is to come again.
    /// - Parameter now: seconds since 1970
    package func appendReturn(
        labelled label: StaticString, for request: borrowing SessionlessRequest, at now: Int64,
        asked: AnswerForm, to output: inout [UInt8]
    ) {
        var location: [UInt8] = []
        let marking = Marking(timestamp: now, keepsTrip: false, adds: .none)
        distributor.appendLocation(
            toSite: distributor.site, marking, for: request, to: &location)
        appendRedirect(to: location, label, nil, request, asked, &output)
    }

    // MARK: Redirect

    private func appendRedirect(
        to location: [UInt8], _ label: StaticString, _ decision: Decision?,
        _ request: borrowing SessionlessRequest, _ asked: AnswerForm, _ output: inout [UInt8]
    ) {
        if case .permissionByPath(let path) = asked.question {
            return appendIndirection(to: path, &output)
        }
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
        case .permission, .permissionByPath:
            output.appendStatus(status.rawValue)
            output.appendLocation(location.span)
            output.append("Cache-Control: no-store\r\nX-Distrib-Decision: ")
        }
        output.append(label)
        let page = isPage ? Pages.refresh : Pages.redirect
        if let decision, remembers(decision) {
            output.appendLineEnd()
            appendRememberedGroup(decision, request, &output)
            output.append("Content-Type: text/html; charset=utf-8\r\nContent-Length: ")
        } else {
            output.append("\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: ")
        }
        appendPage(page, location.span, asked, &output)
    }

    /// If the body of a denial is a path, Apache replaces the answer by that of an internal redirect, but keeps
    /// the fields of the denial besides the other ones.
    private func appendIndirection(to path: [UInt8], _ output: inout [UInt8]) {
        output.appendStatus(503)
        output.appendField("Content-Type", "text/plain")
        output.appendField("Content-Length", number: Int64(path.count))
        output.appendLineEnd()
        output.append(contentsOf: path)
    }

    /// The length of a small HTML page, and the page, with the link between its parts.
    private func appendPage(
        _ page: Pages.Page, _ link: Span<UInt8>, _ asked: AnswerForm, _ output: inout [UInt8]
    ) {
        let linkCount = [UInt8].attributeCount(of: link)
        let count = page.partsCount + (page.parts.count - 1) * linkCount
        output.appendDecimal(Int64(count))
        output.append("\r\n\r\n")
        guard asked.method != .head else { return }
        for index in page.parts.indices {
            if index > 0 { output.appendAttribute(link) }
            output.append(page.parts[index])
        }
    }

    // MARK: Start of the session

    private func appendStart(
        _ decision: Decision, _ request: borrowing SessionlessRequest, _ asked: AnswerForm,
        _ output: inout [UInt8]
    ) {
        switch asked.question {
        case .response:
            output.append("Status: 200 OK\r\nX-Accel-Redirect: ")
            switch policy.sessionStart {
            case .namedLocation(let name): output.append(contentsOf: name.utf8)
            case .prefix(let prefix):
                output.append(contentsOf: prefix.utf8)
                output.appendClean(request.target)
            }
            output.append("\r\nX-Distrib-URI: ")
            output.appendClean(request.target)
            output.append("\r\nX-Distrib-Decision: ")
        case .permission, .permissionByPath:
            output.appendStatus(200)
            // The web server puts these into the environment of the request it lets through.
            output.append("Variable-DISTRIB_URI: ")
            output.appendClean(request.target)
            output.append("\r\n")
            output.appendField("Variable-DISTRIB_DECISION", decision.row.label)
            let group = decision.properGroup ?? distributor.properGroup(for: request)
            output.appendField("Variable-DISTRIB_GROUP", distributor.pool[group.group].name.bytes)
            output.append("X-Distrib-Decision: ")
        }
        output.append(decision.row.label)
        output.appendLineEnd()
        if remembers(decision) { appendRememberedGroup(decision, request, &output) }
        output.append("Content-Length: 0\r\n\r\n")
    }

    /// Wherever a client is bound to a Site: on lockdown and on the start of the session.
    private func remembers(_ decision: Decision) -> Bool {
        guard decision.properGroup != nil, !rememberedGroups.http.isEmpty else { return false }
        return switch decision.row {
        case .row1a, .row1c, .row3a: true
        case .row0, .row1e, .row1b, .row1d, .row2a, .row2b, .row3b, .row3c, .row3d, .row3e: false
        }
    }

    private func appendRememberedGroup(
        _ decision: Decision, _ request: borrowing SessionlessRequest, _ output: inout [UInt8]
    ) {
        guard let proper = decision.properGroup else { return }
        let group = proper.group.index
        output.append(
            contentsOf: request.scheme == .https
                ? rememberedGroups.https[group] : rememberedGroups.http[group])
    }

    // MARK: All Sites Busy

    private func appendBusyPage(
        retry: [UInt8], _ decision: Decision, _ asked: AnswerForm, _ output: inout [UInt8]
    ) {
        if case .permissionByPath(let path) = asked.question {
            return appendIndirection(to: path, &output)
        }
        let status = asked.question == .response ? policy.busyPage.status : 503
        let body =
            asked.prefersJSON
            ? BusyPage.problem(policy.busyPage, status: status, retry: retry)
            : BusyPage.html(policy.busyPage, retry: retry)
        output.appendStatus(status)
        output.appendField("Retry-After", number: policy.busyPage.retryAfter)
        output.appendField("Cache-Control", "no-store")
        output.appendField("X-Distrib-Decision", decision.row.label)
        output.appendField(
            "Content-Type",
            asked.prefersJSON ? "application/problem+json" : "text/html; charset=utf-8")
        output.appendField("Content-Length", number: Int64(body.count))
        output.appendLineEnd()
        if asked.method != .head { output.append(contentsOf: body) }
    }
}

extension RememberedGroup {
    /// The line that makes a client remember the Group.
    fileprivate func field(of group: Group, isSecure: Bool) -> [UInt8] {
        var field = Array("Set-Cookie: ".utf8)
        field += cookie + [UInt8(ascii: "=")] + group.name.bytes
        if let domain { field += Array("; Domain=".utf8) + domain }
        field.append("; Max-Age=")
        field.appendDecimal(maxAge)
        field.append(isSecure ? "; Path=/; Secure" : "; Path=/")
        field.append("; HttpOnly; SameSite=Lax\r\n")
        return field
    }
}

/// What the web server and the client want the answer to look like.
package struct AnswerForm: Sendable, Equatable {
    package enum Method: Sendable {
        case get
        case head
        /// Any other method; a redirect must keep its body.
        case other
    }

    /// What the web server asks for.
    package enum Question: Sendable, Equatable {
        /// The client's answer: FastCGI's role of a responder.
        case response
        /// Whether the request may pass, which 200 says: the role of an authorizer (FastCGI 1.0,
        /// section 6.3).
        case permission
        /// As `permission`, but the body of a denial is only a path, from which the web server fetches the
        /// answer.
        case permissionByPath([UInt8])
    }

    package var method: Method
    package var question: Question
    /// Whether the client accepts JSON, but does not name HTML.
    package var prefersJSON: Bool

    package init(method: Method = .get, question: Question = .response, prefersJSON: Bool = false) {
        self.method = method
        self.question = question
        self.prefersJSON = prefersJSON
    }
}
