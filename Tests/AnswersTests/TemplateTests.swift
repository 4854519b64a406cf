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
        #expect(BusyPage.placeholderFaults(in: Array(template.utf8)) == faults)
    }
}
