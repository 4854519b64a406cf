internal import Synchronization

/// Numbers since the start, except for `openConnections`, which is the current number.
package struct ServerCounters: Sendable, Equatable {
    package var openConnections = 0
    package var acceptedConnections = 0
    package var refusedBeyondLimit = 0
    package var refusedWithoutDescriptor = 0
    package var refusedPeers = 0
    package var requests = 0
    package var protocolFaults = 0
    package var requestsTimedOut = 0
    package var peersVanished = 0
    package var answersLost = 0

    package init() {}

    package var refusedConnections: Int {
        refusedBeyondLimit + refusedWithoutDescriptor + refusedPeers
    }
}

/// The cells behind `ServerCounters`, in which all workers count what is rare. Each worker counts requests by
/// itself, because there are many.
final class CounterCells: Sendable {
    let openConnections = Atomic(0)
    let acceptedConnections = Atomic(0)
    let refusedBeyondLimit = Atomic(0)
    let refusedWithoutDescriptor = Atomic(0)
    let refusedPeers = Atomic(0)
    let protocolFaults = Atomic(0)
    let requestsTimedOut = Atomic(0)
    let peersVanished = Atomic(0)
    let answersLost = Atomic(0)

    var snapshot: ServerCounters {
        var counters = ServerCounters()
        counters.openConnections = openConnections.load(ordering: .relaxed)
        counters.acceptedConnections = acceptedConnections.load(ordering: .relaxed)
        counters.refusedBeyondLimit = refusedBeyondLimit.load(ordering: .relaxed)
        counters.refusedWithoutDescriptor = refusedWithoutDescriptor.load(ordering: .relaxed)
        counters.refusedPeers = refusedPeers.load(ordering: .relaxed)
        counters.protocolFaults = protocolFaults.load(ordering: .relaxed)
        counters.requestsTimedOut = requestsTimedOut.load(ordering: .relaxed)
        counters.peersVanished = peersVanished.load(ordering: .relaxed)
        counters.answersLost = answersLost.load(ordering: .relaxed)
        return counters
    }

    func count(_ event: ServerEvent) {
        switch event {
        case .connectionRefused: increment(refusedBeyondLimit)
        case .descriptorsExhausted: increment(refusedWithoutDescriptor)
        case .peerNotAllowed: increment(refusedPeers)
        case .protocolFault: increment(protocolFaults)
        case .requestTimedOut: increment(requestsTimedOut)
        case .peerVanished: increment(peersVanished)
        case .answerLost: increment(answersLost)
        case .acceptFailed, .workerFailed: break
        }
    }

    func increment(_ cell: borrowing Atomic<Int>) {
        cell.add(1, ordering: .relaxed)
    }
}
