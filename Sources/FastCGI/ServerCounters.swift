internal import Synchronization

/// Numbers since the start, except for `openConnections`, which is the current number.
package struct ServerCounters: Sendable, Equatable {
    package var openConnections = 0
    package var acceptedConnections = 0
    package var refusedConnections = 0
    package var requests = 0
    package var protocolFaults = 0
    package var requestsTimedOut = 0
    package var peersVanished = 0
    package var answersLost = 0
}

/// The cells behind `ServerCounters`, in which all workers count. Each worker counts requests by itself,
/// because there are many.
final class CounterCells: Sendable {
    let openConnections = Atomic(0)
    let acceptedConnections = Atomic(0)
    let refusedConnections = Atomic(0)
    let protocolFaults = Atomic(0)
    let requestsTimedOut = Atomic(0)
    let peersVanished = Atomic(0)
    let answersLost = Atomic(0)

    var snapshot: ServerCounters {
        ServerCounters(
            openConnections: openConnections.load(ordering: .relaxed),
            acceptedConnections: acceptedConnections.load(ordering: .relaxed),
            refusedConnections: refusedConnections.load(ordering: .relaxed),
            protocolFaults: protocolFaults.load(ordering: .relaxed),
            requestsTimedOut: requestsTimedOut.load(ordering: .relaxed),
            peersVanished: peersVanished.load(ordering: .relaxed),
            answersLost: answersLost.load(ordering: .relaxed))
    }

    func count(_ event: ServerEvent) {
        switch event {
        case .connectionRefused, .descriptorsExhausted, .peerNotAllowed:
            increment(refusedConnections)
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
