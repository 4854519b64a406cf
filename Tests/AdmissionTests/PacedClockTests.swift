import Distribution
import Synchronization
import SystemCalls
import Testing

@testable import Admission

/// The clock of tokens that several machines share, and a door that goes by it.
@Suite struct PacedClockTests {
    @Test(
        "Time goes by at the part that was set, and at another one afterwards; it never goes back")
    func pace() {
        let clock = PacedClock(part: 0.5, at: 1000)
        #expect(clock.time(at: 1000) == 1000 && clock.time(at: 3000) == 2000)
        clock.set(part: 0, until: 4000, afterwards: 0.25, at: 3000)
        #expect([3000, 3999, 4000, 8000].map { clock.time(at: $0) } == [2000, 2000, 2000, 3000])
        #expect(clock.part(at: 3999) == 0 && clock.part(at: 4000) == 0.25)
        // An end that is over, and a moment before the last one.
        clock.set(part: 1, until: 0, afterwards: 0.5, at: 8000)
        #expect(clock.time(at: 9000) == 3500 && clock.part(at: 8000) == 0.5)
        clock.set(part: 1, until: .max, afterwards: 1, at: 7000)
        #expect(clock.time(at: 8000) == 3000 && clock.time(at: 9000) == 4000)
    }

    /// Whatever the pace, one second after it was set the clock shows the base and the part: a reader that mixed two
    /// paces would see another sum.
    @Test("Whoever reads while a pace is set sees one pace, whole")
    func threads() throws {
        final class State: Sendable {
            let isOver = Atomic(false)
            let faults = Atomic(0)
        }
        let clock = PacedClock(part: 1, at: 0)
        let state = State()
        let readers = try (0..<2).map { _ in
            try SystemThread {
                while !state.isOver.load(ordering: .relaxed) {
                    // Each pace begins where the one before it, at full speed, has come to.
                    if clock.time(at: second) != second {
                        state.faults.wrappingAdd(1, ordering: .relaxed)
                    }
                }
            }
        }
        for round in 0..<Int64(100_000) {
            clock.set(part: 1, until: second - round, afterwards: 1, at: round)
        }
        state.isOver.store(true, ordering: .relaxed)
        for reader in readers { reader.join() }
        #expect(state.faults.load(ordering: .relaxed) == 0)
    }

    private static func door(
        _ machines: Int = 2, rate: Double = 100, burst: Int = 10, ramp: Duration = .zero,
        at now: Int64
    ) -> Door {
        Door(
            AdmissionPolicy(
                sessions: SessionRate(perSecond: rate, burst: burst, ramp: ramp),
                machines: machines), at: now)
    }

    /// Lets a client come every millisecond.
    private func started(_ door: Door, from start: Int64, seconds: Int64) -> Int {
        (0..<seconds * 1000).count { door.ask(0, client: nil, at: start + $0 * 1_000_000) == nil }
    }

    @Test(
        "A machine starts its even part of the rate, and of the burst, unless it is told otherwise")
    func even() {
        let now = 1000 * second
        let door = Self.door(at: now)
        #expect((0..<20).count { _ in door.ask(0, client: nil, at: now) == nil } == 5)
        // The first token after the burst comes at the even part, too.
        #expect(started(door, from: now, seconds: 10) == 499)
        #expect(door.supply(at: now + 10 * second).perSecond == 50)
        #expect(door.snapshot(at: now + 10 * second).sessionsPerSecond == 50)
        door.pacedClock?.set(
            part: 0.9, until: now + 12 * second, afterwards: 0.5, at: now + 10 * second)
        #expect(started(door, from: now + 10 * second, seconds: 2) == 180)
        #expect(started(door, from: now + 12 * second, seconds: 2) == 100)
        // A burst that is smaller than the number of machines is one for each.
        let small = Self.door(4, burst: 2, at: now)
        #expect((0..<20).count { _ in small.ask(0, client: nil, at: now) == nil } == 1)
    }

    @Test("At the even part a ramp takes its time")
    func ramp() {
        let now = 1000 * second
        let door = Self.door(rate: 200, burst: 2, ramp: .seconds(30), at: now)
        let first = started(door, from: now, seconds: 3)
        #expect((29...32).contains(first))
        #expect(abs(door.supply(at: now + 15 * second).perSecond - 50) < 1)
        #expect(door.supply(at: now + 30 * second).perSecond == 100)
    }

    @Test("A reload goes on by the same clock; where machines join or leave, no token is missed")
    func reload() {
        let now = 1000 * second
        let alone = Self.door(1, at: now)
        #expect(alone.pacedClock == nil)
        #expect((0..<20).count { _ in alone.ask(0, client: nil, at: now) == nil } == 10)
        let policy = Self.door(at: now).policy
        let shared = Door(policy, continuing: alone, at: now)
        #expect(shared.ask(0, client: nil, at: now) == .rate)
        shared.pacedClock?.set(part: 1, until: .max, afterwards: 1, at: now)
        #expect(started(shared, from: now, seconds: 2) >= 190)
        let again = Door(policy, continuing: shared, at: now + 2 * second)
        #expect(again.pacedClock === shared.pacedClock)
        #expect(again.pacedClock?.part(at: now + 2 * second) == 1)
        let three = Door(
            Self.door(3, at: now).policy, continuing: again, at: now + 2 * second)
        #expect(three.pacedClock?.part(at: now + 2 * second) == 1.0 / 3)
        let last = Door(alone.policy, continuing: three, at: now + 3 * second)
        #expect(last.pacedClock == nil && last.ask(0, client: nil, at: now + 3 * second) == nil)
    }

    @Test("A class keeps its share of what this machine may start")
    func share() {
        let now = 1000 * second
        let gold = AdmissionClass(name: "gold", share: 0.3)
        let door = Door(
            AdmissionPolicy(
                sessions: SessionRate(perSecond: 100, burst: 20), classes: [gold], machines: 2),
            at: now)
        var counts = [0, 0]
        for step in 0..<10_000 {
            let time = now + Int64(step) * 1_000_000
            for index in [1, 0] where door.ask(index, client: nil, at: time) == nil {
                counts[index] += 1
            }
        }
        #expect((490...515).contains(counts[0] + counts[1]))
        #expect((145...165).contains(counts[0]))
    }
}
