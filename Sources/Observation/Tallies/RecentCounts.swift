/// Remembers what counters said during the last minute, in samples that somebody else takes.
package struct RecentCounts {
    /// How often a sample is taken, in nanoseconds.
    package static let interval: Int64 = 5_000_000_000
    private static let minute: Int64 = 60_000_000_000

    private struct Sample {
        let time: Int64
        let totals: [Int]
    }

    /// The oldest first: the last one that is a minute old, and all since.
    private var samples: [Sample]

    /// - Parameter now: nanoseconds of a clock that never goes back
    init(count: Int, now: Int64) {
        samples = [Sample(time: now, totals: Array(repeating: 0, count: count))]
    }

    mutating func sample(_ totals: [Int], at now: Int64) {
        samples.append(Sample(time: now, totals: totals))
        let isOld = { (sample: Sample) in sample.time <= now - Self.minute }
        while samples.count > 1, isOld(samples[1]) { samples.removeFirst() }
    }

    /// How much the counters grew during the last minute: exact to the interval of the samples, and since the start
    /// where that is less.
    func counts(of totals: [Int], at now: Int64) -> [Int] {
        let sample = samples.last { $0.time <= now - Self.minute } ?? samples[0]
        return zip(totals, sample.totals).map { $0 - $1 }
    }
}
