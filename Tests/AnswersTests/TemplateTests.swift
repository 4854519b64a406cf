import Answers
import Distribution
import Testing

/// The operator's own page.
@Suite struct TemplateTests {
    private func page(
        _ template: String, target: String = "/a?q=1&r=2", method: AnswerForm.Method = .get
    ) throws -> String {
        let (path, query) = (target.prefix { $0 != "?" }, target.drop { $0 != "?" })
        var bench = Bench(
            form: AnswerForm(method: method), host: "boston.app.com",
            target: "\(path)/Distrib=chicago.app.com+1700000000\(query)", isBusy: true)
        bench.policy.busyPage.template = Array(template.utf8)
        let answer = try bench.answer()
        return String(
            answer.split(
                separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)[1])
    }

    @Test(arguments: [
        ("<a href=\"{{retry_url}}\">{{retry_after}} s</a> {", "<a href=\"§\">10 s</a> {"),
        ("<a href='{{retry_url}}'>", "<a href='§'>"), ("{{retry_url}}{{retry_url}}", "§§"),
        ("{{name}}|{{logo}}|", "||"), ("{{{retry_after}}}", "{10}"),
        ("{{other}} {{ retry_url }} {{RETRY_URL}}", "{{other}} {{ retry_url }} {{RETRY_URL}}"),
        ("{{retry_url", "{{retry_url"), ("{{retry_url}", "{{retry_url}"), ("", ""),
        ("a{{#sent}}b{{/sent}}c{{^sent}}d{{/sent}}e", "acde"),
        ("{{#name}}a{{^sent}}b{{/sent}}c{{/name}}d", "d"),
        ("{{^name}}a{{#sent}}b{{/sent}}c{{/name}}d", "acd"), ("{{#sent}}never closed", ""),
        ("{{/sent}}", "{{/sent}}"), ("{{#}}", "{{#}}"),
    ])
    func replaced(_ template: String, _ expected: String) throws {
        let url = "http://americas.app.com/a?q=1&amp;r=2"
        #expect(try page(template) == expected.replacing("§", with: url))
    }

    @Test func sectionsOfWhatWasSent() throws {
        #expect(
            try page("a{{#sent}}b{{/sent}}c{{^sent}}d{{/sent}}e", method: .other) == "abce")
    }

    /// What a client writes to get out of where its address stands.
    @Test(arguments: [
        "/x'onmouseover='alert(1)", "/x\"><script>alert(1)</script>", "/</script><script>x",
        "/a\\';alert(1)//", "/a\n\r\u{2028}b", "/`${alert(1)}", "/-->", "/&quot;&#39;&apos;",
        "/a?'+alert(1)+'", "/a?\\u0027+alert(1)",
    ])
    func nothingEnds(_ target: String) throws {
        for (open, close) in [
            ("<a href='", "'>"), ("<a href=\"", "\">"), ("<p>", "</p>"),
            ("<a onclick=\"go('", "')\">"), ("<SCRIPT>var u='", "'</SCRIPT>"),
            ("<script type=\"module\">var u=\"", "\"</script>"), ("<script>var u=`", "`</script>"),
        ] {
            let page = try page("\(open){{retry_url}}\(close)", target: target)
            #expect(page.hasPrefix(open) && page.hasSuffix(close))
            let value = page.dropFirst(open.count).dropLast(close.count)
            for end in ["'", "\"", "<", ">", "`", "\n", "\r", "\u{2028}", "${", " "] {
                #expect(!value.contains(end), "\(open)\(value)")
            }
            let isScript = open.lowercased().hasPrefix("<script")
            // A backslash only begins an escape sequence of ours, and an ampersand only a reference of ours.
            #expect(isScript ? !value.contains("&") : !value.contains("\\"))
            #expect(
                value.replacing(isScript ? "\\u00" : "&amp;", with: "")
                    .allSatisfy { $0 != "\\" && $0 != "&" })
        }
    }

    @Test func scriptsReadTheAddressItself() throws {
        #expect(
            try page("<script>var u='{{retry_url}}'</script>{{retry_url}}", target: "/a'?q=1&r=$")
                == "<script>var u='http://americas.app.com/a\\u0027?q=1\\u0026r=\\u0024'</script>"
                + "http://americas.app.com/a%27?q=1&amp;r=$")
    }

    @Test(
        arguments: [
            ("<a href='{{retry_url}}'>{{retry_after}}", []),
            ("<style>@media{a{b:c}}</style><script>f(){{return 1;}}</script>{{retry_url}}", []),
            ("nothing", [.missing("retry_url")]),
            (
                "{{ retry_url }}{{RETRY_URL}}",
                [
                    .unknown(" retry_url ", offset: 0), .unknown("RETRY_URL", offset: 15),
                    .missing("retry_url"),
                ]
            ),
            ("{{retry_url}}{{#sent}}x", [.notClosed("sent", offset: 13)]),
            (
                "{{#sent}}{{#name}}{{/sent}}{{/name}}{{retry_url}}{{/sent}}{{#other}}",
                [.unknown("/sent", offset: 18), .unknown("#other", offset: 58)]
            ),
        ] as [(String, [PlaceholderFault])])
    func faults(_ template: String, _ faults: [PlaceholderFault]) {
        #expect(PageKind.busy.placeholderFaults(in: Array(template.utf8)) == faults)
    }
}

