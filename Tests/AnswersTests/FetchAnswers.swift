import Answers
import Distribution
import Testing

/// What scripts get, which can't follow a redirect to another host.
@Suite struct FetchAnswers {
    private let form = AnswerForm(isFetch: true)

    private func body(_ label: String, _ location: String) -> String {
        #"{"type":"about:blank","title":"The session begins elsewhere","status":503,"#
            + #""detail":"Load the page at this location; nothing was done.","#
            + #""decision":"\#(label)","location":"\#(location)","retry_after":10}"# + "\n"
    }

    @Test func theAddressInAProblem() throws {
        let location = "http://boston.app.com/a/Distrib=1700000000?q=1&r=2"
        let body = body("lockdown", location)
        #expect(
            try Bench(form: form).answer()
                == crlf(
                    "Status: 503 Service Unavailable", "Retry-After: 10",
                    "Cache-Control: no-store", "X-Distrib-Decision: lockdown",
                    "X-Distrib-Location: \(location)", "Content-Type: application/problem+json",
                    "Content-Length: \(body.utf8.count)") + body)
    }

    @Test(arguments: [AnswerForm.Method.get, .head, .other])
    func whateverTheMethod(_ method: AnswerForm.Method) throws {
        var bench = Bench(
            form: AnswerForm(method: method, isFetch: true), host: "boston.app.com")
        bench.policy.mechanism = .metaRefresh
        let answer = try bench.answer()
        let body = body("redistribution", "http://americas.app.com/a?q=1&r=2")
        #expect(answer.hasPrefix("Status: 503 Service Unavailable\r\n"))
        #expect(!answer.contains("\r\nLocation: "))
        #expect(answer.hasSuffix(method == .head ? "\r\n\r\n" : "\r\n\r\n" + body))
    }

    @Test func aRedirectWhereTheOperatorWantsIt() throws {
        var bench = Bench(form: form)
        let page = try Bench().answer()
        bench.policy.fetch = .redirect
        #expect(try bench.answer() == page)
    }

    @Test func aSessionStartsLikeAnyOther() throws {
        let page = try Bench(host: "boston.app.com", target: Bench.locked).answer()
        #expect(
            try Bench(form: form, host: "boston.app.com", target: Bench.locked).answer() == page)
    }

    @Test func anAuthorizerDenies() throws {
        let denial = AnswerForm(question: .permission, isFetch: true)
        #expect(
            try Bench(form: denial).answer().hasPrefix(
                "Status: 503 Service Unavailable\r\nRetry-After: 10\r\n"))
    }
}
