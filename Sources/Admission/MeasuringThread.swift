internal import Glibc
internal import SystemCalls

/// The thread that measures the signals of one board at their intervals.
struct MeasuringThread: Sendable {
    private let thread: SystemThread
    private let end: WakeUp

    init(_ board: SignalBoard) throws(SystemCallError) {
        let end = try WakeUp()
        self.end = end
        thread = try SystemThread {
            // The first measurement was made before this thread began.
            while let due = board.measure(at: .now), !end.comes(before: due) {}
        }
    }

    /// Returns when the thread has ended; called by the thread itself, it lets it end by itself.
    func stop() {
        end.signal()
        thread.join()
    }
}

extension WakeUp {
    fileprivate func comes(before due: ContinuousClock.Instant) -> Bool {
        wait(until: monotonicNanoseconds() + ContinuousClock.now.duration(to: due).nanoseconds)
    }
}
