import Admission
import Answers
import Distribution
import Fields
import Testing
import Topology

/// Where decisions are only observed, all goes on as if nobody had asked.
@Suite struct ObserveTests {
    private static func start(
        _ label: String, target: String = "/a", client: String? = nil
    ) -> String {
        "Status: 200 OK\r\nX-Accel-Redirect: @app\r\nX-Distrib-URI: \(target)\r\n"
            + "X-Distrib-Scheme: http\(client.map { "\r\nX-Distrib-Client: \($0)" } ?? "")\r\n"
            + "X-Distrib-Trip: sites=0; waited=0; class=normal\r\n"
            + "X-Distrib-Decision: \(label)\r\nContent-Length: 0\r\n\r\n"
    }

    private func bench(_ enforcement: Enforcement = .none) -> Bench {
        var bench = Bench(
            remember: RememberedGroup(cookie: "DistribGroup", maxAge: 60))
        bench.rememberedSite = RememberedSite(cookie: Array("DistribSite".utf8))
        bench.enforcement = enforcement
        return bench
    }

    @Test(
        "The session starts here, without a cookie, whatever is decided",
        arguments: [
            ("app.com", "/a", false, "observed-start"),
            ("app.com", "/a", true, "observed-overflow"),
            ("boston.app.com", "/a", false, "observed-redistribution"),
            ("geneva.app.com", "/a", false, "observed-start"),
        ])
    func answer(_ host: String, _ target: String, _ isBusy: Bool, _ label: String) throws {
        var bench = bench()
        bench.isBusy = isBusy
        #expect(
            try bench.answer([("HTTP_HOST", host), ("REQUEST_URI", target)])
                == Self.start(label, target: target))
    }

    @Test("Whoever is exempt is so as ever")
    func exempt() throws {
        var bench = bench()
        bench.exempt = [[.cookie(name: Array("bot".utf8), [.present])]]
        let request = [("HTTP_HOST", "app.com"), ("REQUEST_URI", "/a"), ("HTTP_COOKIE", "bot=1")]
        #expect(try bench.answer(request) == Self.start("exempt"))
    }

    @Test("An authorizer permits, and hands on no cookie")
    func permission() throws {
        var bench = bench()
        bench.question = .permission
        let answer = try bench.answer([("HTTP_HOST", "app.com"), ("REQUEST_URI", "/a")])
        #expect(answer.contains("\r\nVariable-DISTRIB_DECISION: observed-start\r\n"))
        #expect(answer.contains("\r\nX-Distrib-Decision: observed-start\r\n"))
        #expect(!answer.contains("COOKIE") && !answer.contains("Set-Cookie"))
    }

    @Test("A prefetch is answered like anything else; a script gets no problem to solve")
    func prefetch() throws {
        let request = [("HTTP_HOST", "app.com"), ("REQUEST_URI", "/a")]
        let prefetch = request + [("HTTP_SEC_PURPOSE", "prefetch")]
        #expect(try bench().field("X-Distrib-Decision", prefetch) == "observed-start")
        #expect(try bench(.all).field("X-Distrib-Decision", prefetch) == "prefetch")
        let fetch = request + [("HTTP_X_REQUESTED_WITH", "XMLHttpRequest")]
        #expect(try bench().answer(fetch) == Self.start("observed-start"))
    }

    @Test("A session that ended and can't start anew goes away to come again, as ever")
    func handedBack() throws {
        let request = [
            ("HTTP_HOST", "app.com"), ("REQUEST_URI", "/a"), ("REDIRECT_STATUS", "440"),
            ("DISTRIB_SESSION_COOKIE", "SID"),
        ]
        #expect(try bench().field("X-Distrib-Decision", request) == "hand-back")
    }

    @Test("A share of the clients is distributed, by the address that trusted proxies say")
    func share() throws {
        var bench = bench(Enforcement(percent: 30, of: try HostName("app.com")))
        var enforced = 0
        for number in 0..<200 {
            let client = "198.51.100.\(number)"
            let request = [
                ("HTTP_HOST", "app.com"), ("REQUEST_URI", "/a"), ("REMOTE_ADDR", client),
            ]
            let label = try bench.field("X-Distrib-Decision", request)
            #expect(label == "lockdown" || label == "observed-start")
            let address = IPAddress(Array(client.utf8).span)
            #expect(bench.enforcement.covers(address) == (label == "lockdown"))
            if label == "lockdown" { enforced += 1 }
        }
        #expect((35...85).contains(enforced))
        bench.isBusy = true
        // Whoever is on a trip goes on with it, whatever its address.
        let trip = [
            ("HTTP_HOST", "boston.app.com"),
            ("REQUEST_URI", "/a/Distrib=geneva.app.com+boston.app.com+1700000000"),
        ]
        #expect(try bench.field("X-Distrib-Decision", trip) == "overflow-on")
    }

    @Test("Sessions that start here take their tokens; those that are refused start all the same")
    func tokens() throws {
        var bench = bench()
        bench.admission = AdmissionPolicy(sessions: SessionRate(perSecond: 1, burst: 2))
        let service = try bench.service()
        let request = [("HTTP_HOST", "app.com"), ("REQUEST_URI", "/a")]
        let labels = (0..<3).map { _ in Bench.label(service, request) }
        #expect(labels == ["observed-start", "observed-start", "observed-overflow"])
    }
}
