internal import CLinux
internal import Glibc

/// Wakes a thread that waits for this descriptor among others: an event counter, eventfd(2).
package final class WakeUp: Sendable {
    package let descriptor: Int32

    package init() throws(SystemCallError) {
        let descriptor = eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK))
        // Once every property is set, a throwing `init` runs `deinit`: what throws comes first.
        guard descriptor >= 0 else { throw SystemCallError("eventfd") }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Makes the descriptor readable until `clear`.
    package func signal() { eventfd_write(descriptor, 1) }

    package func clear() {
        var count: eventfd_t = 0
        eventfd_read(descriptor, &count)
    }

    /// Waits until `signal` is called, or until a deadline on the monotonic clock.
    /// - Returns: whether it was called
    package func wait(until deadline: Int64) -> Bool {
        waitForInput(descriptor, until: deadline)
    }
}
