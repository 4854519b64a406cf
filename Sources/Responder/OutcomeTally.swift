internal import Distribution
internal import FastCGI
package import Observation

/// Counts what became of the requests to one service. A reload makes another one, over the same tallies.
package final class OutcomeTally: @unchecked Sendable {
    private let tallies: Tallies
    private let pools: [PoolTally]
    /// The counters of `pools`, by the service's indices. Through an array of objects, each request would count
    /// references to three of them.
    private let decisions: UnsafeMutablePointer<Unmanaged<WorkerCounters>>

    package init(_ tallies: Tallies, pools: [PoolTally]) {
        self.tallies = tallies
        self.pools = pools
        decisions = .allocate(capacity: pools.count)
        for (index, pool) in pools.enumerated() {
            (decisions + index).initialize(to: Unmanaged.passUnretained(pool.decisions))
        }
    }

    deinit { decisions.deallocate() }

    /// - Parameter worker: on whose thread the caller runs
    func count(_ outcome: Outcome, by worker: Int) {
        switch outcome {
        case .decided(let decision, let pool):
            add(CountedDecision.index(of: decision.row), pool, worker)
        case .observed(let observed, let pool):
            if let first = observed.after { addObserved(first, pool, worker) }
            addObserved(observed.decision.row, pool, worker)
        case .handedBack(_, let pool): add(CountedDecision.indexOfHandBack, pool, worker)
        case .refused(let refusal): tallies.count(refusal.reason, by: worker)
        case .endpoint: break
        }
    }

    private func addObserved(_ row: Row, _ pool: Int, _ worker: Int) {
        let counter = CountedDecision.index(of: row)
        add(counter, pool, worker)
        pools[pool].observed.add(to: counter, by: worker)
    }

    private func add(_ counter: Int, _ pool: Int, _ worker: Int) {
        decisions[pool]._withUnsafeGuaranteedRef { $0.add(to: counter, by: worker) }
    }
}
