import Answers
import Distribution
import Testing

/// Exact bytes of redirects.
@Suite struct RedirectAnswers {
    private let location = "http://boston.app.com/a/Distrib=1700000000?q=1&r=2"
    private let body = """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><title>Moved for now</title></head>
        <body><p>Please continue <a \
        href="http://boston.app.com/a/Distrib=1700000000?q=1&amp;r=2">here</a>.</p></body></html>

        """

    @Test func aGetIsFound() throws {
        #expect(
            try Bench().answer()
                == crlf(
                    "Location: \(location)", "Status: 302 Found", "Cache-Control: no-store",
                    "X-Distrib-Decision: lockdown", "Content-Type: text/html; charset=utf-8",
                    "Content-Length: \(body.utf8.count)") + body)
    }

    @Test func aHeadHasTheHeadersOfTheGetAndNoBody() throws {
        let get = try Bench().answer()
        let head = try Bench(form: AnswerForm(method: .head)).answer()
        #expect(head == get.dropLast(body.count))
    }

    @Test func otherMethodsKeepTheirBody() throws {
        let answer = try Bench(form: AnswerForm(method: .other)).answer()
        #expect(
            answer.hasPrefix("Location: \(location)\r\nStatus: 307 Temporary Redirect\r\nCache"))
    }

    @Test(arguments: [
        (RedirectStatus.found, "302 Found"), (.seeOther, "303 See Other"),
        (.temporaryRedirect, "307 Temporary Redirect"),
    ])
    func statusesAreConfigurable(_ status: RedirectStatus, _ line: String) throws {
        var bench = Bench()
        bench.policy.redirectStatus = status
        #expect(try bench.answer().contains("\r\nStatus: \(line)\r\n"))
        bench.form.method = .other
        bench.policy.unsafeMethodStatus = status
        #expect(try bench.answer().contains("\r\nStatus: \(line)\r\n"))
    }

    @Test func aRefreshIsAPageThatReloads() throws {
        var bench = Bench()
        bench.policy.mechanism = .metaRefresh
        let page = """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>One moment</title>
            <meta name="viewport" content="width=device-width">
            <meta http-equiv="refresh" \
            content="0;url=http://boston.app.com/a/Distrib=1700000000?q=1&amp;r=2"></head>
            <body><p>One moment: you are being taken to your server. <a \
            href="http://boston.app.com/a/Distrib=1700000000?q=1&amp;r=2">Continue</a></p></body></html>

            """
        #expect(
            try bench.answer()
                == crlf(
                    "Status: 200 OK", "Cache-Control: no-store", "X-Distrib-Decision: lockdown",
                    "Content-Language: en", "Vary: Accept-Language",
                    "Content-Type: text/html; charset=utf-8",
                    "Content-Length: \(page.utf8.count)") + page)
        bench.form.method = .head
        let head = try bench.answer()
        #expect(head.hasSuffix("\r\nContent-Length: \(page.utf8.count)\r\n\r\n"))
    }

    @Test(arguments: [
        (
            "de-AT", "de", "Einen Moment bitte", "Einen Moment bitte: Sie werden zu Ihrem Server",
            "Weiter"
        ),
        (
            "fr", "fr", "Un instant", "Un instant : vous allez être dirigé vers votre serveur.",
            "Continuer"
        ),
        ("es", "es", "Un momento", "Un momento: le llevamos a su servidor.", "Continuar"),
        ("it", "it", "Un momento", "Un momento: La stiamo portando al Suo server.", "Continua"),
        ("pt", "pt", "Um momento", "Um momento: está a ser encaminhado", "Continuar"),
        ("nl", "nl", "Een ogenblik", "Een ogenblik: u wordt naar uw server geleid.", "Doorgaan"),
        ("pl", "pl", "Chwileczkę", "Chwileczkę: trwa przekierowanie", "Dalej"),
        ("ja", "ja", "少々お待ちください", "お使いのサーバーへ移動しています。", "続ける"),
        ("sv", "en", "One moment", "One moment: you are being taken to your server.", "Continue"),
    ])
    func aRefreshIsInTheClientsLanguage(
        _ field: String, _ tag: String, _ title: String, _ text: String, _ link: String
    ) throws {
        var bench = Bench()
        bench.policy.mechanism = .metaRefresh
        bench.remember = RememberedGroup(cookie: "DistribGroup", domain: nil, maxAge: 60)
        bench.variables = [("HTTP_ACCEPT_LANGUAGE", field)]
        let answer = try bench.answer()
        #expect(
            answer.contains(
                "; SameSite=Lax\r\nContent-Language: \(tag)\r\nVary: Accept-Language\r\nContent-Type: "
            ))
        #expect(answer.contains("<html lang=\"\(tag)\">"))
        #expect(answer.contains("<title>\(title)</title>"))
        #expect(answer.contains(text))
        #expect(answer.contains("\">\(link)</a></p></body></html>\n"))
    }

    @Test func aRefreshWouldLoseTheBodyOfAPost() throws {
        var bench = Bench()
        bench.policy.mechanism = .metaRefresh
        bench.form.method = .other
        #expect(try bench.answer().contains("Status: 307 Temporary Redirect\r\n"))
    }

    @Test func anAuthorizerSaysStatusFirst() throws {
        var bench = Bench(form: AnswerForm(question: .permission))
        #expect(try bench.answer().hasPrefix("Status: 302 Found\r\nLocation: \(location)\r\n"))
        // 200 would let the request in.
        bench.policy.mechanism = .metaRefresh
        #expect(try bench.answer().hasPrefix("Status: 302 Found\r\nLocation: \(location)\r\n"))
    }
}
