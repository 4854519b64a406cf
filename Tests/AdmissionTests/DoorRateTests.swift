import Admission
import Distribution
import Testing

@Suite struct DoorRateTests {
    @Test("Without a limit nobody is refused, and the time makes no difference")
    func unlimited() {
        let bench = DoorBench(AdmissionPolicy())
        #expect(bench.admitted(of: 10_000) == 10_000)
        #expect(!bench.door.looksAtTime && !bench.door.looksAtClients)
    }

    @Test("After a pause a burst may start at once, and one more with each token")
    func burst() {
        var bench = DoorBench(20, burst: 10)
        #expect(bench.admitted(of: 50) == 10)
        bench.pass(0.049)
        #expect(bench.admitted(of: 50) == 0)
        bench.pass(0.001)
        #expect(bench.admitted(of: 50) == 1)
        bench.pass(0.1)
        #expect(bench.admitted(of: 50) == 2)
        bench.pass(3600)
        #expect(bench.admitted(of: 50) == 10)
    }

    @Test(
        "A crowd gets what the rate allows, neither more nor less",
        arguments: [
            (20.0, 10, 1000.0), (50, 100, 55), (1.0 / 60, 2, 10), (100_000, 200_000, 250_000),
        ])
    func sustained(_ rate: Double, _ burst: Int, _ perSecond: Double) {
        let seconds = rate < 1 ? 3600.0 : 6
        var bench = DoorBench(rate, burst: burst)
        let admitted = Double(bench.admitted(seconds: seconds, perSecond: [perSecond])[0])
        let allowed = min(perSecond * seconds, Double(burst) + rate * seconds)
        #expect(admitted <= allowed * 1.001 + 1 && admitted >= allowed * 0.99 - 1)
    }

    @Test("The default burst is two seconds' worth, and at least two")
    func defaultBurst() {
        #expect(SessionRate(perSecond: 50).burst == 100)
        #expect(SessionRate(perSecond: 1.0 / 60).burst == 2)
    }

    @Test("Looking takes nothing")
    func looking() {
        let bench = DoorBench(1, burst: 1)
        for _ in 0..<10 { #expect(bench.door.look(0, client: nil, at: bench.now) == nil) }
        #expect(bench.door.ask(0, client: nil, at: bench.now) == nil)
        #expect(bench.door.look(0, client: nil, at: bench.now) == .rate)
        #expect(bench.door.ask(0, client: nil, at: bench.now) == .rate)
    }

    /// Sessions in each of ten seconds, of a rate of 100/s that grows for ten seconds: the integral of
    /// max(0.1, t / 10 s).
    private static let ramp = [10, 15, 25, 35, 45, 55, 65, 75, 85, 95]

    private func expectRamp(_ bench: inout DoorBench, _ what: Comment) {
        for (second, expected) in DoorRateTests.ramp.enumerated() {
            // The burst of a tenth comes in addition, at first.
            let admitted = bench.admitted(seconds: 1, perSecond: [1000])[0]
            #expect(abs(admitted - expected) <= (second == 0 ? 4 : 1), what)
        }
        #expect(abs(bench.admitted(seconds: 1, perSecond: [1000])[0] - 100) <= 1, what)
    }

    @Test(
        "After a start, after busy and after draining the rate grows in a straight line from a tenth"
    )
    func ramp() {
        var bench = DoorBench(100, burst: 20, ramp: .seconds(10))
        expectRamp(&bench, "start")
        bench.publish(ClassVerdict(isBusy: true, shed: 0))
        #expect(bench.door.ask(0, client: nil, at: bench.now) == .signal)
        bench.pass(60)
        bench.publish(ClassVerdict(isBusy: false, shed: 0))
        expectRamp(&bench, "busy")
        bench.publish(isDraining: true, ClassVerdict(isBusy: false, shed: 0))
        #expect(bench.door.ask(0, client: nil, at: bench.now) == .draining)
        bench.pass(60)
        bench.publish(ClassVerdict(isBusy: false, shed: 0))
        expectRamp(&bench, "draining")
    }

    @Test("Verdicts that stay as they are begin no ramp")
    func sameVerdicts() {
        var bench = DoorBench(100, burst: 20, ramp: .seconds(10))
        bench.pass(20)
        bench.publish(ClassVerdict(isBusy: false, shed: 0.1))
        #expect(bench.door.snapshot(at: bench.now).sessionsPerSecond == 100)
        bench.publish(ClassVerdict(isBusy: false, shed: 0))
        #expect(bench.door.snapshot(at: bench.now).sessionsPerSecond == 100)
    }

    @Test("A slow rate gives its token after the ramp as soon as without one")
    func slowRate() {
        var bench = DoorBench(1.0 / 60, burst: 1, ramp: .seconds(30))
        #expect(bench.admitted(of: 5) == 1)
        bench.pass(80)
        #expect(bench.admitted(of: 5) == 1)
        bench.pass(60)
        #expect(bench.admitted(of: 5) == 1)
    }

    @Test("A door that stops refuses for good, whatever the signals say")
    func stopping() {
        var bench = DoorBench(AdmissionPolicy())
        bench.door.stop()
        bench.publish(ClassVerdict(isBusy: false, shed: 0))
        #expect(bench.door.ask(0, client: nil, at: 0) == .draining)
        #expect(!bench.door.isOpen && bench.door.signalVerdicts.isDraining)
    }
}
