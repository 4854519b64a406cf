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
                    "X-Distrib-Scheme: http", "X-Distrib-Trip: sites=0; waited=0; class=normal",
                    "X-Distrib-Decision: start", "Content-Length: 0"))
    }

    @Test func allThatTheComponentBelieves() throws {
        var bench = Bench(host: "boston.app.com", target: Bench.tried, scheme: .https)
        bench.client = "2001:db8::7"
        bench.variables = [("GEOIP_COUNTRY_CODE", "ch")]
        #expect(
            try bench.answer()
                == crlf(
                    "Status: 200 OK", "X-Accel-Redirect: @app", "X-Distrib-URI: /a?q=1",
                    "X-Distrib-Scheme: https", "X-Distrib-Client: 2001:db8::7",
                    "X-Distrib-Country: CH", "X-Distrib-Trip: sites=1; waited=0; class=normal",
                    "X-Distrib-Decision: start", "Content-Length: 0"))
    }

    @Test(arguments: [
        ("CH", "CH"), ("t1", "T1"), ("", nil), ("C", nil), ("CHE", nil), ("1A", nil), ("C;", nil),
        ("\u{e9}", nil),
    ])
    func countriesAreCodes(_ value: String, _ country: String?) throws {
        var bench = Bench(host: "boston.app.com", target: Bench.locked)
        bench.policy.countryVariable = Array("HTTP_X_COUNTRY".utf8)
        bench.variables = [("HTTP_X_COUNTRY", value)]
        let line = country.map { "\r\nX-Distrib-Country: \($0)\r\n" } ?? "\r\nX-Distrib-Trip: "
        #expect(try bench.answer().contains("X-Distrib-Scheme: http" + line))
    }

    @Test func ofAClass() throws {
        let everybody = [RequestClass(name: "customer", conditions: [])]
        let nobody = [RequestClass(name: "customer", conditions: [.client([])])]
        for (classes, tried, trip) in [
            (everybody, false, "sites=0; waited=0; class=customer"),
            (everybody, true, "sites=1; waited=0; class=customer"),
            (nobody, false, "sites=0; waited=0; class=normal"),
            (nobody, true, "sites=1; waited=0; class=normal"),
        ] {
            var bench = Bench(host: "boston.app.com", target: tried ? Bench.tried : Bench.locked)
            bench.classes = classes
            #expect(try bench.answer().contains("\r\nX-Distrib-Trip: \(trip)\r\n"))
        }
    }

    @Test func asAnAuthorizer() throws {
        var bench = Bench(
            remember: RememberedGroup(cookie: "G", maxAge: 60),
            form: AnswerForm(question: .permission), host: "boston.app.com",
            target: Bench.locked)
        bench.client = "192.0.2.7"
        bench.variables = [("GEOIP_COUNTRY_CODE", "US")]
        #expect(
            try bench.answer()
                == crlf(
                    "Status: 200 OK", "Variable-DISTRIB_URI: /a?q=1",
                    "Variable-DISTRIB_SCHEME: http", "Variable-DISTRIB_CLIENT: 192.0.2.7",
                    "Variable-DISTRIB_COUNTRY: US",
                    "Variable-DISTRIB_TRIP: sites=0; waited=0; class=normal",
                    "Variable-DISTRIB_DECISION: start",
                    "Variable-DISTRIB_GROUP: americas.app.com",
                    "Variable-DISTRIB_GROUP_COOKIE: G=americas.app.com; Max-Age=60; Path=/; "
                        + "HttpOnly; SameSite=Lax", "X-Distrib-Decision: start",
                    "Set-Cookie: G=americas.app.com; Max-Age=60; Path=/; HttpOnly; SameSite=Lax",
                    "Content-Length: 0"))
    }
}

