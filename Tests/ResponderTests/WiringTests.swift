import Admission
import Answers
import Responder
import Testing

/// Several Pools, endpoints, roles and hand-backs.
@Suite struct PoolOfTheRequest {
    private let bench = Bench(hasSecondPool: true)

    @Test(arguments: [
        ("that knows the Host", ["HTTP_HOST": "boston.app.com"], "redistribution"),
        ("that has the Host as an alias", ["HTTP_HOST": "www.app.com"], "lockdown"),
        (
            "that the parameter names", ["HTTP_HOST": "x.example", "DISTRIB_POOL": "app.com"],
            "lockdown"
        ),
        ("nobody's", ["HTTP_HOST": "x.example"], "misdirected"),
        (
            "nobody's, wrong parameter", ["HTTP_HOST": "x.example", "DISTRIB_POOL": "no.com"],
            "misdirected"
        ),
        ("not served here", ["HTTP_HOST": "shop.com"], "misdirected"),
        ("known under its port only", ["HTTP_HOST": "g.shop.com"], "misdirected"),
        ("no Host, parameter", ["DISTRIB_POOL": "APP.com."], "start"),
    ])
    func isFoundOut(_ label: String, _ variables: [String: String], _ decision: String) throws {
        let all = variables.map { ($0.key, $0.value) }
        #expect(try bench.field("X-Distrib-Decision", all) == decision, "\(label)")
    }

    @Test func aMisdirectedRequestGets421() throws {
        let answer = try bench.answer([("HTTP_HOST", "shop.com"), ("REQUEST_METHOD", "HEAD")])
        #expect(answer.hasPrefix("Status: 421 Misdirected Request\r\n"))
        #expect(answer.hasSuffix("\r\n\r\n"))
    }
}

@Suite struct Endpoints {
    @Test(arguments: [
        ("health", false, "Status: 200 OK", "ok\n"), ("health", true, "Status: 200 OK", "ok\n"),
        ("ready", false, "Status: 200 OK", "ready\n"),
        ("ready", true, "Status: 503 Service Unavailable", "busy\n"),
        (
            "nonsense", false, "Status: 404 Not Found",
            "No such endpoint: DISTRIB_ENDPOINT is health, ready, status or metrics.\n"
        ),
        (
            "status", false, "Status: 404 Not Found",
            "No such endpoint: DISTRIB_ENDPOINT is health, ready, status or metrics.\n"
        ),
    ])
    func answer(_ name: String, _ isBusy: Bool, _ status: String, _ body: String) throws {
        let answer = try Bench(isBusy: isBusy).answer([
            ("HTTP_HOST", "anything.example"), ("DISTRIB_ENDPOINT", name),
        ])
        #expect(answer.hasPrefix(status + "\r\nCache-Control: no-store\r\n"))
        #expect(answer.hasSuffix("\r\n\r\n" + body))
    }

    @Test func aHeadHasNoBody() throws {
        let answer = try Bench().answer([
            ("DISTRIB_ENDPOINT", "ready"), ("REQUEST_METHOD", "HEAD"),
        ])
        #expect(answer.hasSuffix("Content-Length: 6\r\n\r\n"))
    }

    @Test("ready tells the Pool's other Sites how this one is")
    func state() throws {
        func state(_ bench: Bench, host: String = "app.com") throws -> String? {
            try bench.field(
                "X-Distrib-State", [("HTTP_HOST", host), ("DISTRIB_ENDPOINT", "ready")])
        }
        #expect(try state(Bench()) == "free; room=1000; time=1700000000")
        #expect(try state(Bench(isBusy: true)) == "busy; room=0; time=1700000000")
        let rate = SessionRate(perSecond: 1, burst: 5)
        #expect(
            try state(Bench(admission: AdmissionPolicy(sessions: rate)))
                == "free; room=5; time=1700000000")
        // Two Pools, of which the name says neither; and one that is not served here.
        #expect(try state(Bench(hasSecondPool: true), host: "192.0.2.1") == nil)
        #expect(try state(Bench(hasSecondPool: true), host: "shop.com") == nil)
    }

    @Test func aPoolThatIsNotServedHereIsNotReady() throws {
        let check = [("HTTP_HOST", "shop.com"), ("DISTRIB_ENDPOINT", "ready")]
        let answer = try Bench(hasSecondPool: true).answer(check)
        #expect(answer.hasPrefix("Status: 503 Service Unavailable\r\n"))
        #expect(answer.hasSuffix("\r\n\r\nthis pool is not served here\n"))
        // The process is well, and so is what it serves.
        #expect(
            try Bench(hasSecondPool: true).field(
                "Status", [("HTTP_HOST", "shop.com"), ("DISTRIB_ENDPOINT", "health")]) == "200 OK")
    }

    @Test func aMalformedHostIsNoReasonNotToAnswer() throws {
        let check = [("HTTP_HOST", "a b"), ("DISTRIB_ENDPOINT", "health")]
        #expect(try Bench().field("Status", check) == "200 OK")
    }

    @Test func answerUnderNamesThatNoPoolKnows() throws {
        let check = [("HTTP_HOST", "192.0.2.1"), ("DISTRIB_ENDPOINT", "ready")]
        #expect(try Bench(hasSecondPool: true).field("Status", check) == "200 OK")
        #expect(
            try Bench(isBusy: true, hasSecondPool: true).field("Status", check)
                == "503 Service Unavailable")
    }
}

