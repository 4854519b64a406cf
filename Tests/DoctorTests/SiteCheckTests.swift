import Distribution
import Glibc
import Peers
import Probing
import SystemCalls
import Testing

@testable import Doctor

@Suite struct SiteCheckTests {
    private static let object = "boston.app.com at http://192.0.2.10:80/distrib/health"

    static func answer(
        _ status: Int, _ text: String, _ fields: [String: String] = [:]
    ) -> Result<HTTPAnswer, ProbeFailure> {
        .success(HTTPAnswer(status: status, body: Array(text.utf8), fields: fields))
    }

    @Test(
        arguments: [
            (200, "ok\n", Verdict.ok, "the component answers", nil),
            (
                200, "component down, requests go to the application\n", .fault,
                "the web server answers, and its component is down",
                "start the component there; where it runs, run doctor on that machine"
            ),
            (
                404, "not found", .fault,
                "something else than the component answers there, with status 404",
                "let the web server pass /distrib/health to the component with DISTRIB_ENDPOINT health, as "
                    + "the files of `distrib-fcgi generate` do"
            ),
            (
                302, "", .fault, "something else than the component answers there, with status 302",
                "let the web server pass /distrib/health to the component with DISTRIB_ENDPOINT health, as "
                    + "the files of `distrib-fcgi generate` do"
            ),
        ] as [(Int, String, Verdict, String, String?)])
    func `health`(status: Int, text: String, verdict: Verdict, seen: String, remedy: String?) {
        #expect(
            SiteCheck.judge(health: Self.answer(status, text), Self.object)
                == Diagnosis(.health, Self.object, verdict, seen, remedy: remedy))
    }

    @Test func `Nobody answers`() {
        let refused = ProbeFailure.system(SystemCallError("connect", number: ECONNREFUSED))
        #expect(
            SiteCheck.judge(ready: .failure(refused), Self.object)
                == Diagnosis(
                    .ready, Self.object, .fault, "nobody answers: connect: Connection refused",
                    remedy:
                        "start the web server there; where it runs, correct `addresses`, or `dns: "
                        + "{ health_check: { port: … } }` and `peers: { port: … }`, or let a firewall "
                        + "pass it"))
        #expect(SiteCheck.judge(health: .failure(refused), Self.object).check == .health)
    }

    @Test(
        arguments: [
            ("ready\n", Verdict.ok, "sessions may start"),
            ("busy\n", .ok, "no sessions start there now: it is busy or draining"),
            ("this pool is not served here\n", .fault, "the component there serves another Pool"),
            ("component down\n", .fault, "the web server answers, and its component is down"),
            ("<h1>", .fault, "something else than the component answers there, with status 404"),
        ])
    func `ready`(text: String, verdict: Verdict, seen: String) {
        let status = text == "<h1>" ? 404 : 503
        let diagnosis = SiteCheck.judge(ready: Self.answer(status, text), Self.object)
        #expect((diagnosis.verdict, diagnosis.seen) == (verdict, seen))
        #expect((diagnosis.remedy == nil) == (verdict == .ok))
    }

    @Test(
        arguments: [
            (0.4, Verdict.ok, "no difference of the clocks is seen"),
            (-2.4, .ok, "its clock is 2 s behind this one's"),
            (3.0, .warning, "its clock is 3 s ahead of this one's, and 5 s are tolerated"),
            (
                60.2, .fault,
                "its clock is 60 s ahead of this one's, and only 5 s are tolerated: markers are not believed"
            ),
        ])
    func `Clocks`(offset: Double, verdict: Verdict, seen: String) {
        #expect(
            SiteCheck.judge(clockOffset: offset, tolerance: 5, "geneva.app.com at 192.0.2.30")
                == Diagnosis(
                    .clock, "geneva.app.com at 192.0.2.30", verdict, seen,
                    remedy: verdict == .ok
                        ? nil
                        : "let both machines follow a time server (timedatectl set-ntp true)"))
    }

    @Test func `Keys`() {
        let report = SiteReport(condition: .free, room: 1, time: 1)
        #expect(
            SiteCheck.judge(key: .success(report), "geneva")
                == Diagnosis(.key, "geneva", .ok, "it signs with a key that is listed here"))
        #expect(
            SiteCheck.judge(key: .failure(.notVerified(.unknownKey)), "geneva")
                == Diagnosis(
                    .key, "geneva", .fault,
                    "its state is signed by a key that is not listed here: no Site believes the other's "
                        + "markers",
                    remedy:
                        "give all Sites the same key files; list a new key everywhere in `marker: "
                        + "{ keys: … }` before it comes first anywhere"))
        #expect(SiteCheck.judge(key: .failure(.noReport), "geneva") == nil)
        #expect(
            SiteCheck.judge(key: .failure(.fromAnotherTime(190, now: 100)), "geneva")?.verdict
                == .ok)
    }

    @Test func `Agreement`() {
        let own = String(repeating: "a", count: 64)
        let other = String(repeating: "b", count: 64)
        func judge(_ status: Result<HTTPAnswer, ProbeFailure>) -> Diagnosis {
            SiteCheck.judge(status: status, own: own, "/etc/d.yaml", "geneva")
        }
        #expect(judge(Self.answer(200, "{\"sha256\" : \"\(own)\"}")).verdict == .ok)
        #expect(
            judge(Self.answer(200, "{\"sha256\" : \"\(other)\"}"))
                == Diagnosis(
                    .agreement, "geneva", .warning,
                    "it runs with another configuration (sha256 bbbbbbbbbbbbbbbb; /etc/d.yaml has "
                        + "aaaaaaaaaaaaaaaa)",
                    remedy: "give all Sites the same file, and reload them"))
        #expect(
            judge(Self.answer(403, ""))
                == Diagnosis(
                    .agreement, "geneva", .skipped, "its status is for its own machine only",
                    remedy: "compare there: sha256sum of the file is to begin with aaaaaaaaaaaaaaaa"
                ))
    }
}

