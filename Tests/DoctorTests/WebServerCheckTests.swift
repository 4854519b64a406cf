import Distribution
import Probing
import Testing

@testable import Doctor

@Suite struct WebServerCheckTests {
    private static let question = WiringQuestion(
        object: "http://192.0.2.10:80", host: "chicago.app.com:8099", isOfOtherSite: true,
        siteName: "boston.app.com", port: "8099")

    private static func redirect(
        _ target: String, authority: String = "boston.app.com:8099", _ decision: String = "failover"
    ) -> HTTPAnswer {
        HTTPAnswer(
            status: 302, body: [],
            fields: ["x-distrib-decision": decision, "location": "http://\(authority)\(target)"])
    }

    private static func marked(_ target: String, marker: String = "/Distrib=1.k.s") -> String {
        let end = target.firstIndex(of: "?") ?? target.endIndex
        return target[..<end] + marker + target[end...]
    }

    @Test(
        arguments: [
            (302, "failover", Verdict.ok, "the web server asks the component"),
            (
                307, "", .fault,
                "the web server answers 307 without the component: it fails open, or does not ask at all, "
                    + "and nothing is distributed"
            ),
            (
                200, "direct", .fault,
                "the web server answers 200 without the component: it fails open, or does not ask at all, "
                    + "and nothing is distributed"
            ),
            (503, "", .fault, "the web server answers 503 without the component"),
            (
                400, "", .fault,
                "the web server answers a strange target by itself, with status 400"
            ),
        ])
    func `Whether the component was asked`(
        status: Int, decision: String, verdict: Verdict, seen: String
    ) {
        let fields = decision.isEmpty ? [:] : ["x-distrib-decision": decision]
        let diagnosis = Self.question.judge(
            asked: .success(HTTPAnswer(status: status, body: [], fields: fields)))
        #expect((diagnosis.verdict, diagnosis.seen) == (verdict, seen))
        #expect((diagnosis.remedy == nil) == (verdict == .ok))
    }

    @Test func `Whoever may be exempt is told so`() {
        let question = WiringQuestion(
            object: "o", host: "app.com", isOfOtherSite: false, siteName: "s", port: nil,
            mayBeExempt: true)
        let diagnosis = question.judge(asked: .success(HTTPAnswer(status: 200, body: [])))
        #expect(diagnosis.remedy?.hasSuffix("; or `exempt` matches what doctor sends") == true)
        for label in ["lockdown", "handover", "wrong-group"] {
            #expect(question.judge(host: Self.redirect("/", label)).verdict == .ok, "\(label)")
        }
        #expect(question.judge(host: Self.redirect("/", "failover")).verdict == .fault)
    }

