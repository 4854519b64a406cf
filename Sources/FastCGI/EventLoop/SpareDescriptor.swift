internal import Glibc
internal import Synchronization

/// A descriptor that all workers keep back together. Where there is no other, it is given up for a moment to accept
/// a connection and close it, so that the web server hears of it at once.
final class SpareDescriptor: Sendable {
    /// Negative while it is missing; changed under the lock only.
    private let descriptor = Atomic<Int32>(-1)
    private let lock = Mutex<Void>(())

    init() { _ = restore() }

    deinit { if isThere { close(descriptor.load(ordering: .relaxed)) } }

    private var isThere: Bool { descriptor.load(ordering: .sequentiallyConsistent) >= 0 }

    /// Gives the descriptor up while the body runs.
    /// - Returns: nil where it is missing, and the body did not run
    func lend<Result>(_ body: () -> Result) -> Result? {
        lock.withLock { _ in
            guard restore() else { return nil }
            // It is missing before it is closed: whoever gets what is closed here sees that.
            close(descriptor.exchange(-1, ordering: .sequentiallyConsistent))
            let result = body()
            _ = restore()
            return result
        }
    }

    /// Whether a connection that was just accepted may be kept. It is closed if it has the place of the spare
    /// descriptor: kept connections would leave nothing with which others can be closed.
    func allows(_ connection: Int32) -> Bool {
        if isThere { return true }
        return lock.withLock { _ in
            if restore() { return true }
            close(connection)
            _ = restore()
            return false
        }
    }

    /// - Returns: whether it is there
    private func restore() -> Bool {
        if isThere { return true }
        descriptor.store(
            open("/dev/null", O_RDONLY | O_CLOEXEC), ordering: .sequentiallyConsistent)
        return isThere
    }
}