/// The cookie that remembers the Site of a session.
@Suite struct SiteCookies {
    private func bench(_ question: AnswerForm.Question = .response) -> Bench {
        var bench = Bench(
            remember: RememberedGroup(cookie: "G", maxAge: 60),
            form: AnswerForm(question: question), host: "boston.app.com", target: Bench.locked)
        bench.rememberedSite = RememberedSite(
            cookie: Array("DistribSite".utf8), domain: Array("app.com".utf8))
        return bench
    }

    @Test func goWithTheStartOfASession() throws {
        #expect(
            try bench().answer().hasSuffix(
                crlf(
                    "X-Distrib-Decision: start",
                    "Set-Cookie: G=americas.app.com; Max-Age=60; Path=/; HttpOnly; SameSite=Lax",
                    "Set-Cookie: DistribSite=boston.app.com; Domain=app.com; Path=/; HttpOnly; "
                        + "SameSite=Lax", "Content-Length: 0")))
    }

    @Test func areSecureOverHTTPS() throws {
        var bench = bench()
        bench.scheme = .https
        bench.rememberedSite = RememberedSite(cookie: Array("S".utf8))
        #expect(
            try bench.answer().contains(
                "\r\nSet-Cookie: S=boston.app.com; Path=/; Secure; HttpOnly; SameSite=Lax\r\n"))
    }

    @Test func areSaidTwiceByAnAuthorizer() throws {
        let cookie = "DistribSite=boston.app.com; Domain=app.com; Path=/; HttpOnly; SameSite=Lax"
        let answer = try bench(.permission).answer()
        #expect(
            answer.contains(
                "\r\nVariable-DISTRIB_GROUP: americas.app.com\r\n"
                    + "Variable-DISTRIB_SITE_COOKIE: \(cookie)\r\n"
                    + "Variable-DISTRIB_GROUP_COOKIE: G=americas.app.com; Max-Age=60; Path=/; "
                    + "HttpOnly; SameSite=Lax\r\nX-Distrib-Decision: start\r\n"))
        #expect(answer.contains("\r\nSet-Cookie: \(cookie)\r\n"))
    }

    @Test func goWithNothingElse() throws {
        var bench = bench()
        bench.host = "app.com"
        #expect(try !bench.answer().contains("DistribSite"))
        bench.host = "boston.app.com"
        bench.target = "/a"
        #expect(try !bench.answer().contains("Set-Cookie"))
    }

    @Test func whoeverIsExemptGetsNone() throws {
        var bench = bench()
        bench.host = "app.com"
        bench.target = "/a?q=1"
        bench.exempt = [
            [.variable(name: Array("HTTP_USER_AGENT".utf8), [.exact(Array("bot".utf8))])]
        ]
        bench.variables = [("HTTP_USER_AGENT", "bot")]
        #expect(
            try bench.answer()
                == crlf(
                    "Status: 200 OK", "X-Accel-Redirect: @app", "X-Distrib-URI: /a?q=1",
                    "X-Distrib-Scheme: http", "X-Distrib-Trip: sites=0; waited=0; class=normal",
                    "X-Distrib-Decision: exempt", "Content-Length: 0"))
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
                    "Status: 503 Service Unavailable", "Retry-After: 10",
                    "Cache-Control: no-store", "X-Distrib-Decision: busy",
                    "Content-Language: en", "Vary: Accept-Language",
                    "Content-Type: text/html; charset=utf-8",
                    "Content-Length: \(parts[1].utf8.count)"))
        let url = "http://americas.app.com/a?q=1"
        #expect(parts[1].contains(#"<meta http-equiv="refresh" content="10;url=\#(url)">"#))
        #expect(parts[1].contains(#"href="\#(url)">Try again now</a>"#))
        #expect(!parts[1].contains("{{"))
        #expect(!parts[1].contains("What you sent"))
    }

    /// Boston's ring has Chicago; the Pool has Geneva, too.
    @Test(arguments: [
        (true, "chicago.app.com+", false), (true, "chicago.app.com+geneva.app.com+", true),
        (true, "geneva.app.com+boston.app.com+chicago.app.com+", true),
        // Whom nobody here knows may be any Site.
        (true, "chicago.app.com+lima.app.com+", false),
        (true, "chicago.app.com+lima.app.com+GENEVA.APP.COM+", true),
        (false, "chicago.app.com+geneva.app.com+", true),
    ])
    func thePageSaysWhoIsBusy(
        _ hasGroups: Bool, _ tried: String, _ areAllBusy: Bool
    ) throws {
        var bench = busy()
        bench.hasGroups = hasGroups
        bench.target = "/a/Distrib=\(tried)1700000000"
        let page = try bench.answer()
        let here = ["<title>We are too busy here</title>", "<h1>We are too busy here</h1>"]
        let all = ["<title>All sites are busy</title>", "<h1>All sites are busy</h1>"]
        for text in areAllBusy ? all : here { #expect(page.contains(text)) }
        for text in areAllBusy ? here : all { #expect(!page.contains(text)) }
        #expect(!page.contains("{{"))
        bench.form.prefersJSON = true
        #expect(
            try bench.answer().contains(
                areAllBusy
                    ? #""title":"All Sites Busy","status":503,"detail":"No site can start a new "#
                    : #""title":"Sites Busy","status":503,"detail":"None of the sites that were "#))
    }

    @Test func whoMayOverflowNowhereIsToldOfThisSiteAlone() throws {
        var bench = busy()
        bench.maxSites = 1
        bench.target = Bench.locked
        #expect(try bench.answer().contains("<h1>We are too busy here</h1>"))
    }

    @Test func statusAndRetryAreConfigurable() throws {
        var bench = busy()
        bench.policy.busyPage.status = 200
        bench.policy.busyPage.retryAfter = 25
        #expect(try bench.answer().hasPrefix("Status: 200 OK\r\nRetry-After: 25\r\n"))
    }

    @Test func whatWasSentIsNotLostInSilence() throws {
        var bench = busy(AnswerForm(method: .other))
        bench.policy.busyPage.status = 200
        let answer = try bench.answer()
        #expect(answer.hasPrefix("Status: 503 Service Unavailable\r\nRetry-After: 10\r\n"))
        #expect(answer.contains("What you sent was not stored, and must be sent again."))
        #expect(!answer.contains("http-equiv=\"refresh"), "a retry by itself would lose it")
        #expect(!answer.contains("{{"))
        bench.form.prefersJSON = true
        #expect(try bench.answer().hasPrefix("Status: 503 Service Unavailable\r\n"))
        #expect(try bench.answer().contains(#""status":503"#))
    }

    @Test func anAuthorizersPageIsNever200() throws {
        var bench = busy(AnswerForm(question: .permission))
        bench.policy.busyPage.status = 200
        #expect(try bench.answer().hasPrefix("Status: 503 Service Unavailable\r\n"))
    }

    @Test(arguments: [
        AnswerForm(prefersJSON: true), AnswerForm(isFetch: true),
        AnswerForm(prefersJSON: true, isFetch: true),
    ])
    func programsGetAProblem(_ form: AnswerForm) throws {
        var bench = busy(form)
        bench.target = "/a/Distrib=chicago.app.com+1700000000?q=\"\\x&r"
        let body =
            #"{"type":"about:blank","title":"Sites Busy","status":503,"detail":"None of the sites "#
            + #"that were tried can start a new session now; nothing was done.","#
            + #""decision":"busy","retry_after":10,"#
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

    @Test func nameAndLogoStandOnTheBuiltInPage() throws {
        var bench = busy()
        bench.policy.busyPage.name = Array("A & B's <Shop>".utf8)
        #expect(
            try bench.answer().contains("<header>A &amp; B&#39;s &lt;Shop&gt;</header>"))
        bench.policy.busyPage.logo = Array("data:image/svg+xml;base64,PHN2Zz4=".utf8)
        #expect(
            try bench.answer().contains(
                #"<header><img src="data:image/svg+xml;base64,PHN2Zz4=" alt=""> "#
                    + "A &amp; B&#39;s &lt;Shop&gt;</header>"))
    }
}
