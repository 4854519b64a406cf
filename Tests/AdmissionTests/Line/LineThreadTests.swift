import Admission
import Distribution
import Synchronization
import Testing

@Suite struct LineThreadTests {
    @Test("A place that is presented a thousand times at once starts one session")
    func onePlaceOneSession() async throws {
        let door = Door(
            AdmissionPolicy(sessions: SessionRate(perSecond: 1_000_000, burst: 1_000_000)), at: 0)
        let line = Line(WaitingLine(LinePolicy(), counter: 1, steady: 0), seed: 1) { 1_000_000 }
        let clocked = ClockedDoor(door, line: line) { 1 }
        for _ in 0..<10 {
            let place = try #require(clocked.join(0)?.place)
            line.move(steady: 250, door.supply(at: 1))
            let starts = await withTaskGroup(of: Int.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        (0..<250).count { _ in clocked.present(place, client: nil) == .start }
                    }
                }
                return await group.reduce(0, +)
            }
            #expect(starts == 1)
        }
    }

    @Test(
        "Places stay unique while threads take them, present them, and the line moves and reloads")
    func everythingAtOnce() async {
        let door = Door(AdmissionPolicy(sessions: SessionRate(perSecond: 100, burst: 100)), at: 0)
        let clock = FakeClock()
        let line = Line(WaitingLine(LinePolicy(), counter: 1, steady: 0), seed: 1) {
            clock.now.load(ordering: .relaxed)
        }
        let clocked = ClockedDoor(door, line: line) {
            clock.now.load(ordering: .relaxed) * 1_000_000
        }
        let times = await withTaskGroup(of: [Int64].self) { group in
            for _ in 0..<3 {
                group.addTask {
                    (0..<500).compactMap { _ in
                        guard let place = clocked.join(0)?.place else { return nil }
                        _ = clocked.present(place, client: nil)
                        _ = clocked.ask(0, client: nil)
                        return place.time
                    }
                }
            }
            group.addTask {
                for step in 1...200 {
                    let now = clock.now.wrappingAdd(250, ordering: .relaxed).newValue
                    line.move(steady: now, door.supply(at: now * 1_000_000))
                    line.adopt(LinePolicy(far: 60_000 + Int64(step % 2) * 1_000))
                    _ = line.snapshot
                    _ = line.value.state(at: now)
                }
                return []
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        #expect(times.count == 1500 && Set(times).count == 1500)
    }
}

private final class FakeClock: Sendable {
    /// Milliseconds.
    let now = Atomic<Int64>(1_000_000)
}