    @Test func `The Host`() {
        let target = Self.marked(WiringQuestion.oddTarget)
        #expect(Self.question.judge(host: Self.redirect(target)).verdict == .ok)
        #expect(
            Self.question.judge(host: Self.redirect(target, "lockdown"))
                == Diagnosis(
                    .host, "http://192.0.2.10:80", .fault,
                    "the component did not see the Host chicago.app.com:8099, but another: it answered "
                        + "lockdown",
                    remedy:
                        "pass HTTP_HOST as it came (nginx: `include distrib/component.conf`, and no "
                        + "fastcgi_param HTTP_HOST of your own); a proxy in front must keep it "
                        + "(proxy_set_header Host $http_host, ProxyPreserveHost On)"))
        #expect(
            Self.question.judge(host: Self.redirect(target, authority: "geneva.app.com:8099"))
                == Diagnosis(
                    .host, "http://192.0.2.10:80", .fault,
                    "the component takes itself for another Site: it leads to geneva.app.com:8099",
                    remedy: "start it with --site boston.app.com"))
        #expect(
            Self.question.judge(host: Self.redirect(target, authority: "boston.app.com"))
                == Diagnosis(
                    .host, "http://192.0.2.10:80", .warning,
                    "the port of the client's Host is lost: chicago.app.com:8099 became boston.app.com",
                    remedy: "pass HTTP_HOST as it came: $http_host, and not $host as Debian's "
                        + "fastcgi_params"))
    }

    @Test(
        arguments: [
            (WiringQuestion.oddTarget, Verdict.ok),
            (WiringQuestion.oddTarget.replacing("%2F", with: "/"), .fault),
            (WiringQuestion.oddTarget.replacing("//", with: "/"), .fault),
            (WiringQuestion.oddTarget.replacing("%7e", with: "~"), .fault),
            (WiringQuestion.oddTarget.replacing("%0D%0A", with: ""), .fault),
            (WiringQuestion.oddTarget.replacing("c'&", with: "c'"), .fault),
            ("/", .fault),
        ])
    func `The target`(target: String, verdict: Verdict) {
        let diagnosis = Self.question.judge(target: Self.redirect(Self.marked(target)))
        #expect(diagnosis.verdict == verdict)
        #expect(
            diagnosis.seen
                == (verdict == .ok
                    ? "REQUEST_URI arrives byte for byte"
                    : "the component did not see \(WiringQuestion.oddTarget), but \(target)"))
    }

    @Test func `The target, with the marker in the query`() {
        var question = WiringQuestion(
            object: "o", host: "h", isOfOtherSite: true, siteName: "s", port: nil,
            marker: ("Distrib", .query))
        #expect(
            question.judge(target: Self.redirect(WiringQuestion.oddTarget + "&Distrib=1")).verdict
                == .ok)
        #expect(question.judge(target: Self.redirect("/&Distrib=1")).verdict == .fault)
        let long = Self.redirect(WiringQuestion.longTarget(8192) + "?Distrib=1")
        #expect(question.judge(longest: .success(long), shorter: nil).verdict == .ok)
        question = WiringQuestion(
            object: "o", host: "h", isOfOtherSite: true, siteName: "s", port: nil,
            marker: ("Via", .path))
        let target = Self.marked(WiringQuestion.oddTarget, marker: "/Via=1")
        #expect(question.judge(target: Self.redirect(target)).verdict == .ok)
    }

    @Test func `Long targets`() {
        func long(_ count: Int) -> Result<HTTPAnswer, ProbeFailure> {
            .success(Self.redirect(Self.marked(WiringQuestion.longTarget(count))))
        }
        func refused(_ status: Int) -> Result<HTTPAnswer, ProbeFailure> {
            .success(HTTPAnswer(status: status, body: []))
        }
        func judge(
            _ longest: Result<HTTPAnswer, ProbeFailure>,
            _ shorter: Result<HTTPAnswer, ProbeFailure>?
        ) -> (Verdict, String) {
            let diagnosis = Self.question.judge(longest: longest, shorter: shorter)
            return (diagnosis.verdict, diagnosis.seen)
        }
        #expect(WiringQuestion.longTarget(8192).utf8.count == 8192)
        #expect(judge(long(8192), nil) == (.ok, "targets of 8 KiB pass"))
        #expect(
            judge(refused(414), long(6800))
                == (.ok, "targets of 6,800 bytes pass, and 8 KiB are refused with 414"))
        #expect(
            judge(refused(414), refused(414))
                == (.fault, "a target of 8 KiB gets status 414 without the component"))
        #expect(
            judge(refused(502), nil)
                == (.fault, "a target of 8 KiB gets status 502 without the component"))
        #expect(
            judge(long(8000), nil)
                == (.fault, "a target of 8 KiB gets a redirect to another address (status 302)"))
        #expect(
            judge(.failure(.late), nil)
                == (.fault, "a target of 8 KiB gets no answer (no answer in time)"))
    }

    @Test func `The marker before the rules of the web server`() {
        let health = SiteCheckTests.answer(200, "ok\n")
        #expect(
            Self.question.judge(plainHealth: health, markedHealth: health)
                == Diagnosis(
                    .marker, "http://192.0.2.10:80", .ok,
                    "the marker is cut before the web server's rules judge"))
        #expect(
            Self.question.judge(plainHealth: health, markedHealth: .success(Self.redirect("/")))
                == Diagnosis(
                    .marker, "http://192.0.2.10:80", .fault,
                    "the marker is not cut before the web server's own rules judge: a client gets past "
                        + "`deny` with /admin/Distrib=1, and the application may see markers",
                    remedy:
                        "cut it first, as the files of `distrib-fcgi generate` do (nginx: `include "
                        + "distrib/marker-in-path.conf`)"))
        let none = SiteCheckTests.answer(404, "")
        #expect(Self.question.judge(plainHealth: none, markedHealth: none).verdict == .skipped)
    }
}

