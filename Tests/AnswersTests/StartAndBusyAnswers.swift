import Answers
import Distribution
import Testing

/// Exact bytes of "start the session here".
@Suite struct StartAnswers {
    @Test func byANamedLocation() throws {
        #expect(
            try Bench(host: "boston.app.com", target: Bench.locked).answer()
                == crlf(
                    "Status: 200 OK", "X-Accel-Redirect: @app", "X-Distrib-URI: /a?q=1",
                    "X-Distrib-Decision: start", "Content-Length: 0"))
    }

    @Test func byAPrefix() throws {
        var bench = Bench(host: "boston.app.com", target: "/x%2Fy/Distrib=1700000000")
        bench.policy.sessionStart = .prefix("/internal")
        #expect(
            try bench.answer()
                == crlf(
                    "Status: 200 OK", "X-Accel-Redirect: /internal/x%2Fy", "X-Distrib-URI: /x%2Fy",
                    "X-Distrib-Decision: start", "Content-Length: 0"))
    }

    @Test func asAnAuthorizer() throws {
        #expect(
            try Bench(
                remember: RememberedGroup(cookie: "G", maxAge: 60),
                form: AnswerForm(question: .permission), host: "boston.app.com",
                target: Bench.locked
            ).answer()
                == crlf(
                    "Status: 200 OK", "Variable-DISTRIB_URI: /a?q=1",
                    "Variable-DISTRIB_DECISION: start",
                    "Variable-DISTRIB_GROUP: americas.app.com", "X-Distrib-Decision: start",
                    "Set-Cookie: G=americas.app.com; Max-Age=60; Path=/; HttpOnly; SameSite=Lax",
                    "Content-Length: 0"))
    }
}

/// The All Sites Busy page.
@Suite struct BusyAnswers {
    private func busy(_ form: AnswerForm = AnswerForm()) -> Bench {
        Bench(form: form, host: "boston.app.com", target: Bench.tried, isBusy: true)
    }

    @Test func thePageRetriesAtTheGroupWithTheCleanURI() throws {
        let answer = try busy().answer()
        let parts = answer.split(separator: "\r\n\r\n", maxSplits: 1)
        #expect(
            parts[0] + "\r\n\r\n"
                == crlf(
                    "Status: 200 OK", "Retry-After: 10", "Cache-Control: no-store",
                    "X-Distrib-Decision: busy", "Content-Type: text/html; charset=utf-8",
                    "Content-Length: \(parts[1].utf8.count)"))
        let url = "http://americas.app.com/a?q=1"
        #expect(parts[1].contains(#"<meta http-equiv="refresh" content="10;url=\#(url)">"#))
        #expect(parts[1].contains(#"<a href="\#(url)">Try again now</a>"#))
        #expect(!parts[1].contains("{{"))
    }

    @Test func statusAndRetryAreConfigurable() throws {
        var bench = busy()
        bench.policy.busyPage.status = 503
        bench.policy.busyPage.retryAfter = 25
        #expect(
            try bench.answer().hasPrefix(
                "Status: 503 Service Unavailable\r\nRetry-After: 25\r\n"))
    }

    @Test func anAuthorizersPageIsNever200() throws {
        #expect(
            try busy(AnswerForm(question: .permission)).answer()
                .hasPrefix("Status: 503 Service Unavailable\r\n"))
    }

    @Test func programsGetAProblem() throws {
        var bench = busy(AnswerForm(prefersJSON: true))
        bench.target = "/a/Distrib=chicago.app.com+1700000000?q=\"\\x&r"
        bench.policy.busyPage.status = 503
        let body =
            #"{"type":"about:blank","title":"All Sites Busy","status":503,"#
            + #""detail":"No site can start a new session now.","retry_after":10,"#
            + #""retry_url":"http://americas.app.com/a?q=%22%5Cx&r"}"# + "\n"
        #expect(
            try bench.answer()
                == crlf(
                    "Status: 503 Service Unavailable", "Retry-After: 10",
                    "Cache-Control: no-store", "X-Distrib-Decision: busy",
                    "Content-Type: application/problem+json",
                    "Content-Length: \(body.utf8.count)") + body)
    }

    @Test func aHeadHasTheHeadersOfTheGetAndNoBody() throws {
        let get = try busy().answer()
        let head = try busy(AnswerForm(method: .head)).answer()
        #expect(get.hasPrefix(head))
        #expect(head.hasSuffix("\r\n\r\n"))
    }

    @Test func theOperatorsTemplateReplacesThePage() throws {
        var bench = busy()
        bench.target = "/a/Distrib=chicago.app.com+1700000000?q=1&r=2"
        bench.policy.busyPage.template = Array(
            "<a href=\"{{retry_url}}\">{{retry_after}} s</a> {{other}} {".utf8)
        #expect(
            try bench.answer().hasSuffix(
                "\r\n\r\n<a href=\"http://americas.app.com/a?q=1&amp;r=2\">10 s</a> {{other}} {"))
    }
}