@Suite struct CertificateCheckTests {
    private static let check = CertificateCheck(
        name: "americas.app.com", address: .tcp(host: "192.0.2.10", port: 443),
        site: "boston.app.com", timeout: 1)

    @Test(
        arguments: [
            (nil, SecureProbe.Certificate.Validity.good, Verdict.ok, "good until END", nil),
            (
                nil, .endsSoon, .warning, "the certificate ends in less than 14 days, on END",
                "renew it, and reload the web server"
            ),
            (
                "certificate has expired", .ended, .fault, "the certificate ended on END",
                "renew it, and reload the web server"
            ),
            (
                "hostname mismatch", .good, .fault, "the certificate is not good for this name",
                "let it be issued for all names that `distrib-fcgi generate names --site boston.app.com` "
                    + "lists"
            ),
            (
                "self-signed certificate", .good, .fault,
                "browsers refuse the certificate: self-signed certificate",
                "give the web server the whole chain; --ca-file names an authority of your own"
            ),
        ] as [(String?, SecureProbe.Certificate.Validity, Verdict, String, String?)])
    func `Certificates`(
        objection: String?, validity: SecureProbe.Certificate.Validity, verdict: Verdict,
        seen: String, remedy: String?
    ) {
        #expect(
            Self.check.judge(
                .success(.init(objection: objection, end: "END", validity: validity)))
                == Diagnosis(
                    .certificate, "americas.app.com at 192.0.2.10:443", verdict, seen,
                    remedy: remedy))
    }

    @Test func `No TLS`() {
        #expect(
            Self.check.judge(.failure(.answer("nobody speaks TLS there")))
                == Diagnosis(
                    .certificate, "americas.app.com at 192.0.2.10:443", .fault,
                    "no certificate is shown: nobody speaks TLS there",
                    remedy: "let the web server speak TLS there (`web_server: { tls: … }`)"))
    }
}
