internal import Glibc
internal import Synchronization
internal import SystemCalls

/// Where one worker takes connections in: those it accepts itself, and those that others hand to it.
///
/// The kernel wakes the same worker again and again (EPOLLEXCLUSIVE), and kept connections would gather
/// there. So whichever worker accepts a connection hands it to the worker that has the fewest, unless it
/// has hardly more itself.
final class Intake: Sendable {
    let wakeUp: WakeUp
    /// How many open connections this worker has, including those handed to it and not taken yet.
    let connectionCount = Atomic(0)
    /// How often the worker was asked for a sign of life, and how often it had been when it last gave one.
    private let asked = Atomic(0)
    private let answered = Atomic(0)
    private let handedOver = Mutex<[Arrival]?>([])

    init() throws(SystemCallError) { wakeUp = try WakeUp() }

    /// Asks the worker for a sign of life, from another thread. A worker that waits gives it at once, one that is at
    /// work when it comes round.
    func askForSignOfLife() {
        asked.add(1, ordering: .relaxed)
        wakeUp.signal()
    }

    /// Whether the worker has come round since it was asked last.
    var hasGivenSignOfLife: Bool {
        answered.load(ordering: .relaxed) == asked.load(ordering: .relaxed)
    }

    /// The worker calls this each time it is woken.
    func giveSignOfLife() { answered.store(asked.load(ordering: .relaxed), ordering: .relaxed) }

    /// Hands over a connection, from another thread.
    /// - Returns: false where this worker takes no more.
    func offer(_ arrival: Arrival) -> Bool {
        let isTaken = handedOver.withLock { arrivals in
            arrivals?.append(arrival)
            return arrivals != nil
        }
        guard isTaken else { return false }
        connectionCount.add(1, ordering: .relaxed)
        wakeUp.signal()
        return true
    }

    /// What was handed over since the last time.
    func take() -> [Arrival] {
        handedOver.withLock { arrivals in
            guard let taken = arrivals, !taken.isEmpty else { return [] }
            arrivals = []
            return taken
        }
    }

    /// Does the same for the last time: from now on nothing is handed over.
    func takeLast() -> [Arrival] {
        handedOver.withLock { arrivals in arrivals.take() ?? [] }
    }
}

extension [Intake] {
    /// The worker that gets a connection which the worker `accepting` has accepted: the one with the fewest,
    /// or `accepting` itself, if it has hardly more than any other.
    func receiver(for accepting: Int) -> Int {
        var least = accepting
        var fewest = self[accepting].connectionCount.load(ordering: .relaxed) - 1
        for index in indices {
            let count = self[index].connectionCount.load(ordering: .relaxed)
            if count < fewest { (least, fewest) = (index, count) }
        }
        return least
    }
}
