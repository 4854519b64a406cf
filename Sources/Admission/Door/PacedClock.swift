internal import Synchronization

/// The clock of a door's tokens on one of several machines that share a rate. One thread sets its pace a few times a
/// second; every thread that asks the door reads it, and waits for nobody: a new pace is written beside the one in
/// force, so that only a reader who sleeps through two changes reads again.
package final class PacedClock: Sendable {
    /// The last bit tells which of the two paces is in force.
    private let generation = Atomic<UInt64>(0)
    private let paces: InlineArray<2, AtomicPace>
    private let writing = Mutex(())

    /// Until it is set, the clock goes at one pace. It begins with the time of a clock that was not paced, so that
    /// tokens go on from there.
    package init(part: Double, at now: Int64) {
        let pace = Pace(since: now, base: now, part: part, end: .max, afterwards: part)
        paces = InlineArray { _ in AtomicPace(pace) }
    }

    /// The time of the door's tokens.
    package func time(at now: Int64) -> Int64 { pace.time(at: now) }

    /// The part of the rate that may start here, 0 to 1.
    package func part(at now: Int64) -> Double { pace.part(at: now) }

    /// - Parameters:
    ///   - part: of the rate
    ///   - end: when `afterwards` begins, whatever becomes of the thread that calls this
    package func set(part: Double, until end: Int64, afterwards: Double, at now: Int64) {
        writing.withLock { _ in
            let old = pace
            let now = max(now, old.since)
            let new = Pace(
                since: now, base: old.time(at: now), part: part, end: max(now, end),
                afterwards: afterwards)
            // Whoever reads what is written now finds another generation after that.
            let next = generation.load(ordering: .sequentiallyConsistent) &+ 1
            atomicMemoryFence(ordering: .sequentiallyConsistent)
            paces[Int(next & 1)].store(new)
            generation.store(next, ordering: .sequentiallyConsistent)
        }
    }

    private var pace: Pace {
        while true {
            let current = generation.load(ordering: .acquiring)
            let pace = paces[Int(current & 1)].load()
            atomicMemoryFence(ordering: .acquiring)
            if generation.load(ordering: .relaxed) == current { return pace }
        }
    }
}

private struct AtomicPace: ~Copyable, Sendable {
    private let since: Atomic<Int64>
    private let base: Atomic<Int64>
    private let part: Atomic<UInt64>
    private let end: Atomic<Int64>
    private let afterwards: Atomic<UInt64>

    init(_ pace: Pace) {
        since = Atomic(pace.since)
        base = Atomic(pace.base)
        part = Atomic(pace.part.bitPattern)
        end = Atomic(pace.end)
        afterwards = Atomic(pace.afterwards.bitPattern)
    }

    func store(_ pace: Pace) {
        since.store(pace.since, ordering: .relaxed)
        base.store(pace.base, ordering: .relaxed)
        part.store(pace.part.bitPattern, ordering: .relaxed)
        end.store(pace.end, ordering: .relaxed)
        afterwards.store(pace.afterwards.bitPattern, ordering: .relaxed)
    }

    func load() -> Pace {
        Pace(
            since: since.load(ordering: .relaxed), base: base.load(ordering: .relaxed),
            part: Double(bitPattern: part.load(ordering: .relaxed)),
            end: end.load(ordering: .relaxed),
            afterwards: Double(bitPattern: afterwards.load(ordering: .relaxed)))
    }
}
