internal import Glibc
internal import Synchronization
internal import SystemCalls

/// What the workers of one server share.
final class ServerContext: Sendable {
    enum Phase: Int, AtomicRepresentable {
        case serving
        /// Nothing new is accepted; open connections are served as before.
        case notAccepting
        /// Connections are closed as soon as they owe no answer.
        case draining
    }

    let limits: ServerLimits
    let handler: CurrentHandler
    let listeners: [ListeningSocket]
    /// One for each worker.
    let intakes: [Intake]
    let counters = CounterCells()
    let durations: DurationCells
    let allowedPeers: AllowedPeers?
    private let onEvent: @Sendable (ServerEvent) -> Void
    private let stopWasAsked = Mutex(false)
    private let phaseCell = Atomic(Phase.serving)
    private let drainDeadlineCell = Atomic(Int64.max)
    private let acceptingWorkers: Atomic<Int>
    let spare = SpareDescriptor()
    /// How many connections were cut off in the middle of a request when draining ran out of time.
    let abandonedConnections = Atomic(0)

    init(
        limits: ServerLimits, handler: any RequestHandler, listeners: [ListeningSocket],
        workers: Int, onEvent: @escaping @Sendable (ServerEvent) -> Void
    ) throws(SystemCallError) {
        var intakes: [Intake] = []
        for _ in 0..<workers { intakes.append(try Intake()) }
        self.intakes = intakes
        durations = DurationCells(workers: workers)
        self.limits = limits
        self.handler = CurrentHandler(handler)
        self.listeners = listeners
        self.onEvent = onEvent
        allowedPeers = AllowedPeers.fromEnvironment()
        acceptingWorkers = Atomic(workers)
    }

    var phase: Phase { phaseCell.load(ordering: .acquiring) }

    var drainDeadline: Int64 { drainDeadlineCell.load(ordering: .acquiring) }

    func report(_ event: ServerEvent) {
        counters.count(event)
        onEvent(event)
    }

    /// From now on nobody new can connect to a unix socket of ours; connections that wait are still accepted.
    /// An inherited socket stays as it is, for the processes that share it. TCP has no such half-way state.
    func beginNotAccepting() {
        stopWasAsked.withLock { wasAsked in
            guard !wasAsked else { return }
            wasAsked = true
            for listener in listeners where listener.file != nil {
                listener.file?.removeIfOurs()
                shutdown(listener.descriptor, Int32(SHUT_RD))
            }
            // The workers close the listening sockets once they see this: it comes last.
            phaseCell.store(.notAccepting, ordering: .releasing)
        }
    }

    func beginDraining(until deadline: Int64) {
        drainDeadlineCell.store(deadline, ordering: .releasing)
        phaseCell.store(.draining, ordering: .releasing)
    }

    func wakeWorkers() {
        for intake in intakes { intake.wakeUp.signal() }
    }

    /// Each worker calls this once, when it has accepted all that waited; the last one closes the sockets.
    func workerStoppedAccepting() {
        let left = acceptingWorkers.subtract(1, ordering: .acquiringAndReleasing).newValue
        if left == 0 { closeListeners() }
    }

    func closeListeners() {
        for listener in listeners { listener.close() }
    }
}
