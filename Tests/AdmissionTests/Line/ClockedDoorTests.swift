import Admission
import Distribution
import Testing

/// The door together with those who wait before it.
@Suite struct ClockedDoorTests {
    /// Ten sessions a second, of which ten may start at once.
    private struct Bench {
        let door: Door
        let line: Line
        let clocked: ClockedDoor

        init() {
            door = Door(
                AdmissionPolicy(
                    sessions: SessionRate(perSecond: 10, burst: 10),
                    classes: [
                        AdmissionClass(name: "staff", isAlways: true),
                        AdmissionClass(name: "gold", share: 0.3),
                    ]), at: 0)
            let policy = LinePolicy(
                classes: door.policy.classes.map { LineClass(name: $0.name, share: $0.share) })
            line = Line(WaitingLine(policy, counter: 1, steady: 0), seed: 1) { 1_000_000 }
            clocked = ClockedDoor(door, line: line) { 0 }
            move(0)
        }

        func move(_ steady: Int64) { line.move(steady: steady, door.supply(at: 0)) }

        func publish(isDraining: Bool = false, normal: ClassVerdict) {
            let free = ClassVerdict(isBusy: false, shed: 0)
            door.publish(
                SignalVerdicts(isDraining: isDraining, classes: [free, free, normal]), at: 0)
        }
    }

    private static let (staff, gold, normal) = (0, 1, 2)

    @Test("While somebody waits, newcomers are refused, but those who are never refused")
    func nobodyOvertakes() throws {
        let bench = Bench()
        #expect(bench.clocked.ask(Self.normal, client: nil) == nil)
        #expect(bench.clocked.isOpen)
        let place = try #require(bench.clocked.join(Self.gold)?.place)
        #expect(bench.clocked.ask(Self.normal, client: nil) == .line)
        #expect(bench.clocked.look(Self.gold, client: nil) == .line)
        #expect(bench.clocked.ask(Self.staff, client: nil) == nil)
        #expect(!bench.clocked.isOpen)
        // Not called yet, although there are tokens.
        guard case .wait(.line, let waiting) = bench.clocked.present(place, client: nil) else {
            Issue.record("\(place)")
            return
        }
        #expect(waiting.place.time == place.time && !waiting.place.isCalled)
        bench.move(250)
        #expect(bench.clocked.present(place, client: nil) == .start)
        #expect(bench.clocked.present(place, client: nil) == .lost)
        bench.move(500)
        #expect(bench.clocked.ask(Self.normal, client: nil) == nil && bench.clocked.isOpen)
        let counts = bench.door.snapshot(at: 0).classes
        #expect(counts.map(\.admitted) == [1, 1, 2])
        #expect(counts[Self.normal].refused.first { $0.reason == .line }?.count == 1)
        #expect(counts[Self.gold].refused.first { $0.reason == .line }?.count == 1)
    }

    @Test("Whoever is called needs a token, and asks again without one")
    func noToken() throws {
        let bench = Bench()
        while bench.clocked.ask(Self.normal, client: nil) == nil {}
        let place = try #require(bench.clocked.join(Self.normal)?.place)
        bench.move(250)
        guard case .wait(.rate, let waiting) = bench.clocked.present(place, client: nil) else {
            Issue.record("\(place)")
            return
        }
        #expect(waiting.place.isCalled && waiting.ahead == 0)
        #expect((2_000...5_000).contains(waiting.retryAfter))
        // Whoever was called still asks.
        bench.move(500)
        #expect(bench.clocked.ask(Self.normal, client: nil) == .line)
    }

    @Test("While a signal says busy, nobody of the class starts, and places are still given")
    func busy() throws {
        let bench = Bench()
        bench.publish(normal: ClassVerdict(isBusy: true, shed: 0))
        let place = try #require(bench.clocked.join(Self.normal)?.place)
        bench.move(250)
        guard case .wait(.signal, let waiting) = bench.clocked.present(place, client: nil) else {
            Issue.record("\(place)")
            return
        }
        #expect(!waiting.place.isCalled && waiting.expectedWait == nil)
        #expect(bench.clocked.ask(Self.normal, client: nil) == .signal)
        #expect(bench.clocked.ask(Self.gold, client: nil) == .line)
    }

    @Test("Whoever was called is not shed: that is for newcomers")
    func shed() throws {
        let bench = Bench()
        let place = try #require(bench.clocked.join(Self.normal)?.place)
        bench.publish(normal: ClassVerdict(isBusy: false, shed: 1))
        bench.move(250)
        #expect(bench.clocked.ask(Self.normal, client: nil) == .shed)
        #expect(bench.clocked.present(place, client: nil) == .start)
    }

    @Test("While the Site drains no places are given, and those who wait learn why nobody starts")
    func draining() throws {
        let bench = Bench()
        let place = try #require(bench.clocked.join(Self.normal)?.place)
        bench.move(250)
        bench.publish(isDraining: true, normal: ClassVerdict(isBusy: false, shed: 0))
        #expect(bench.clocked.join(Self.normal) == nil)
        guard case .wait(.draining, _) = bench.clocked.present(place, client: nil) else {
            Issue.record("\(place)")
            return
        }
        bench.publish(normal: ClassVerdict(isBusy: false, shed: 0))
        #expect(bench.clocked.present(place, client: nil) == .start)
        bench.door.stop()
        #expect(bench.clocked.join(Self.normal) == nil)
    }

    @Test("Without a line nothing is a place")
    func noLine() {
        let clocked = ClockedDoor(Bench().door) { 0 }
        let place = Place(admissionClass: 2, time: 1, renewed: 1, counter: 1)
        #expect(clocked.present(place, client: nil) == .lost && clocked.join(2) == nil)
    }

    @Test("A request that was read by classes of before a reload waits a moment, and loses nothing")
    func beforeReload() throws {
        let bench = Bench()
        let place = try #require(bench.clocked.join(Self.normal)?.place)
        bench.line.adopt(LinePolicy(classes: [LineClass(name: "normal")]))
        #expect(bench.clocked.join(Self.normal) == nil)
        guard case .wait(.line, let waiting) = bench.clocked.present(place, client: nil) else {
            Issue.record("\(place)")
            return
        }
        #expect(waiting.place == place && (2_000...4_000).contains(waiting.retryAfter))
    }
}
