internal import Synchronization

/// A clock that shows what it is told, for simulations: doors and lines ask it as they ask real ones.
package final class SimulatedClock: Sendable {
    private let time = Atomic<Int64>(0)

    package init() {}

    /// Since the beginning.
    package var nanoseconds: Int64 {
        get { time.load(ordering: .relaxed) }
        set { time.store(newValue, ordering: .relaxed) }
    }

    package var milliseconds: Int64 { nanoseconds / 1_000_000 }
}
