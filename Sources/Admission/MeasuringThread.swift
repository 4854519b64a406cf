internal import SystemCalls

/// The thread that measures the signals of one board at their intervals.
struct MeasuringThread: Sendable {
    private let thread: SystemThread
    private let end: WakeUp
    private let measured: WakeUp

    init(_ board: SignalBoard) throws(SystemCallError) {
        let end = try WakeUp()
        let measured = try WakeUp()
        self.end = end
        self.measured = measured
        thread = try SystemThread {
            var due = board.measure(at: .now)
            measured.signal()
            while let next = due, !end.comes(before: next) { due = board.measure(at: .now) }
        }
    }

    /// Returns when every signal has been measured once, or at the deadline.
    func waitForMeasurement(until deadline: Int64) { _ = measured.wait(until: deadline) }

    /// Ends the thread, and waits for its end until the deadline. A measurement may hang, for example on a
    /// file system whose server is gone; then the thread ends later. It also ends later if it calls this
    /// itself.
    func stop(until deadline: Int64) {
        end.signal()
        thread.join(until: deadline)
    }
}

extension WakeUp {
    fileprivate func comes(before due: ContinuousClock.Instant) -> Bool {
        wait(until: monotonicNanoseconds() + ContinuousClock.now.duration(to: due).nanoseconds)
    }
}
