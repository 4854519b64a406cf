import Answers
import CGI
import Distribution

/// A session ended, and the application handed its request back through the web server's error page.
/// nginx then starts a session by X-Accel-Redirect like any other. Apache can't: its internal
/// redirect ends in the component's answer, and letting the client come again with the dead session
/// cookie would go round for ever. So the client loses that cookie and comes again without it.
enum HandBack {
    /// Whether a session cannot be started by an answer to this request. nginx's own
    /// `fastcgi.conf` says REDIRECT_STATUS 200 with every request.
    static func cannotStart(_ variables: CGIVariables, _ role: WebServerRole) -> Bool {
        guard role == .responder, let status = variables.value(of: "REDIRECT_STATUS") else {
            return false
        }
        return !status.isEmpty && !status.equals("200")
    }

    static func append(
        _ decision: Decision, _ request: borrowing SessionlessRequest, _ form: AnswerForm,
        _ writer: AnswerWriter, at now: Int64, to output: inout [UInt8]
    ) {
        guard let cookie = request.variables.value(of: "DISTRIB_SESSION_COOKIE"), !cookie.isEmpty
        else {
            PlainAnswer.append(
                status: 503, label: decision.row.label,
                text: """
                    The session ended, and this web server cannot start another one: it does not name \
                    the session cookie in DISTRIB_SESSION_COOKIE.

                    """, withBody: form.method != .head, to: &output)
            return
        }
        output.append(contentsOf: "Set-Cookie: ".utf8)
        // The value is the operator's: a name, and attributes where the cookie has some.
        output.appendURIBytes(cookie)
        output.append(contentsOf: "=; Max-Age=0; Path=/\r\n".utf8)
        let again = Decision(
            row: decision.row,
            action: .redirectToSite(
                writer.distributor.site, Marking(timestamp: now, keepsTrip: false, adds: .none)),
            host: decision.host, marker: decision.marker, properGroup: decision.properGroup)
        writer.append(again, for: request, asked: form, to: &output)
    }
}
