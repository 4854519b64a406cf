import Answers
import CGI
import Distribution
import Fields

/// A session ended, and the application handed its request back through the web server's error page.
/// nginx then starts a session by X-Accel-Redirect like any other. Apache can't, because its internal
/// redirect ends with the component's answer, and a client that came again with the dead session cookie
/// would go round for ever. So the client loses that cookie and comes again without it.
enum HandBack {
    /// Whether a session cannot be started by an answer to this request. nginx's own
    /// `fastcgi.conf` says REDIRECT_STATUS 200 with every request.
    static func cannotStart(_ variables: CGIVariables, _ question: AnswerForm.Question) -> Bool {
        guard question == .response, let status = variables.value(of: .redirectStatus) else {
            return false
        }
        return !status.isEmpty && !status.equals("200")
    }

    /// - Parameters:
    ///   - place: which the client keeps, as the place was not used up
    ///   - now: seconds since 1970
    /// - Returns: false where the address in the answer would be too long; then nothing was appended.
    static func append(
        _ request: borrowing SessionlessRequest, keeping place: Place?, _ form: AnswerForm,
        _ writer: AnswerWriter, at now: Int64, to output: inout [UInt8]
    ) -> Bool {
        guard let cookie = request.variables.value(of: .distribSessionCookie), !cookie.isEmpty
        else {
            var answer = PlainAnswer(label: label, form: form)
            answer.status = 503
            answer.append(
                """
                The session ended, and this web server cannot start another one: it does not name \
                the session cookie in DISTRIB_SESSION_COOKIE.

                """, to: &output)
            return true
        }
        let start = output.count
        appendDeletion(of: cookie, to: &output)
        let isWritten = writer.appendReturn(
            labelled: label, keeping: place, for: request, at: now, asked: form, to: &output)
        if !isWritten { output.removeSubrange(start...) }
        return isWritten
    }

    /// This is no row of the table: no session starts here, and none is refused.
    static let label: StaticString = "hand-back"

    /// A cookie is deleted only with the Domain and Path with which it was set, so the operator's
    /// value may have them behind the name: `SID; Domain=app.com; Path=/shop`.
    private static func appendDeletion(of cookie: Span<UInt8>, to output: inout [UInt8]) {
        let end = cookie.firstIndex(of: UInt8(ascii: ";")) ?? cookie.count
        output.append(contentsOf: "Set-Cookie: ".utf8)
        output.appendURIBytes(cookie.extracting(0..<end).trimmed())
        output.append(contentsOf: "=; Max-Age=0".utf8)
        var attributes = ListFromRight(
            cookie.extracting(end..<cookie.count), separator: UInt8(ascii: ";"))
        var hasPath = false
        while let attribute = attributes.next() {
            guard !attribute.isEmpty else { continue }
            output.append(contentsOf: "; ".utf8)
            output.appendURIBytes(attribute)
            hasPath =
                hasPath
                || attribute.hasPrefixIgnoringCase(lowerCased: "path=")
        }
        output.append(contentsOf: (hasPath ? "\r\n" : "; Path=/\r\n").utf8)
    }
}
