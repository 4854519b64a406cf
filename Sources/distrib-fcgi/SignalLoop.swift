import Glibc

/// The signals of an operator, taken one by one by the main thread; every other thread blocks them.
enum SignalLoop {
    enum Request {
        case stop(signal: Int32)
        case reload
    }

    /// To be called before any thread starts. SIGPIPE is ignored: a web server that went away shows
    /// as a failed write.
    static func blockSignals() {
        signal(SIGPIPE, SIG_IGN)
        var set = signals
        pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    /// Waits for the next signal.
    static func next() -> Request {
        var set = signals
        var number: Int32 = 0
        // It fails only for a set that holds an invalid number.
        precondition(sigwait(&set, &number) == 0)
        return number == SIGHUP ? .reload : .stop(signal: number)
    }

    /// SIGUSR1 means a graceful stop, as libfcgi has it.
    private static var signals: sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        for signal in [SIGTERM, SIGINT, SIGHUP, SIGUSR1] { sigaddset(&set, signal) }
        return set
    }
}