@Suite struct EchoCheckTests {
    private static let echo = Echo(
        object: "http://192.0.2.10:80/static/echo", host: "boston.app.com:8099",
        marker: "Distrib=19700101")

    private static func verdicts(_ text: String) -> [Check: Verdict] {
        let diagnoses = echo.judge(SiteCheckTests.answer(200, text))
        return Dictionary(uniqueKeysWithValues: diagnoses.map { ($0.check, $0.verdict) })
    }

    @Test(
        arguments: [
            ("uri: /static/echo?doctor=%2F%7e+\nhost: boston.app.com:8099\n", []),
            (
                "uri: /static/echo/Distrib=19700101?doctor=%2F%7e+\nhost: boston.app.com:8099\n",
                [Check.applicationMarker]
            ),
            ("uri: /static/echo?doctor=/~ \nhost: boston.app.com:8099\n", [.applicationTarget]),
            ("uri: /static/echo?doctor=%2F%7e+\nhost: backend\n", [.applicationHost]),
            (
                "uri: /static/echo?doctor=%2F%7e+\nhost: boston.app.com:8099\n"
                    + "X_Distrib_Session: forged-by-doctor\n", [.forgedFields]
            ),
        ])
    func `What the application gets`(text: String, faults: [Check]) {
        let verdicts = Self.verdicts(text)
        #expect(verdicts.count == 4)
        for (check, verdict) in verdicts {
            #expect(verdict == (faults.contains(check) ? .fault : .ok), "\(check)")
        }
    }

    @Test func `A page that is not found with a marker`() {
        let text = "uri: /static/echo?doctor=%2F%7e+\nhost: boston.app.com:8099\n"
        let diagnoses = Self.echo.judge(
            SiteCheckTests.answer(200, text), isOnlyWithoutMarker: true)
        #expect(
            diagnoses.filter { $0.verdict == .fault } == [
                Diagnosis(
                    .applicationMarker, Self.echo.object, .fault, "the application gets the marker",
                    remedy: "cut it, as the files of `distrib-fcgi generate` do (nginx: "
                        + "$distrib_target, not $request_uri)")
            ])
    }

    @Test func `A page that shows nothing`() {
        #expect(
            Self.echo.judge(SiteCheckTests.answer(404, "not found")) == [
                Diagnosis(
                    .applicationTarget, Self.echo.object, .skipped,
                    "the page does not show the target (status 404)",
                    remedy:
                        "name a page that shows target and header fields (docs/doctor.md), and its "
                        + "path in `web_server: { assets: { paths: … } }`")
            ])
        let decided = Self.echo.judge(
            SiteCheckTests.answer(302, "", ["x-distrib-decision": "lockdown"]))
        #expect(
            decided.map(\.seen) == [
                "the component was asked, as the path is not among those that begin no session"
            ])
    }

    @Test func `WebSockets`() {
        #expect(
            Self.echo.judge(upgraded: SiteCheckTests.answer(200, "Upgrade: WebSocket\n")).verdict
                == .ok)
        #expect(
            Self.echo.judge(
                upgraded: SiteCheckTests.answer(
                    200, "Sec-WebSocket-Version: 13\nHTTP_SEC_WEBSOCKET_KEY: a\n"))
                == Diagnosis(
                    .webSocket, Self.echo.object, .fault,
                    "the wish for a WebSocket does not reach the application (status 200)",
                    remedy: "pass Upgrade and Connection on (nginx: proxy_http_version 1.1, "
                        + "proxy_set_header Upgrade; Apache: ProxyPass … upgrade=websocket)"))
        #expect(Self.echo.judge(upgraded: .failure(.late)).verdict == .skipped)
    }
}
