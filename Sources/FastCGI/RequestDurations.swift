/// How long requests took, from the moment at which one was there as a whole until its answer was ready to be sent.
/// (An answer is counted before it is sent, so whoever has got it finds it in the numbers.)
package struct RequestDurations: Sendable, Equatable {
    /// The upper ends of the buckets, each included, in nanoseconds: 10 µs to 1 s.
    package static let boundsInNanoseconds = [
        10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000, 5_000_000,
        10_000_000, 25_000_000, 50_000_000, 100_000_000, 250_000_000, 500_000_000, 1_000_000_000,
    ]

    /// How many requests fell into each bucket; one more bucket than bounds, for what took longer.
    package let counts: [Int]
    /// Of all of them together.
    package let nanoseconds: Int

    package init(counts: [Int], nanoseconds: Int) {
        self.counts = counts
        self.nanoseconds = nanoseconds
    }

    package var requests: Int { counts.reduce(0, +) }
}

/// The cells behind `RequestDurations`.
final class DurationCells: @unchecked Sendable {
    private let counters: WorkerCounters
    /// Which counter has the sum.
    private let sum: Int
    /// By the number of binary digits of a duration: the bucket of the shortest with so many digits, and the bound of
    /// that bucket. No two bounds have equally many digits, so a longer one falls into this bucket or the next.
    private let firsts: UnsafeMutablePointer<(bucket: Int, bound: Int)>

    init(workers: Int) {
        let bounds = RequestDurations.boundsInNanoseconds
        firsts = .allocate(capacity: Int.bitWidth + 1)
        for digits in 0...Int.bitWidth {
            let shortest = digits == 0 ? 0 : Int(truncatingIfNeeded: UInt(1) << UInt(digits - 1))
            let bucket = bounds.firstIndex { shortest <= $0 } ?? bounds.count
            let bound = bucket < bounds.count ? bounds[bucket] : .max
            (firsts + digits).initialize(to: (bucket, bound))
        }
        // One for what took longer, and one for the sum.
        sum = bounds.count + 1
        counters = WorkerCounters(sum + 1, workers: workers)
    }

    deinit { firsts.deallocate() }

    /// - Parameter nanoseconds: not negative
    func count(_ nanoseconds: Int, by worker: Int) {
        let first = firsts[Int.bitWidth - nanoseconds.leadingZeroBitCount]
        counters.add(to: first.bucket + (nanoseconds > first.bound ? 1 : 0), by: worker)
        counters.add(nanoseconds, to: sum, by: worker)
    }

    var snapshot: RequestDurations {
        let totals = counters.totals
        return RequestDurations(counts: Array(totals.dropLast()), nanoseconds: totals.last ?? 0)
    }
}
