internal import CLinux
internal import Glibc
internal import SystemCalls

/// An epoll set, level-triggered.
final class Epoll {
    private let descriptor: Int32
    private let events: UnsafeMutableBufferPointer<epoll_event>

    enum Interest {
        case nothing
        case input
        /// Input, for a descriptor of which only one of the watching sets is to be woken.
        case inputExclusively
        /// Room for output.
        case output

        fileprivate var flags: UInt32 {
            switch self {
            case .nothing: 0
            case .input: UInt32(EPOLLIN.rawValue)
            // EPOLLEXCLUSIVE, Linux 4.5: a macro that Swift does not see as one constant in every glibc.
            case .inputExclusively: UInt32(EPOLLIN.rawValue) | 1 << 28
            case .output: UInt32(EPOLLOUT.rawValue)
            }
        }
    }

    init() throws(SystemCallError) {
        let descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
        // Once every property is set, an `init` that throws runs `deinit`; so everything that throws comes first.
        guard descriptor >= 0 else { throw SystemCallError("epoll_create1") }
        self.descriptor = descriptor
        events = .allocate(capacity: 256)
    }

    deinit {
        close(descriptor)
        events.deallocate()
    }

    func add(_ watched: Int32, for interest: Interest) throws(SystemCallError) {
        try control(EPOLL_CTL_ADD, watched, interest)
    }

    func change(_ watched: Int32, to interest: Interest) throws(SystemCallError) {
        try control(EPOLL_CTL_MOD, watched, interest)
    }

    func remove(_ watched: Int32) {
        var event = epoll_event()
        epoll_ctl(descriptor, Int32(EPOLL_CTL_DEL), watched, &event)
    }

    /// Calls `body` with each descriptor that is ready; returns at once when interrupted. Without
    /// `nanoseconds` it waits for ever.
    func wait(nanoseconds: Int64?, _ body: (Int32) -> Void) throws(SystemCallError) {
        let milliseconds = nanoseconds.map { Int32(clamping: (max(0, $0) + 999_999) / 1_000_000) }
        let count = epoll_wait(
            descriptor, events.baseAddress, Int32(events.count), milliseconds ?? -1)
        guard count >= 0 || errno == EINTR else { throw SystemCallError("epoll_wait") }
        for event in events.prefix(Int(max(0, count))) { body(event.data.fd) }
    }

    private func control(
        _ operation: Int32, _ watched: Int32, _ interest: Interest
    ) throws(SystemCallError) {
        var event = epoll_event(events: interest.flags, data: epoll_data_t(fd: watched))
        guard epoll_ctl(descriptor, operation, watched, &event) == 0 else {
            throw SystemCallError("epoll_ctl", "descriptor \(watched)")
        }
    }
}
