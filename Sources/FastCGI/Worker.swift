internal import CGI
internal import CLinux
internal import Glibc
internal import Synchronization
internal import SystemCalls

/// One thread of the server: its own epoll set, its own connections. Requests are collected without
/// waiting, handed to libfcgi when they are whole, and answered one after the other.
///
/// Only the worker's thread touches it, but for `wakeUp` and `requests`.
final class Worker: @unchecked Sendable {
    let context: ServerContext
    let wakeUp: WakeUp
    /// Answered so far.
    let requests = Atomic(0)
    let epoll: Epoll
    let scanner: RequestScanner
    let library: LibraryRequest
    /// Where the bytes of the connection at hand stand while they are looked at.
    let input: UnsafeMutableBufferPointer<UInt8>
    var response: [UInt8] = []
    private var latest: CurrentHandler.Use
    /// By descriptor.
    var connections: [Connection?] = []
    var connectionCount = 0
    let requestDeadlines: DeadlineQueue
    let lingerDeadlines: DeadlineQueue
    /// Connections that had not sent anything yet when draining began.
    let freshDeadlines = DeadlineQueue(.seconds(1))
    var spareDescriptor: Int32
    var isAccepting = true
    var isDraining = false
    /// When to listen again after `accept` failed.
    var acceptAgainAt: Int64?

    init(_ context: ServerContext) throws(SystemCallError) {
        let limits = context.limits
        self.context = context
        latest = context.handler.use
        wakeUp = try WakeUp()
        epoll = try Epoll()
        library = try LibraryRequest(maximumHeadBytes: limits.maximumRequestBytes)
        scanner = RequestScanner(
            maximumHeadBytes: limits.maximumRequestBytes,
            earlyAnswerBodyBytes: limits.earlyAnswerBodyBytes)
        requestDeadlines = DeadlineQueue(limits.requestTimeout)
        lingerDeadlines = DeadlineQueue(limits.lingerTimeout)
        try epoll.add(wakeUp.descriptor)
        spareDescriptor = Worker.openSpareDescriptor()
        // A held request never exceeds both limits, and 64 KiB more are room to read at once.
        input = .allocate(
            capacity: limits.maximumRequestBytes + limits.earlyAnswerBodyBytes + 65_536)
    }

    deinit {
        input.deallocate()
        if spareDescriptor >= 0 { Glibc.close(spareDescriptor) }
    }

    /// The event loop; returns once a drain is over.
    func run() {
        listen()
        while true {
            do throws(SystemCallError) {
                try epoll.wait(nanoseconds: timeUntilNextDeadline()) { ready($0) }
            } catch {
                context.report(.workerFailed(error))
                pause()
            }
            expire()
            let phase = context.phase
            if isAccepting, phase != .serving { stopAccepting() }
            if phase == .draining, drain() { return }
        }
    }

    /// The handler for the request at hand.
    func currentHandler() -> CurrentHandler.Use {
        if !context.handler.isCurrent(latest) { latest = context.handler.use }
        return latest
    }

    private func ready(_ descriptor: Int32) {
        if let connection = connection(descriptor) {
            receive(connection)
        } else if descriptor == wakeUp.descriptor {
            wakeUp.clear()
        } else if isAccepting, let listener = listener(descriptor) {
            accept(from: listener)
        }
    }

    private func connection(_ descriptor: Int32) -> Connection? {
        let index = Int(descriptor)
        return index < connections.count ? connections[index] : nil
    }

    private func timeUntilNextDeadline() -> Int64? {
        var next = min(
            requestDeadlines.next, lingerDeadlines.next, freshDeadlines.next)
        if let acceptAgainAt { next = min(next, acceptAgainAt) }
        if isDraining { next = min(next, context.drainDeadline) }
        return next == .max ? nil : next - monotonicNanoseconds()
    }

    private func expire() {
        let now = monotonicNanoseconds()
        while let connection = lingerDeadlines.expired(now: now) { close(connection) }
        while let connection = freshDeadlines.expired(now: now) { close(connection) }
        while let connection = requestDeadlines.expired(now: now) { giveUpWaiting(connection) }
        if let time = acceptAgainAt, time <= now {
            acceptAgainAt = nil
            if isAccepting { listen() }
        }
    }

    /// A moment's rest where going on at once would only fail again.
    private func pause() {
        var moment = timespec(tv_sec: 0, tv_nsec: 100_000_000)
        nanosleep(&moment, nil)
    }
}
