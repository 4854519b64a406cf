import Admission
import Distribution
import Fields
import Testing

@Suite struct SheddingTests {
    private static let clients = DoorBench.addresses(10_000)
    private static let hour: Int64 = 3_600_000_000_000

    private static func refused(_ door: Door, at now: Int64) -> Set<IPAddress> {
        Set(clients.filter { door.ask(0, client: $0, at: now) == .shed })
    }

    private static func door(shed: Double, salt: UInt64 = 0) -> Door {
        let door = Door(AdmissionPolicy(), salt: salt, at: 0)
        let verdict = ClassVerdict(isBusy: false, shed: shed)
        door.publish(SignalVerdicts(isDraining: false, classes: [verdict]), at: 0)
        return door
    }

    @Test("The fraction of clients is refused", arguments: [0, 0.1, 0.25, 0.5, 0.75, 0.9, 1])
    func fraction(_ shed: Double) {
        let refused = Double(SheddingTests.refused(SheddingTests.door(shed: shed), at: 0).count)
        #expect(abs(refused / 10_000 - shed) <= 0.02)
        if shed == 0 || shed == 1 { #expect(refused == shed * 10_000) }
    }

    @Test("The same clients for an hour, others after that, and others at another Site")
    func sameClients() {
        let door = SheddingTests.door(shed: 0.5)
        let start = 7 * SheddingTests.hour
        let refused = SheddingTests.refused(door, at: start)
        #expect(SheddingTests.refused(door, at: start + SheddingTests.hour - 1) == refused)
        let next = SheddingTests.refused(door, at: start + SheddingTests.hour)
        #expect(abs(next.intersection(refused).count - 2500) < 250)
        let elsewhere = SheddingTests.refused(SheddingTests.door(shed: 0.5, salt: 1), at: start)
        #expect(abs(elsewhere.intersection(refused).count - 2500) < 250)
    }

    @Test("Whoever is refused stays so while the fraction grows")
    func growing() {
        let few = SheddingTests.refused(SheddingTests.door(shed: 0.2), at: 0)
        let more = SheddingTests.refused(SheddingTests.door(shed: 0.6), at: 0)
        #expect(few.isSubset(of: more))
    }

    @Test("A client without an address is drawn anew each time")
    func withoutAddress() {
        let door = SheddingTests.door(shed: 0.5)
        let refused = (0..<10_000).count { door.ask(0, client: nil, at: Int64($0) * 977) != nil }
        #expect(abs(refused - 5000) < 250)
    }

    @Test("The client is looked at only while a class that is not busy sheds")
    func looksAtClients() {
        let customer = AdmissionClass(name: "customer")
        var bench = DoorBench(AdmissionPolicy(classes: [customer]))
        let (free, busy) = (
            ClassVerdict(isBusy: false, shed: 0), ClassVerdict(isBusy: true, shed: 1)
        )
        let sheds = ClassVerdict(isBusy: false, shed: 0.01)
        for (classes, looks) in [
            ((free, free), false), ((busy, busy), false), ((free, busy), false),
            ((sheds, busy), true), ((busy, sheds), true),
        ] {
            bench.publish(classes.0, classes.1)
            #expect(bench.door.looksAtClients == looks)
            bench.publish(isDraining: true, classes.0, classes.1)
            #expect(bench.door.looksAtClients == looks)
        }
    }
}
