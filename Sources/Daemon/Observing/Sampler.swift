internal import Observation
internal import SystemCalls

/// A thread that looks at what was counted so far, every few seconds.
struct Sampler: Sendable {
    private let thread: SystemThread
    private let end: WakeUp

    /// - Parameter sample: is told the time on the monotonic clock, every `RecentCounts.interval`
    init(_ sample: @escaping @Sendable (Int64) -> Void) throws(SystemCallError) {
        let end = try WakeUp()
        self.end = end
        thread = try SystemThread {
            var next = monotonicNanoseconds() + RecentCounts.interval
            while !end.wait(until: next) {
                let now = monotonicNanoseconds()
                sample(now)
                next = now + RecentCounts.interval
            }
        }
    }

    func stop() {
        end.signal()
        thread.join()
    }
}
