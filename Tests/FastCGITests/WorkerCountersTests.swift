import SystemCalls
import Testing

@testable import FastCGI

@Suite struct WorkerCountersTests {
    @Test("every worker counts by itself, and the totals are of all")
    func totals() throws {
        let counters = WorkerCounters(20, workers: 3)
        let threads = try (0..<3).map { worker in
            try SystemThread {
                for number in 0..<30_000 { counters.add(to: number % 20, by: worker) }
                counters.add(5, to: worker, by: worker)
            }
        }
        for thread in threads { #expect(thread.join()) }
        #expect(counters.totals.prefix(4) == [4505, 4505, 4505, 4500])
        #expect(counters.totals.reduce(0, +) == 90_015)
        #expect(counters.total(of: 19) == 4500)
    }

    @Test("a duration falls into the first bucket whose bound it does not exceed")
    func durations() {
        let cells = DurationCells(workers: 2)
        let bounds = RequestDurations.boundsInNanoseconds
        for (bucket, bound) in bounds.enumerated() {
            for _ in 0...bucket { cells.count(bound, by: bucket % 2) }
        }
        cells.count(0, by: 0)
        cells.count(10_001, by: 1)
        cells.count(2_000_000_000, by: 1)
        let snapshot = cells.snapshot
        #expect(snapshot.counts == [2, 3] + (3...16) + [1])
        #expect(snapshot.requests == (1...16).reduce(0, +) + 3)
        let sum = bounds.enumerated().reduce(0) { $0 + ($1.offset + 1) * $1.element }
        #expect(snapshot.nanoseconds == sum + 10_001 + 2_000_000_000)
    }
}
