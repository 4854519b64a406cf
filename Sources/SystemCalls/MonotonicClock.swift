internal import Glibc

/// The time on the monotonic clock in nanoseconds; deadlines are given in it.
package func monotonicNanoseconds() -> Int64 {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
}

extension Duration {
    /// Whole nanoseconds, for the monotonic clock.
    package var nanoseconds: Int64 {
        components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
    }
}

/// Waits for one descriptor until a moment of the monotonic clock.
/// - Returns: whether it became readable, or its peer closed, before the deadline.
package func waitForInput(_ descriptor: Int32, until deadline: Int64) -> Bool {
    var readiness = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    while true {
        let left = max(0, deadline - monotonicNanoseconds())
        // Rounded up: otherwise the last part of a millisecond would be spent in a busy loop.
        let milliseconds = left / 1_000_000 + (left % 1_000_000 == 0 ? 0 : 1)
        let ready = poll(&readiness, 1, Int32(clamping: milliseconds))
        if ready > 0 { return true }
        if ready == 0 ? milliseconds <= Int32.max : errno != EINTR { return false }
    }
}
