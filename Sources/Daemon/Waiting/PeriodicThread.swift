internal import Synchronization
internal import SystemCalls

/// A thread that does something at even distances, as long as there is something to do.
final class PeriodicThread: Sendable {
    private let thread: SystemThread
    private let wakeUp: WakeUp
    private let isEnded: Flag

    private final class Flag: Sendable {
        let value = Atomic<Bool>(false)
    }

    /// - Parameters:
    ///   - interval: nanoseconds
    ///   - onceMoreAtEnd: whether it is done once more when the thread is stopped
    ///   - body: says whether there is more to do; if not, the thread waits for `look`
    init(
        every interval: Int64, onceMoreAtEnd: Bool = false,
        _ body: @escaping @Sendable () -> Bool
    ) throws(SystemCallError) {
        let wakeUp = try WakeUp()
        let isEnded = Flag()
        self.wakeUp = wakeUp
        self.isEnded = isEnded
        thread = try SystemThread {
            var next = monotonicNanoseconds()
            while !isEnded.value.load(ordering: .acquiring) {
                // What was missed, because the machine was busy or slept, is not made up for.
                next = body() ? max(next + interval, monotonicNanoseconds()) : .max
                if wakeUp.wait(until: next) {
                    wakeUp.clear()
                    next = monotonicNanoseconds()
                }
            }
            if onceMoreAtEnd { _ = body() }
        }
    }

    /// There may be something to do again.
    func look() { wakeUp.signal() }

    /// - Parameter deadline: on the monotonic clock; a thread that hangs is left alone
    /// - Returns: whether it has ended.
    @discardableResult
    func stop(until deadline: Int64) -> Bool {
        isEnded.value.store(true, ordering: .releasing)
        wakeUp.signal()
        return thread.join(until: deadline)
    }
}
