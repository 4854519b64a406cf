// What is counted of requests. Each worker counts by itself (`WorkerCounters`), so that counting costs no lock and
// no locked instruction on the request path; whoever asks adds the workers' numbers up.

internal import FastCGI
internal import Synchronization
package import Topology

/// What was counted since the start of the process. It lives on across reloads: counters of Prometheus may only
/// grow.
package final class Tallies: Sendable {
    private let workers: Int
    private let refusals: WorkerCounters
    private let pools = Mutex<[HostName: PoolTally]>([:])

    package init(workers: Int) {
        self.workers = workers
        refusals = WorkerCounters(RefusalReason.allCases.count, workers: workers)
    }

    /// The tally of a Pool, the same for as long as the process runs.
    /// - Parameter now: the monotonic clock
    package func pool(_ name: HostName, now: Int64) -> PoolTally {
        pools.withLock { pools in
            if let known = pools[name] { return known }
            let new = PoolTally(workers: workers, now: now)
            pools[name] = new
            return new
        }
    }

    package func count(_ reason: RefusalReason, by worker: Int) {
        refusals.add(to: reason.rawValue, by: worker)
    }

    package func count(of reason: RefusalReason) -> Int { refusals.total(of: reason.rawValue) }

    /// Notes the numbers of this moment, for those of the last minute. To be called every
    /// `RecentCounts.interval`.
    package func sample(at now: Int64) {
        for tally in pools.withLock({ Array($0.values) }) { tally.sample(at: now) }
    }
}
