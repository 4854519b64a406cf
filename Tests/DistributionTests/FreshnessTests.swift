import Distribution
import Testing

/// A marker's age in seconds, and what it is good for.
struct FreshnessRow: CustomTestStringConvertible, Sendable {
    let label: String
    var now = Example.now
    let timestamp: String
    var ttl: Int64 = 60
    var tolerance: Int64 = 5
    let freshness: Freshness

    var testDescription: String { label }

    private static func age(
        _ age: Int64, ttl: Int64 = 60, tolerance: Int64 = 5, _ freshness: Freshness
    ) -> FreshnessRow {
        FreshnessRow(
            label: "age \(age), ttl \(ttl), tolerance \(tolerance)",
            timestamp: "\(Example.now - age)", ttl: ttl, tolerance: tolerance, freshness: freshness)
    }

    static let all: [FreshnessRow] = [
        age(-6, .fromTheFuture), age(-5, .fresh), age(-1, .fresh), age(0, .fresh), age(1, .fresh),
        age(60, .fresh), age(61, .expired), age(1_000_000, .expired),
        age(-1_000_000, .fromTheFuture),
        age(0, ttl: 0, tolerance: 0, .fresh), age(1, ttl: 0, tolerance: 0, .expired),
        age(-1, ttl: 0, tolerance: 0, .fromTheFuture),
        FreshnessRow(label: "1970", timestamp: "0", freshness: .expired),
        FreshnessRow(
            label: "the largest number", timestamp: "9223372036854775807", freshness: .fromTheFuture
        ),
        FreshnessRow(
            label: "more than the largest number", timestamp: "9223372036854775808",
            freshness: .fromTheFuture),
        FreshnessRow(
            label: "5000 digits", timestamp: String(repeating: "9", count: 5000),
            freshness: .fromTheFuture),
        FreshnessRow(
            label: "the clock before 1970", now: -1, timestamp: "5", freshness: .fromTheFuture),
        FreshnessRow(
            label: "the earliest clock", now: .min, timestamp: "0", freshness: .fromTheFuture),
        FreshnessRow(
            label: "the earliest clock, the largest number", now: .min,
            timestamp: "9223372036854775807", freshness: .fromTheFuture),
        FreshnessRow(label: "the latest clock", now: .max, timestamp: "0", freshness: .expired),
        FreshnessRow(
            label: "the latest ttl", now: .max, timestamp: "0", ttl: .max, freshness: .fresh),
        FreshnessRow(
            label: "the largest tolerance", timestamp: "9223372036854775807", tolerance: .max,
            freshness: .fresh),
    ]
}

struct FreshnessTests {
    @Test("Freshness by age", arguments: FreshnessRow.all)
    func age(_ row: FreshnessRow) throws {
        let policy = MarkerPolicy(ttl: row.ttl, clockTolerance: row.tolerance)
        let request = TestRequest("/a/Distrib=" + row.timestamp)
        let decision = try Example.distributor(markers: policy)
            .outcome(of: request, at: row.now).decision
        #expect(decision.marker?.freshness == row.freshness)
        #expect(decision.row == (row.freshness == .fresh ? .row3a : .row2b))
    }

    @Test(
        "Where keys are configured, the signature counts",
        arguments: [
            ("SITES+NOW.k1.SIGNATURE", .fresh), ("SITES+NOW.k0.SIGNATURE", .fresh),
            ("SITES+NOW.k9.SIGNATURE", .unknownKey), ("SITES+NOW", .unsigned),
            ("SITES+NOW.k1.AAAAAAAAAAAAAAAAAAAAAA", .forged),
            ("other.com+NOW.k1.SIGNATURE", .forged), ("NOW.k1.SIGNATURE", .forged),
            ("SITES+1699999999.k1.SIGNATURE", .forged), ("SITES+5.k1.SIGNATURE", .expired),
            ("SITES+9999999999.k1.SIGNATURE", .fromTheFuture),
        ] as [(String, Freshness)])
    func signed(_ template: String, _ freshness: Freshness) throws {
        let signed = Array("chicago.app.com+\(Example.now)".utf8)
        let signature = TestSigner().sign(signed.span).text
        let marker = template.replacing("SITES", with: "chicago.app.com")
            .replacing("NOW", with: "\(Example.now)")
            .replacing("SIGNATURE", with: text(signature.span))
        let distributor = try Example.distributor(markers: MarkerPolicy(signer: TestSigner()))
        let decision = try distributor.outcome(of: TestRequest("/Distrib=" + marker)).decision
        #expect(decision.marker?.freshness == freshness)
        #expect(decision.marker?.namedSites == (template.contains("+") ? 1 : 0))
        #expect(decision.marker?.triedSites == (freshness == .fresh ? 1 : 0))
        #expect(decision.marker?.isTrip == (freshness == .fresh))
    }

    @Test("Where no keys are configured, a signature is ignored")
    func ignored() throws {
        let request = TestRequest("/Distrib=\(Example.now).k9.AAAAAAAAAAAAAAAAAAAAAA")
        #expect(try Example.distributor().outcome(of: request).text == "start /")
    }

    @Test("What one Site signs, the next one verifies")
    func chain() throws {
        let policy = MarkerPolicy(signer: TestSigner())
        let first = try Example.distributor(grouped: false, markers: policy)
            .outcome(of: TestRequest("/a", host: nil), isBusy: true).text
        let name = "http://chicago.app.com"
        #expect(first.hasPrefix(name + "/a/Distrib=boston.app.com+chicago.app.com+1700000000.k1."))
        let request = TestRequest(String(first.dropFirst(name.count)), host: "chicago.app.com")
        let second = try Example.distributor(grouped: false, at: Example.chicago, markers: policy)
            .outcome(of: request, isBusy: true)
        #expect(second.decision.row == .row3e)
        #expect(
            second.text.hasPrefix(
                "http://geneva.app.com/a/Distrib="
                    + "boston.app.com+chicago.app.com+geneva.app.com+1700000000.k1."))
    }
}
