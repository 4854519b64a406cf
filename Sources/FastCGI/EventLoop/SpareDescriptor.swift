internal import Glibc
internal import Synchronization

/// A descriptor that all workers keep back together. Where there is no other, it is given up for a moment to accept
/// a connection and close it, so that the web server hears of it at once.
final class SpareDescriptor: Sendable {
    /// Negative while it is missing.
    private let descriptor = Mutex<Int32>(-1)
    /// So that nobody takes the lock as long as it is there.
    private let isMissing = Atomic(true)

    init() { descriptor.withLock { _ = restore(&$0) } }

    deinit { descriptor.withLock { if $0 >= 0 { close($0) } } }

    /// Gives the descriptor up while the body runs.
    /// - Returns: nil where it is missing, and the body did not run
    func lend<Result>(_ body: () -> Result) -> Result? {
        descriptor.withLock { descriptor in
            guard restore(&descriptor) else { return nil }
            // In this order: whoever gets what is closed here sees that it is missing.
            isMissing.store(true, ordering: .sequentiallyConsistent)
            close(descriptor)
            descriptor = -1
            let result = body()
            _ = restore(&descriptor)
            return result
        }
    }

    /// Whether a connection that was just accepted may be kept. It is closed if it has the place of the spare
    /// descriptor: kept connections would leave nothing with which others can be closed.
    func allows(_ connection: Int32) -> Bool {
        guard isMissing.load(ordering: .sequentiallyConsistent) else { return true }
        return descriptor.withLock { descriptor in
            if restore(&descriptor) { return true }
            close(connection)
            _ = restore(&descriptor)
            return false
        }
    }

    /// - Returns: whether it is there
    private func restore(_ descriptor: inout Int32) -> Bool {
        guard descriptor < 0 else { return true }
        descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        isMissing.store(false, ordering: .sequentiallyConsistent)
        return true
    }
}
