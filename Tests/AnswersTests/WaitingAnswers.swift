import Answers
import Distribution
import Testing

/// The waiting page, and its twin for programs.
@Suite struct WaitingAnswers {
    private func bench(
        _ form: AnswerForm = AnswerForm(), ahead: Int = 12, expected: Int64? = 150_000,
        isCalled: Bool = false, renewed: Int64 = 1_795_787_998_500
    ) -> Bench {
        var bench = Bench(
            form: form, host: "boston.app.com", target: "/a/Distrib=1700000000?q=1&r=2")
        // 2026-11-27T13:59:58.500Z
        let place = Place(
            admissionClass: 0, time: 0, renewed: renewed, counter: 0, isCalled: isCalled)
        bench.waiting = Waiting(
            place: place, ahead: ahead, expectedWait: expected, retryAfter: 4001)
        return bench
    }

    /// Where the place leads: what the Distributor says, which its own tests look at.
    private func retry(_ answer: String) throws -> String {
        let line = try #require(
            answer.split(separator: "\r\n").first { $0.hasPrefix("Refresh: 5; url=") })
        return String(line.dropFirst("Refresh: 5; url=".count))
    }

    @Test func itGoesOnToThisSiteWithThePlace() throws {
        let answer = try bench().answer()
        let parts = answer.split(separator: "\r\n\r\n", maxSplits: 1)
        let retry = try retry(answer)
        #expect(retry.hasPrefix("http://boston.app.com/a/Distrib="))
        #expect(retry.hasSuffix("?q=1&r=2"))
        #expect(
            parts[0] + "\r\n\r\n"
                == crlf(
                    "Status: 503 Service Unavailable", "Retry-After: 5",
                    "Refresh: 5; url=\(retry)", "Cache-Control: no-store",
                    "X-Distrib-Decision: waiting", "Content-Language: en",
                    "Vary: Accept-Language", "Content-Type: text/html; charset=utf-8",
                    "Content-Length: \(parts[1].utf8.count)"))
        let escaped = retry.replacing("&", with: "&amp;")
        #expect(
            parts[1].hasPrefix(
                """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="robots" content="noindex">
                <link rel="icon" href="data:,">
                <meta http-equiv="refresh" content="5;url=\(escaped)">
                <title>12 people are ahead of you</title>
                <style>
                """))
    }

    private func main(_ answer: String) throws -> String {
        let start = try #require(answer.firstRange(of: "<main>\n")).upperBound
        let end = try #require(answer.firstRange(of: "</main>")).lowerBound
        return String(answer[start..<end])
    }

    @Test func whatItSays() throws {
        #expect(
            try main(bench().answer()) == """
                <h1>You are in line</h1>
                <p class="ahead">12 people are ahead of you</p>
                <dl>
                <div><dt>Expected wait</dt><dd>3 minutes</dd></div>
                <div><dt>Your turn, probably at</dt><dd><time datetime="2026-11-27T14:02:28Z">\
                14:02 UTC</time></dd></div>
                </dl>
                <p>This page goes on by itself; you need not do anything.
                Keep it open; it may stay in the background. Its title tells how many people are \
                ahead of you, and when it is your turn.</p>
                <p class="soft">Another site may be free sooner, but you would give up your place here.
                <a href="http://americas.app.com/a?q=1&amp;r=2">Try all sites again</a></p>

                """)
    }

    @Test func whileNobodyCanTell() throws {
        let answer = try bench(ahead: 0, expected: nil).answer()
        #expect(answer.contains("<title>Nobody is ahead of you</title>"))
        #expect(
            try main(answer) == """
                <h1>You are in line</h1>
                <p class="ahead">Nobody is ahead of you</p>
                <p>Nobody can tell yet how long this will take: no new sessions begin at the moment. \
                Your place is kept all the same.</p>
                <p>This page goes on by itself; you need not do anything.
                Keep it open; it may stay in the background. Its title tells how many people are \
                ahead of you, and when it is your turn.</p>
                <p class="soft">Another site may be free sooner, but you would give up your place here.
                <a href="http://americas.app.com/a?q=1&amp;r=2">Try all sites again</a></p>

                """)
    }

    @Test func whoeverIsCalled() throws {
        var bench = bench(ahead: 0, expected: 0, isCalled: true)
        bench.policy.busyPage.name = Array("A & B".utf8)
        let answer = try bench.answer()
        #expect(answer.contains("<title>It is your turn – A &amp; B</title>"))
        #expect(
            try main(answer) == """
                <header>A &amp; B</header>
                <h1>It is your turn</h1>
                <p>Your session begins in a few seconds. Please keep this page open.</p>

                """)
    }

    /// The place is not given up for what was sent.
    @Test func aFormIsLostAndThePageGoesOn() throws {
        for isCalled in [false, true] {
            var bench = bench(AnswerForm(method: .other), isCalled: isCalled)
            bench.policy.busyPage.status = 200
            let answer = try bench.answer()
            #expect(
                answer.hasPrefix("Status: 503 Service Unavailable\r\nRetry-After: 5\r\nRefresh: "))
            #expect(answer.contains(#"<meta http-equiv="refresh" content="5;url=http://boston."#))
            #expect(
                answer.contains(
                    """
                    <p><strong>What you sent was not stored.</strong>
                    Once it is your turn, please fill in the form again.</p>
                    """))
        }
    }

    @Test func theStatusIsTheBusyPages() throws {
        var bench = bench()
        bench.policy.busyPage.status = 200
        #expect(
            try bench.answer().hasPrefix("Status: 200 OK\r\nRetry-After: 5\r\nRefresh: 5; url="))
        bench.form.question = .permission
        #expect(
            try bench.answer().hasPrefix("Status: 503 Service Unavailable\r\nRetry-After: 5\r\n"))
    }

    @Test func aHeadHasTheHeadersOfTheGetAndNoBody() throws {
        let get = try bench().answer()
        let head = try bench(AnswerForm(method: .head)).answer()
        #expect(get.hasPrefix(head))
        #expect(head.hasSuffix("\r\n\r\n"))
    }

    /// The web server would take the component for dead.
    @Test func anAddressThatIsTooLongForAFieldStandsInThePage() throws {
        var bench = bench()
        bench.target = "/" + String(repeating: "\"", count: 6000) + "/Distrib=1700000000"
        let answer = try bench.answer()
        #expect(!answer.contains("Refresh: "))
        #expect(
            answer.contains(#"<meta http-equiv="refresh" content="5;url=http://boston.app.com/%22"#)
        )
        bench.form.isFetch = true
        #expect(try !bench.answer().contains("X-Distrib-Location"))
        #expect(try bench.answer().contains(#""retry_url":"http://boston.app.com/%22"#))
    }

    @Test(arguments: [
        (150_000, false, #""2026-11-27T14:02:28Z""#), (nil, false, "null"),
        (0, true, #""2026-11-27T13:59:58Z""#),
    ])
    func programsGetAProblem(_ expected: Int64?, _ isCalled: Bool, _ time: String) throws {
        let retry = try retry(bench(expected: expected, isCalled: isCalled).answer())
        let told =
            isCalled
            ? (#"Your Turn"#, "A session can start in a few seconds")
            : (#"Waiting in Line"#, "Others were there before")
        let body =
            #"{"type":"about:blank","title":"\#(told.0)","status":503,"detail":"\#(told.1); "#
            + #"nothing was done. Ask again at retry_url.","decision":"waiting","#
            + #""called":\#(isCalled),"ahead":12,"expected_at":\#(time),"retry_after":5,"#
            + #""retry_url":"\#(retry)","all_sites_url":"http://americas.app.com/a?q=1&r=2"}"#
            + "\n"
        for form in [AnswerForm(prefersJSON: true), AnswerForm(isFetch: true)] {
            let lines =
                [
                    "Status: 503 Service Unavailable", "Retry-After: 5", "Cache-Control: no-store",
                    "X-Distrib-Decision: waiting",
                ] + (form.isFetch ? ["X-Distrib-Location: \(retry)"] : []) + [
                    "Content-Type: application/problem+json", "Content-Length: \(body.utf8.count)",
                ]
            #expect(
                try bench(form, expected: expected, isCalled: isCalled).answer()
                    == lines.map { $0 + "\r\n" }.joined() + "\r\n" + body)
        }
    }

    @Test(arguments: [
        (1, "1 person is ahead of you"), (2, "2 people are ahead of you"),
        (999, "999 people are ahead of you"), (1000, "1,000 people are ahead of you"),
        (1_234_567, "1,234,567 people are ahead of you"),
    ])
    func howManyAreAhead(_ count: Int, _ words: String) throws {
        #expect(try bench(ahead: count).answer().contains("<title>\(words)</title>"))
    }

    @Test(arguments: [
        (0, "10 seconds"), (10_000, "10 seconds"), (10_001, "20 seconds"), (50_000, "50 seconds"),
        (50_001, "1 minute"), (60_000, "1 minute"), (60_001, "2 minutes"),
        (3_540_000, "59 minutes"),
        (3_540_001, "1 hour"), (3_600_001, "1 hour 5 minutes"), (7_000_000, "2 hours"),
        (7_200_001, "2 hours 5 minutes"), (35_700_000, "9 hours 55 minutes"),
        (35_700_001, "10 hours"), (36_000_001, "11 hours"), (180_000_000, "50 hours"),
    ])
    func howLongItTakes(_ milliseconds: Int64, _ words: String) throws {
        #expect(try bench(expected: milliseconds).answer().contains("<dd>\(words)</dd>"))
    }

    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00Z", "00:00"), (-1, "1970-01-01T00:00:00Z", "00:00"),
            (951_782_399_999, "2000-02-28T23:59:59Z", "23:59"),
            (951_868_799_000, "2000-02-29T23:59:59Z", "23:59"),
            (951_868_800_000, "2000-03-01T00:00:00Z", "00:00"),
            (4_107_542_400_000, "2100-03-01T00:00:00Z", "00:00"),
            (253_402_300_799_999, "9999-12-31T23:59:59Z", "23:59"),
            // No year has five digits.
            (999_999_999_999_999, "9999-12-31T23:59:59Z", "23:59"),
        ] as [(Int64, String, String)])
    func whenItIsTheirTurn(_ milliseconds: Int64, _ time: String, _ timeOfDay: String) throws {
        #expect(
            try bench(expected: 0, renewed: milliseconds).answer().contains(
                "<time datetime=\"\(time)\">\(timeOfDay) UTC</time>"))
    }
}
