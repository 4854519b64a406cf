import Admission
import Distribution
import Testing

@Suite struct DoorTests {
    private let start = [("HTTP_HOST", "boston.app.com"), ("REQUEST_URI", "/a/Distrib=1700000000")]

    @Test("Shedding looks at the client's address, though no rule does")
    func shed() throws {
        let refused = try (0..<200).count { number in
            try Bench(shed: 0.5).field(
                "X-Distrib-Decision", start + [("REMOTE_ADDR", "192.0.2.\(number)")]) == "overflow"
        }
        #expect((60...140).contains(refused))
        #expect(try Bench(shed: 0.99).field("Status", [("DISTRIB_ENDPOINT", "ready")]) == "200 OK")
    }

    @Test("A session that is handed back takes no token, because none starts")
    func handedBack() throws {
        // The bench asks twice.
        let rate = SessionRate(perSecond: 1, burst: 1)
        let bench = Bench(admission: AdmissionPolicy(sessions: rate))
        let handedBack = [("REDIRECT_STATUS", "440"), ("DISTRIB_SESSION_COOKIE", "SID")]
        #expect(try bench.field("X-Distrib-Decision", start + handedBack) == "hand-back")
    }

    @Test("A session that is handed back comes again with its place, which is not used up")
    func handedBackWithPlace() throws {
        let place = "~normal+1699999910000+1699999990000+0000002a+w.k1.AAAAAAAAAAAAAAAAAAAAAA"
        let bench = Bench(
            admission: AdmissionPolicy(sessions: SessionRate(perSecond: 1, burst: 1)),
            markers: MarkerPolicy(placeKeep: 300_000, signer: OneSignature()))
        let request = [
            ("HTTP_HOST", "boston.app.com"), ("REQUEST_URI", "/a/Distrib=chicago.app.com+" + place),
            ("REDIRECT_STATUS", "440"), ("DISTRIB_SESSION_COOKIE", "SID"),
        ]
        #expect(try bench.field("X-Distrib-Decision", request) == "hand-back")
        #expect(
            try bench.field("Location", request) == "http://boston.app.com/a/Distrib=" + place)
    }

    /// Signs everything alike: what matters here is that a place is believed.
    private struct OneSignature: Signer {
        func verify(
            _ text: Span<UInt8>, keyID: Span<UInt8>, signature: Span<UInt8>
        ) -> Freshness { .fresh }

        func sign(_ text: Span<UInt8>) -> Signature {
            Signature(
                keyID: Array("k1".utf8),
                text: InlineArray<22, UInt8>(repeating: UInt8(ascii: "A")))
        }
    }

    @Test("Where no token is left, the client is led on; the Site is ready all the same")
    func noToken() throws {
        let rate = SessionRate(perSecond: 1, burst: 1)
        let service = try Bench(admission: AdmissionPolicy(sessions: rate)).service()
        let labels = (0..<2).map { _ in Bench.label(service, start) }
        #expect(labels == ["start", "overflow"])
        #expect(Bench.label(service, [("DISTRIB_ENDPOINT", "ready")]) == "ready")
    }
}
