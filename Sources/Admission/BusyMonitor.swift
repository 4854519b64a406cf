internal import Synchronization
package import SystemCalls

/// Whether this Site is too busy to start sessions of one Pool. A thread of its own measures the
/// signals; the request path reads one atomic.
///
/// A new one may be started before the old one is stopped, so that a reload never finds the
/// Site free for want of a measurement.
package final class BusyMonitor: Sendable {
    private let board: SignalBoard
    private let hasSignals: Bool
    private let thread = Mutex<MeasuringThread?>(nil)

    /// - Parameters:
    ///   - signals: any of them makes the Site busy
    ///   - previous: the one that this one replaces on a reload; signals that did not change go on from
    ///     what they said there
    ///   - onChange: called by the measuring thread, and by that of `start()` for what the first
    ///     measurement found
    ///   - read: measures a signal; tests put their own here
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

    /// What every signal that was measured said last.
    package var states: [SignalState] { board.states }

    /// The signals that say busy.
    package var reasons: [SignalState] { board.states.filter(\.isBusy) }

    /// A draining Site is busy whatever its signals say.
    package func setDraining(_ isDraining: Bool) { board.setDraining(isDraining) }

    /// Measures every signal once, and goes on measuring in a thread until `stop()`.
    package func start() throws(SystemCallError) {
        _ = measure(at: .now)
        guard hasSignals else { return }
        let started: Result<Void, SystemCallError> = thread.withLock { thread in
            guard thread == nil else { return .success(()) }
            do throws(SystemCallError) {
                thread = try MeasuringThread(board)
                return .success(())
            } catch {
                return .failure(error)
            }
        }
        try started.get()
    }

    /// Ends the thread, and returns when it has ended. What was measured last stays in force.
    package func stop() {
        let thread = thread.withLock { $0.take() }
        thread?.stop()
    }

    /// Measures the signals that are due, as the thread does.
    /// - Returns: when the next one is due; nil without signals.
    package func measure(at now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        board.measure(at: now)
    }
}
