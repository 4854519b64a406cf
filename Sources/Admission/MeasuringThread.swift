internal import Glibc

/// The thread that measures the signals of one board at their intervals.
struct MeasuringThread: Sendable {
    private let thread: pthread_t
    private let bell: Bell

    init(_ board: SignalBoard) throws(MonitorError) {
        bell = try Bell()
        let work = Unmanaged.passRetained(Work(board: board, bell: bell))
        // Signals are for the threads that wait for them.
        var all = sigset_t()
        var before = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_SETMASK, &all, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        var thread = pthread_t()
        let code = pthread_create(
            &thread, nil,
            { work in
                Unmanaged<Work>.fromOpaque(work!).takeRetainedValue().run()
                return nil
            }, work.toOpaque())
        guard code == 0 else {
            work.release()
            throw MonitorError(call: "pthread_create", code: code)
        }
        self.thread = thread
    }

    /// Returns when the thread has ended; called by the thread itself, it lets it end by itself.
    func stop() {
        bell.ring()
        if pthread_equal(thread, pthread_self()) != 0 {
            pthread_detach(thread)
        } else {
            pthread_join(thread, nil)
        }
    }

    private final class Work: Sendable {
        private let board: SignalBoard
        private let bell: Bell

        init(board: SignalBoard, bell: Bell) {
            self.board = board
            self.bell = bell
        }

        func run() {
            // The first measurement was made before this thread began.
            while let due = board.measure(at: .now), !bell.rings(before: due) {}
        }
    }
}

/// A pipe that ends a wait.
private final class Bell: Sendable {
    private let readEnd: Int32
    private let writeEnd: Int32

    init() throws(MonitorError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw MonitorError(call: "pipe", code: errno) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        (readEnd, writeEnd) = (ends[0], ends[1])
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    func ring() {
        var byte: UInt8 = 1
        _ = write(writeEnd, &byte, 1)
    }

    func rings(before due: ContinuousClock.Instant) -> Bool {
        while true {
            let wait = ContinuousClock.now.duration(to: due) / .milliseconds(1)
            // Rounded up, or the end of a wait would be spent in a loop of empty ones.
            let timeout = Int32(min(max(0, wait.rounded(.up)), 3_600_000))
            var entry = pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0)
            if poll(&entry, 1, timeout) > 0 { return true }
            if .now >= due { return false }
        }
    }
}
