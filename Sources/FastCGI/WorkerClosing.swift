internal import Glibc
internal import Synchronization
internal import SystemCalls

extension Worker {
    func close(_ connection: Connection) {
        guard !connection.isClosed else { return }
        connection.isClosed = true
        connection.clearDeadline()
        connections[Int(connection.descriptor)] = nil
        connectionCount -= 1
        context.counters.openConnections.subtract(1, ordering: .relaxed)
        Glibc.close(connection.descriptor)
    }

    /// The answer is out, but the peer may still be sending: it is told that nothing more comes, and
    /// what it sends is read away, so that closing does not reset the connection.
    func beginLinger(_ connection: Connection) {
        shutdown(connection.descriptor, Int32(SHUT_WR))
        connection.lingeringBytes = 0
        lingerDeadlines.start(connection, now: monotonicNanoseconds())
        linger(connection)
    }

    /// Reads away one helping; the level-triggered set tells of more.
    func linger(_ connection: Connection) {
        let count = recv(
            connection.descriptor, input.baseAddress!, input.count, Int32(MSG_DONTWAIT))
        if count > 0 {
            let total = (connection.lingeringBytes ?? 0) + count
            connection.lingeringBytes = total
            if total > context.limits.lingerBytes { close(connection) }
        } else if count == 0 || (errno != EAGAIN && errno != EINTR) {
            close(connection)
        }
    }

    /// - Returns: whether the worker's last connection is gone, or its time is over.
    func drain() -> Bool {
        if !isDraining {
            isDraining = true
            closeIdleConnections()
        }
        guard connectionCount > 0 else { return true }
        guard monotonicNanoseconds() >= context.drainDeadline else { return false }
        for case let connection? in connections {
            if !connection.held.isEmpty {
                context.abandonedConnections.add(1, ordering: .relaxed)
            }
            close(connection)
        }
        return true
    }

    /// What came in the meantime is answered first.
    private func closeIdleConnections() {
        for case let connection? in connections where !connection.hasDeadline {
            receive(connection)
            guard !connection.isClosed, !connection.hasDeadline else { continue }
            closeIdle(connection)
        }
    }

    /// Closes a kept connection; one that was only just accepted has a moment to send its request.
    func closeIdle(_ connection: Connection) {
        if connection.hasBeenServed {
            close(connection)
        } else {
            freshDeadlines.start(connection, now: monotonicNanoseconds())
        }
    }
}
