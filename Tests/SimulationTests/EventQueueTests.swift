import SeededRandom
import Testing

@testable import Simulation

@Suite struct EventQueueTests {
    @Test(
        "Events come out in the order of their times, and of the same time in that in which they came"
    )
    func order() {
        var random = SplitMix64(seed: 1)
        var queue = EventQueue<Int>()
        var expected: [(time: Int64, event: Int)] = []
        var clock: Int64 = 0
        for event in 0..<2_000 {
            let time = clock + Int64.random(in: 0..<50, using: &random)
            queue.add(event, at: time)
            expected.append((time, event))
            // Some leave while others still come.
            guard event % 3 == 0, let next = queue.next() else { continue }
            #expect(next.time >= clock)
            clock = next.time
            let index = expected.indices.min {
                (expected[$0].time, expected[$0].event) < (expected[$1].time, expected[$1].event)
            }!
            #expect(next.event == expected.remove(at: index).event)
        }
        var last: (Int64, Int) = (0, -1)
        while let next = queue.next() {
            #expect((next.time, next.event) > last)
            last = (next.time, next.event)
        }
    }
}
