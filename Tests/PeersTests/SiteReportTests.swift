import Distribution
import Peers
import Signing
import Testing
import Topology

@Suite struct SiteReportTests {
    private static let now: Int64 = 1_800_000_000

    private static func ring(
        _ id: String = "k1", pool: String = "app.com", purpose: SigningPurpose = .state
    ) throws -> KeyRing {
        let key = SigningKey(id: id, bytes: Array("sixteen bytes or more".utf8))
        return KeyRing(pool: try HostName(pool), keys: [try #require(key)], purpose: purpose)
    }

    private func outcome(
        _ field: String?, _ signer: (any Signer)? = nil, at now: Int64 = now
    ) -> String {
        do throws(SiteReport.Fault) {
            let report = try SiteReport.read(field, signer, at: now)
            return "\(report.condition.rawValue) \(report.room) \(report.time)"
        } catch {
            return "\(error)"
        }
    }

    @Test(
        "What is written is read",
        arguments: SiteReport.Condition.allCases, [0, 12, 1000])
    func roundTrip(_ condition: SiteReport.Condition, _ room: Int) throws {
        let report = SiteReport(condition: condition, room: room, time: SiteReportTests.now)
        let plain = String(decoding: report.text(nil), as: UTF8.self)
        #expect(plain == "\(condition.rawValue); room=\(room); time=1800000000")
        #expect(outcome(plain) == "\(condition.rawValue) \(room) 1800000000")
        let ring = try SiteReportTests.ring()
        let signed = String(decoding: report.text(ring), as: UTF8.self)
        #expect(signed.hasPrefix(plain + "; k1."))
        #expect(outcome(signed, ring) == "\(condition.rawValue) \(room) 1800000000")
        // Without keys a signature is ignored.
        #expect(outcome(signed) == "\(condition.rawValue) \(room) 1800000000")
    }

    @Test("Room is at most 1000 and never negative", arguments: [(-1, 0), (1_000_000, 1000)])
    func room(_ room: Int, _ told: Int) {
        #expect(SiteReport(condition: .free, room: room, time: 0).room == told)
    }

    private static let malformed = "the field X-Distrib-State is malformed"

    @Test(
        "What is no report",
        arguments: [
            (nil, "the answer has no field X-Distrib-State"), ("", malformed), ("free", malformed),
            ("free; room=1", malformed), ("Free; room=1; time=1800000000", malformed),
            ("full; room=1; time=1800000000", malformed),
            ("free; room=; time=1800000000", malformed),
            ("free; room=-1; time=1800000000", malformed),
            ("free; room=1001; time=1800000000", malformed),
            ("free; room=1; time=9999999999999", malformed),
            ("free; room=1; time=1.5", malformed), ("free; time=1800000000; room=1", malformed),
            ("free; room=1; time=1800000000; k1.x; more", malformed),
            ("free; room=٣; time=1800000000", malformed),
        ] as [(String?, String)])
    func noReport(_ field: String?, _ fault: String) {
        #expect(outcome(field) == fault)
    }

    @Test("With keys, only what this Pool signed for this purpose counts")
    func signatures() throws {
        let ring = try SiteReportTests.ring()
        let report = SiteReport(condition: .free, room: 5, time: SiteReportTests.now)
        func text(_ signer: (any Signer)?) -> String {
            String(decoding: report.text(signer), as: UTF8.self)
        }
        let wrong = "the signature of its state is wrong"
        #expect(outcome(text(nil), ring) == "its state is not signed, and this Pool has keys")
        #expect(
            outcome(text(try SiteReportTests.ring("k2")), ring)
                == "its state is signed by a key that is not listed here")
        #expect(outcome(text(try SiteReportTests.ring(pool: "other.com")), ring) == wrong)
        #expect(outcome(text(try SiteReportTests.ring(purpose: .marker)), ring) == wrong)
        #expect(outcome(text(ring).replacing("room=5", with: "room=6"), ring) == wrong)
        #expect(outcome(text(ring) + "x", ring) == wrong)
        #expect(outcome(text(nil) + "; k1", ring) == SiteReportTests.malformed)
    }

    @Test("What was signed more than a minute away from now was said again by somebody else")
    func replayed() throws {
        let ring = try SiteReportTests.ring()
        let signed = String(
            decoding: SiteReport(condition: .busy, room: 0, time: SiteReportTests.now).text(ring),
            as: UTF8.self)
        #expect(outcome(signed, ring, at: SiteReportTests.now + 60) == "busy 0 1800000000")
        #expect(
            outcome(signed, ring, at: SiteReportTests.now + 61) == "its state was signed 61 s ago")
        #expect(
            outcome(signed, ring, at: SiteReportTests.now - 61)
                == "its state was signed 61 s ahead of this clock")
    }
}