/// The operator's own waiting page.
@Suite struct WaitingTemplateTests {
    private func answer(
        _ template: String, isCalled: Bool = false, expected: Int64? = 3_700_000,
        method: AnswerForm.Method = .get, language: String = "de"
    ) throws -> String {
        var bench = Bench(
            form: AnswerForm(method: method), host: "boston.app.com",
            target: "/a'/Distrib=1700000000?q&r")
        bench.policy.waitingTemplate = Array(template.utf8)
        bench.policy.busyPage.name = Array("<Shop>".utf8)
        bench.variables = [("HTTP_ACCEPT_LANGUAGE", language)]
        bench.waiting = Waiting(
            place: Place(
                admissionClass: 0, time: 0, renewed: 1_795_787_998_500, counter: 0,
                isCalled: isCalled),
            ahead: 1234, expectedWait: expected, retryAfter: 5000)
        return try bench.answer()
    }

    private func page(_ answer: String) -> String {
        String(answer[answer.firstRange(of: "\r\n\r\n")!.upperBound...])
    }

    @Test(
        arguments: [
            ("{{ahead}}|{{ahead_words}}", "1.234|1.234 Personen sind vor Ihnen"),
            (
                "{{expected}}|{{expected_at}}|{{expected_time}}",
                "1 Stunde 5 Minuten|2026-11-27T15:01:38Z|15:01 UTC"
            ),
            ("{{retry_after}}|{{retry_after_words}}", "5|5 Sekunden"),
            (
                "<a href='{{all_sites_url}}'>{{name}}</a>{{logo}}",
                "<a href='http://americas.app.com/a%27?q&amp;r'>&lt;Shop&gt;</a>"
            ),
            (
                "<script>u='{{all_sites_url}}';n='{{name}}'</script>",
                #"<script>u='http://americas.app.com/a\u0027?q\u0026r';n='\u003cShop\u003e'</script>"#
            ),
            ("{{#called}}a{{/called}}{{^called}}b{{/called}}", "b"),
            ("{{#expected}}a{{/expected}}{{^expected}}b{{/expected}}", "a"),
            ("{{#sent}}a{{/sent}}{{#name}}b{{/name}}{{#logo}}c{{/logo}}", "b"),
            ("{{all_sites}}{{#all_sites}}", "{{all_sites}}{{#all_sites}}"),
        ])
    func replaced(_ template: String, _ expected: String) throws {
        #expect(try page(answer("{{language}}:" + template)) == "de:" + expected)
    }

    @Test func sections() throws {
        let template =
            "{{#called}}a{{/called}}{{#expected}}b{{expected}}{{/expected}}{{#sent}}c{{/sent}}"
        #expect(
            try page(answer(template, isCalled: true, expected: nil, method: .other)) == "ac")
        #expect(
            try page(answer("{{expected}}{{expected_at}}{{expected_time}}", expected: nil)) == "")
    }

    /// Words are in the language of the page around them.
    @Test(
        arguments: [
            ("<html lang=\"{{language}}\">{{expected}}", "de", true, "1 Stunde 5 Minuten"),
            (
                "<!DOCTYPE html><HTML class=x Lang=fr-CA>{{expected}}", "fr-CA", false,
                "1 heure 5 minutes"
            ),
            ("<html lang='it'>{{expected}}", "it", false, "1 ora e 5 minuti"),
            // A language that is not there.
            ("<html lang=\"sv\">{{expected}}", "sv", false, "1 hour 5 minutes"),
            ("<p lang=it>{{expected}}", nil, false, "1 hour 5 minutes"), ("", nil, false, ""),
        ] as [(String, String?, Bool, String)])
    func language(_ template: String, _ stated: String?, _ varies: Bool, _ words: String) throws {
        let answer = try answer(template)
        #expect(page(answer).hasSuffix(words))
        let field = stated.map { "Content-Language: \($0)\r\n" } ?? ""
        let vary = varies ? "Vary: Accept-Language\r\n" : ""
        #expect(
            answer.contains(
                "\r\nX-Distrib-Decision: waiting\r\n\(field)\(vary)Content-Type: text/html"))
    }

    @Test(
        arguments: [
            ("{{retry_url}}{{ahead}}{{expected}}{{#called}}{{/called}}", []),
            ("{{all_sites_url}}", [.missing("retry_url")]),
            (
                "{{retry_url}}{{#all_sites}}{{Ahead}}{{#expected}}",
                [
                    .unknown("#all_sites", offset: 13), .unknown("Ahead", offset: 27),
                    .notClosed("expected", offset: 36),
                ]
            ),
        ] as [(String, [PlaceholderFault])])
    func faults(_ template: String, _ faults: [PlaceholderFault]) {
        #expect(PageKind.waiting.placeholderFaults(in: Array(template.utf8)) == faults)
    }

    @Test func theBusyPageHasNoPlace() {
        #expect(
            PageKind.busy.placeholderFaults(
                in: Array("{{retry_url}}{{ahead}}{{#called}}{{/called}}".utf8))
                == [
                    .unknown("ahead", offset: 13), .unknown("#called", offset: 22),
                    .unknown("/called", offset: 33),
                ])
        #expect(
            PageKind.busy.placeholders
                == ["retry_url", "retry_after", "retry_after_words", "name", "logo", "language"])
    }
}
