import Admission
import Distribution
import Testing

/// What comes for each class at a rate of 100/s, and what of it must be admitted each second.
struct ClassRow: CustomTestStringConvertible, Sendable {
    let label: String
    /// Staff, customers, normal.
    let coming: [Double]
    let admitted: [ClosedRange<Double>]

    var testDescription: String { label }

    static let all: [ClassRow] = [
        ClassRow(
            label: "nobody competes", coming: [2, 20, 40],
            admitted: [2...2, 19.5...20.5, 39.5...40.5]),
        ClassRow(
            label:
                "twice the capacity: staff always, customers up to their share, normals the rest",
            coming: [5, 60, 135], admitted: [5...5, 29...32, 62...67]),
        ClassRow(
            label: "customers within their share are all served", coming: [0, 25, 200],
            admitted: [0...0, 24.5...25.5, 73...77]),
        ClassRow(
            label: "what the others leave goes to customers", coming: [0, 150, 20],
            admitted: [0...0, 77...83, 17...20.5]),
        ClassRow(
            label: "what customers leave goes to the others", coming: [0, 5, 200],
            admitted: [0...0, 5...5.5, 93...97]),
        ClassRow(
            label: "nobody else comes", coming: [0, 500, 0],
            admitted: [0...0, 98...102, 0...0]),
        ClassRow(
            label: "more staff than the rate allows: nobody starves", coming: [200, 100, 100],
            admitted: [200...200, 29...32, 6...9]),
        ClassRow(
            label: "staff that leaves little", coming: [65, 100, 100],
            admitted: [65...65, 29...32, 6...9]),
    ]
}

@Suite struct DoorClassTests {
    static let classes = [
        AdmissionClass(name: "staff", isAlways: true),
        AdmissionClass(name: "customer", thresholdFactor: 1.2, share: 0.3),
    ]

    @Test("Classes share the rate", arguments: ClassRow.all)
    func shares(_ row: ClassRow) {
        var bench = DoorBench(100, burst: 20, classes: DoorClassTests.classes)
        _ = bench.admitted(seconds: 10, perSecond: row.coming)
        let seconds = 60.0
        let counts = bench.admitted(seconds: seconds, perSecond: row.coming)
        for (count, range) in zip(counts, row.admitted) {
            #expect(
                range.contains(Double(count) / seconds), "\(counts.map { Double($0) / seconds })")
        }
    }

    @Test("Two classes beyond their shares do not make each other step back")
    func twoShares() {
        var bench = DoorBench(
            100, burst: 20,
            classes: [
                AdmissionClass(name: "gold", share: 0.3),
                AdmissionClass(name: "silver", share: 0.2),
            ])
        let counts = bench.admitted(seconds: 60, perSecond: [200, 200, 0])
        #expect(abs(counts[0] + counts[1] - 6020) < 60)
        #expect(counts[0] >= 1790 && counts[1] >= 1190, "\(counts)")
    }

    @Test("A class beyond its share leaves half of the tokens to others, and is told so")
    func reasons() {
        var bench = DoorBench(10, burst: 10, classes: DoorClassTests.classes)
        #expect(bench.admitted(of: 20, class: 1) == 5)
        #expect(bench.door.ask(1, client: nil, at: bench.now) == .share)
        #expect(bench.door.look(1, client: nil, at: bench.now) == .share)
        #expect(bench.admitted(of: 20, class: 2) == 5)
        #expect(bench.door.ask(1, client: nil, at: bench.now) == .rate)
        #expect(bench.door.look(1, client: nil, at: bench.now) == .rate)
        #expect(bench.door.ask(2, client: nil, at: bench.now) == .rate)
        bench.pass(10)
        #expect(bench.door.ask(1, client: nil, at: bench.now) == nil)
    }

    @Test(
        "A crowd of a class that is never refused keeps the others out no longer than its debt lasts"
    )
    func debt() {
        var bench = DoorBench(
            10, burst: 10, classes: [AdmissionClass(name: "staff", isAlways: true)])
        #expect(bench.admitted(of: 10_000, class: 0) == 10_000)
        bench.pass(2.5)
        #expect(bench.admitted(of: 100, class: 1) >= 5)
    }

    @Test("Each class has its own verdict, and one that is never refused heeds none")
    func verdicts() {
        var bench = DoorBench(AdmissionPolicy(classes: DoorClassTests.classes))
        bench.publish(
            ClassVerdict(isBusy: true, shed: 0), ClassVerdict(isBusy: false, shed: 0),
            ClassVerdict(isBusy: true, shed: 0))
        #expect((0...2).map { bench.door.ask($0, client: nil, at: 0) } == [nil, nil, .signal])
        #expect(!bench.door.isOpen)
        bench.publish(isDraining: true)
        #expect(
            (0...2).map { bench.door.ask($0, client: nil, at: 0) } == [nil, .draining, .draining])
    }

    @Test("The snapshot counts by class and reason, and knows the tokens")
    func snapshot() {
        var bench = DoorBench(10, burst: 10, classes: DoorClassTests.classes)
        _ = bench.admitted(of: 4, class: 0)
        _ = bench.admitted(of: 8, class: 2)
        bench.publish(
            ClassVerdict(isBusy: true, shed: 0), ClassVerdict(isBusy: true, shed: 0),
            ClassVerdict(isBusy: false, shed: 1))
        _ = bench.admitted(of: 2, class: 1)
        _ = bench.admitted(of: 3, class: 2)
        let snapshot = bench.door.snapshot(at: bench.now)
        #expect(snapshot.classes.map(\.name) == ["staff", "customer", "normal"])
        #expect(snapshot.classes.map(\.admitted) == [4, 0, 6])
        #expect(snapshot.classes[1].refused.map(\.count) == [2, 0, 0, 0, 0, 0])
        #expect(snapshot.classes[2].refused.map(\.count) == [0, 0, 3, 2, 0, 0])
        #expect(snapshot.tokens == 0 && snapshot.sessionsPerSecond == 10)
    }
}
