package import Distribution
package import FastCGI
internal import Synchronization

/// How the requests to one Pool were decided.
package final class PoolTally: Sendable {
    /// One for each of `CountedDecision.all`.
    package let decisions: WorkerCounters
    /// Those of them that were only observed, likewise.
    package let observed: WorkerCounters
    private let recent: Mutex<RecentCounts>

    init(workers: Int, now: Int64) {
        let count = CountedDecision.all.count
        decisions = WorkerCounters(count, workers: workers)
        observed = WorkerCounters(count, workers: workers)
        recent = Mutex(RecentCounts(count: count, now: now))
    }

    /// By `CountedDecision.all`.
    package func counts(at now: Int64) -> (sinceStart: [Int], lastMinute: [Int]) {
        let totals = decisions.totals
        return (totals, recent.withLock { $0.counts(of: totals, at: now) })
    }

    /// How many of each decision were only observed since the start, by `CountedDecision.all`.
    package var observedCounts: [Int] { observed.totals }

    func sample(at now: Int64) {
        let totals = decisions.totals
        recent.withLock { $0.sample(totals, at: now) }
    }
}

/// A decision that is counted by itself: a row of the table, or a hand-back, which is row 3a and starts no session.
package struct CountedDecision: Sendable, Equatable {
    package let row: Row
    package let label: String
    package let isHandBack: Bool

    package static let all =
        Row.allCases.map { CountedDecision(row: $0, label: "\($0.label)", isHandBack: false) }
        + [CountedDecision(row: .row3a, label: "hand-back", isHandBack: true)]

    package static let indexOfHandBack = Row.allCases.count

    /// The place of a row in `all`. (To search for it would cost more than all the rest of counting.)
    @inlinable
    package static func index(of row: Row) -> Int {
        switch row {
        case .row0: 0
        case .row1e: 1
        case .row1f: 2
        case .row1a: 3
        case .row1b: 4
        case .row1c: 5
        case .row1d: 6
        case .row2a: 7
        case .row2b: 8
        case .row3a: 9
        case .row3f: 10
        case .row3g: 11
        case .row3b: 12
        case .row3c: 13
        case .row3d: 14
        case .row3e: 15
        }
    }
}
