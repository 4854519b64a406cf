internal import Synchronization
package import SystemCalls

/// Whether this Site is too busy to start sessions of one Pool. A thread of its own measures the
/// signals; the request path reads one atomic.
///
/// On a reload the new monitor is started before the old one is stopped, so that the Site never counts as
/// free only because nothing has been measured yet.
package final class BusyMonitor: Sendable {
    private let board: SignalBoard
    private let hasSignals: Bool
    private let thread = Mutex<MeasuringThread?>(nil)

    /// - Parameters:
    ///   - signals: any of them makes the Site busy
    ///   - previous: the monitor that this one replaces on a reload; signals with the same policy continue
    ///     from their state there
    ///   - onChange: called by the measuring thread
    ///   - read: measures a signal; tests pass their own
    package init(
        _ signals: [SignalPolicy], continuing previous: BusyMonitor? = nil,
        onChange: @escaping @Sendable (SignalChange) -> Void = { _ in },
        read: @escaping @Sendable (SignalSource) -> SignalReading = SignalReading.measure
    ) {
        hasSignals = !signals.isEmpty
        board = SignalBoard(
            signals, continuing: previous?.board, read: read, onChange: onChange)
    }

    deinit { stop() }

    /// Whether a signal says busy, or the Site is draining.
    package var isBusy: Bool { board.isBusy }

    package var isDraining: Bool { board.isDraining }

    /// The last state of every signal that has been measured.
    package var states: [SignalState] { board.states }

    /// The signals that say busy.
    package var reasons: [SignalState] { board.states.filter(\.isBusy) }

    /// A draining Site is busy whatever its signals say.
    package func setDraining(_ isDraining: Bool) { board.setDraining(isDraining) }

    /// Starts the thread, and returns when it has measured every signal once.
    /// - Parameter limit: the longest wait for that; a signal that takes longer counts as it did in the
    ///   previous monitor, or else as free
    package func start(within limit: Duration = .seconds(2)) throws(SystemCallError) {
        guard hasSignals else { return }
        let deadline = monotonicNanoseconds() + limit.nanoseconds
        let started: Result<MeasuringThread?, SystemCallError> = thread.withLock { thread in
            guard thread == nil else { return .success(nil) }
            do throws(SystemCallError) {
                let new = try MeasuringThread(board)
                thread = new
                return .success(new)
            } catch {
                return .failure(error)
            }
        }
        try started.get()?.waitForMeasurement(until: deadline)
    }

    /// Ends the thread, and returns when it has ended. The last measurements stay in force.
    /// - Parameter deadline: the end of the wait, on the monotonic clock
    package func stop(until deadline: Int64 = .max) {
        let thread = thread.withLock { $0.take() }
        thread?.stop(until: deadline)
    }

    /// Measures the signals that are due; this is what the thread does.
    /// - Returns: when the next one is due; nil without signals.
    package func measure(at now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        board.measure(at: now)
    }
}
