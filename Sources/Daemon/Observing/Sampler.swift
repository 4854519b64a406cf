internal import Observation
internal import SystemCalls

/// A thread that notes, every few seconds, what was counted so far, for the numbers of the last minute; and says how
/// often was repeated what the log holds back.
struct Sampler: Sendable {
    private let thread: SystemThread
    private let end: WakeUp

    init(_ tallies: Tallies, _ events: EventLog) throws(SystemCallError) {
        let end = try WakeUp()
        self.end = end
        thread = try SystemThread {
            var next = monotonicNanoseconds() + RecentCounts.interval
            while !end.wait(until: next) {
                let now = monotonicNanoseconds()
                tallies.sample(at: now)
                events.tell(at: now)
                next = now + RecentCounts.interval
            }
        }
    }

    func stop() {
        end.signal()
        thread.join()
    }
}