@Suite struct Authorizers {
    @Test func letThroughWith200() throws {
        let answer = try Bench(question: .permission).answer([
            ("HTTP_HOST", "boston.app.com"), ("REQUEST_URI", "/a/Distrib=1700000000"),
        ])
        #expect(
            answer.hasPrefix(
                "Status: 200 OK\r\nVariable-DISTRIB_URI: /a\r\nVariable-DISTRIB_SCHEME: http\r\n"
                    + "Variable-DISTRIB_TRIP: sites=0; waited=0; class=normal\r\n"
                    + "Variable-DISTRIB_DECISION: start\r\n"
                    + "Variable-DISTRIB_GROUP: americas.app.com\r\n"))
    }

}

/// Sessions that ended, handed back by the web server's error page.
@Suite struct HandBacks {
    private let locked: [(String, String)] = [
        ("HTTP_HOST", "boston.app.com"), ("REQUEST_URI", "/a/Distrib=1700000000?q"),
    ]

    @Test func nginxStartsASessionLikeAnyOther() throws {
        let all = locked + [("REDIRECT_STATUS", "200")]
        #expect(try Bench().field("X-Accel-Redirect", all) == "@app")
    }

    @Test func apachesClientLosesItsDeadCookieAndComesAgain() throws {
        let all = locked + [("REDIRECT_STATUS", "421"), ("DISTRIB_SESSION_COOKIE", "SID")]
        let answer = try Bench().answer(all)
        #expect(
            answer.hasPrefix(
                "Set-Cookie: SID=; Max-Age=0; Path=/\r\n"
                    + "Location: http://boston.app.com/a/Distrib=1700000000?q\r\n"
                    + "Status: 302 Found\r\n"))
    }

    @Test func aCookieIsDeletedUnderItsOwnDomainAndPath() throws {
        let all =
            locked + [
                ("REDIRECT_STATUS", "421"),
                ("DISTRIB_SESSION_COOKIE", "SID; Domain=app.com; Path=/a"),
            ]
        #expect(
            try Bench().field("Set-Cookie", all) == "SID=; Max-Age=0; Path=/a; Domain=app.com")
        #expect(try Bench().field("X-Distrib-Decision", all) == "hand-back")
    }

    @Test func withoutTheCookiesNameNothingCanGoOn() throws {
        let answer = try Bench().answer(locked + [("REDIRECT_STATUS", "421")])
        #expect(answer.hasPrefix("Status: 503 Service Unavailable\r\n"))
        #expect(answer.contains("DISTRIB_SESSION_COOKIE"))
    }
}

/// What programs get where every Site is busy.
@Suite struct AcceptOfTheRequest {
    @Test(arguments: [
        (nil, "text/html; charset=utf-8"), ("*/*", "text/html; charset=utf-8"),
        ("text/html,application/json", "text/html; charset=utf-8"),
        ("application/json", "application/problem+json"),
        ("Application/JSON, text/plain, */*", "application/problem+json"),
        ("application/problem+json", "application/problem+json"),
        ("application/json;q=0, */*", "text/html; charset=utf-8"),
        ("text/html;q=0.0, application/json;q=0.5", "application/problem+json"),
        ("text/html;level=1, application/json", "text/html; charset=utf-8"),
    ])
    func decidesTheFormOfThePage(_ accept: String?, _ type: String) throws {
        var all = [
            ("HTTP_HOST", "boston.app.com"),
            ("REQUEST_URI", "/a/Distrib=chicago.app.com+1700000000"),
        ]
        if let accept { all.append(("HTTP_ACCEPT", accept)) }
        #expect(try Bench(isBusy: true).field("Content-Type", all) == type)
    }
}
