import Distribution
import Fields
import Synchronization
import Testing
import Topology

/// A door that writes down what it was asked.
final class NotingDoor: Admitting {
    private let asked = Mutex<[String]>([])
    private let refusal: DoorRefusal?

    init(refusal: DoorRefusal? = nil) { self.refusal = refusal }

    var questions: [String] { asked.withLock { $0 } }

    func ask(_ admissionClass: Int, client: IPAddress?) -> DoorRefusal? {
        asked.withLock { $0.append("ask \(admissionClass)") }
        return refusal
    }

    func look(_ admissionClass: Int, client: IPAddress?) -> DoorRefusal? {
        asked.withLock { $0.append("look \(admissionClass)") }
        return refusal
    }
}

@Suite struct ClassTests {
    static let policy = IndicatorPolicy(cookie: "DistribClass", signer: TestSigner())
    static let classes = [
        RequestClass(name: "staff", conditions: [.client([IPNetwork("10.0.0.0/8")!])]),
        RequestClass(
            name: "customer",
            conditions: [.indicator([Array("customer".utf8), Array("gold".utf8)])]
        ),
    ]

    private func distributor(_ classes: [RequestClass] = ClassTests.classes) throws -> Distributor {
        Distributor(
            pool: try Example.pool(), site: Example.boston, classes: classes,
            indicator: ClassTests.policy)
    }

    private func request(
        client: String? = nil, cookie: String? = nil, target: String = "/Distrib=1700000000",
        host: String? = "boston.app.com"
    ) -> TestRequest {
        TestRequest(
            target, host: host, client: client,
            variables: cookie.map { [("HTTP_COOKIE", $0)] } ?? [])
    }

    private func indicator(_ name: String, until: Int64) -> String {
        String(decoding: ClassTests.policy.indicator(ofClass: name, until: until), as: UTF8.self)
    }

    private func admissionClass(_ request: TestRequest, _ distributor: Distributor) throws -> Int? {
        try request.withView {
            distributor.decide($0, at: Example.now, door: SwitchedDoor(isBusy: false))
                .door?.admissionClass
        }
    }

    @Test("The first class that matches counts, and whoever matches none is normal")
    func firstMatch() throws {
        let distributor = try distributor()
        let cookie = "a=b; DistribClass=\(indicator("customer", until: Example.now))"
        #expect(try admissionClass(request(), distributor) == 2)
        #expect(try admissionClass(request(client: "10.1.2.3"), distributor) == 0)
        #expect(try admissionClass(request(cookie: cookie), distributor) == 1)
        #expect(try admissionClass(request(client: "10.1.2.3", cookie: cookie), distributor) == 0)
        let gold = "DistribClass=\"\(indicator("gold", until: Example.now + 9))\""
        #expect(try admissionClass(request(cookie: gold), distributor) == 1)
        #expect(try admissionClass(request(), try self.distributor([])) == 0)
    }

    @Test("An indicator that is foreign, forged, too old or malformed shows nothing")
    func badIndicators() throws {
        let distributor = try distributor()
        let good = indicator("customer", until: Example.now)
        let parts = good.split(separator: ".").map(String.init)
        let bad = [
            indicator("customer", until: Example.now - 1), indicator("staff", until: Example.now),
            "", "customer", String(good.dropLast()), good + "A", good + ".A", "." + good,
            "gold.\(parts[1]).\(parts[2]).\(parts[3])",
            "customer.1800000000.\(parts[2]).\(parts[3])",
            "customer.\(parts[1]).k9.\(parts[3])", "customer.\(parts[1])..\(parts[3])",
            "customer.-1.\(parts[2]).\(parts[3])", "customer..\(parts[2]).\(parts[3])",
            "customer.9999999999999999.\(parts[2]).\(parts[3])",
            indicator("customer ", until: Example.now),
            indicator(String(repeating: "a", count: 33), until: Example.now),
        ]
        for value in bad {
            let cookie = "DistribClass=\(value)"
            #expect(try admissionClass(request(cookie: cookie), distributor) == 2, "\(value)")
        }
    }

    @Test("Names of classes")
    func names() {
        for name in ["a", "gold-2_B", String(repeating: "a", count: 32)] {
            #expect(RequestClass.isName(name))
        }
        for name in ["", "a b", "a.b", "ä", String(repeating: "a", count: 33)] {
            #expect(!RequestClass.isName(name))
        }
    }

    @Test("To suppose a class puts every request into it")
    func supposing() throws {
        for (index, name) in ["staff", "customer", "normal"].enumerated() {
            let distributor = try distributor(ClassTests.classes.supposing(name))
            #expect(try admissionClass(request(client: "10.1.2.3"), distributor) == index)
        }
    }

    @Test("The door is asked once, and only in step 3", arguments: [nil, DoorRefusal.rate])
    func askedOnce(_ refusal: DoorRefusal?) throws {
        let distributor = try Example.distributor()
        let rows: [(TestRequest, asked: [String])] = [
            (request(host: "app.com"), []), (request(host: "geneva.app.com"), []),
            (request(host: "other.example"), []), (request(target: "/"), []),
            (request(target: "/Distrib=1"), []), (request(), ["ask 0"]),
            (request(target: "/Distrib=chicago.app.com+1700000000"), ["ask 0"]),
            (request(host: nil), ["ask 0"]),
        ]
        for (request, asked) in rows {
            let door = NotingDoor(refusal: refusal)
            let decision = try request.withView {
                distributor.decide($0, at: Example.now, door: door)
            }
            #expect(door.questions == asked)
            let answer = asked.isEmpty ? nil : DoorAnswer(admissionClass: 0, refusal: refusal)
            #expect(decision.door == answer)
            #expect(asked.isEmpty || (decision.row == .row3a) == (refusal == nil))
        }
    }
}
