import Testing

@testable import Doctor

@Suite struct NameCheckTests {
    private static let boston = PoolName(
        name: "boston.app.com", meaning: "the Site", usual: ["192.0.2.10", "2001:db8::a"],
        others: [("192.0.2.20", "chicago.app.com")])
    private static let object = "boston.app.com"

    @Test(
        arguments: [
            (["192.0.2.10"], Verdict.ok, "it leads to 192.0.2.10", nil),
            (["2001:DB8:0::a"], .ok, "it leads to 2001:DB8:0::a", nil),
            (
                [], .fault, "it has no address",
                "make its record at the nameserver (distrib-fcgi generate gdnsd | powerdns)"
            ),
            (
                ["192.0.2.10", "192.0.2.99"], .fault,
                "it leads to 192.0.2.99, which is no address of this Pool",
                "correct the record at the nameserver, or the `addresses` of the configuration"
            ),
            (
                ["192.0.2.20"], .warning,
                "the Site is elsewhere: it leads to 192.0.2.20, which is chicago.app.com's",
                "where a Site has failed, bring it back; where it has not, look at the nameserver's "
                    + "health checks and its record"
            ),
        ] as [([String], Verdict, String, String?)])
    func `Where a name leads`(
        found: [String], verdict: Verdict, seen: String, remedy: String?
    ) {
        #expect(
            NameCheck.judge(found, of: Self.boston, .name, object: Self.object)
                == Diagnosis(.name, Self.object, verdict, seen, remedy: remedy))
    }

    @Test func `Without addresses in the configuration, any is good`() {
        let name = PoolName(name: "a.b", meaning: "the Pool", usual: [], others: [])
        #expect(
            NameCheck.judge(["192.0.2.1"], of: name, .name, object: "a.b")
                == Diagnosis(
                    .name, "a.b", .ok,
                    "it leads to 192.0.2.1 (the configuration does not say the `addresses` of all Sites)"
                ))
    }

    @Test func `How long a name is kept`() {
        #expect(
            NameCheck.judge(timeToLive: 60, "a at 192.0.2.53:53")
                == Diagnosis(.timeToLive, "a at 192.0.2.53:53", .ok, "60 s"))
        #expect(
            NameCheck.judge(timeToLive: 3600, "a at 192.0.2.53:53")
                == Diagnosis(
                    .timeToLive, "a at 192.0.2.53:53", .warning,
                    "3600 s: for so long, clients go on to a Site that is down",
                    remedy: "let the nameserver answer with a TTL of 0, or at most 60 s"))
    }
}
