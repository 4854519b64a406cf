internal import Glibc

/// A request of the operator to a daemon.
package enum OperatorRequest: Sendable, Equatable {
    case reload
    /// - Parameter signal: the number of the signal that asked for it
    case stop(signal: Int32)
}

/// The signals that an operator sends. One thread waits for them; every thread blocks them.
package enum OperatorSignals {
    /// Blocks them. Call this before any thread starts, because threads inherit it. Also ignores SIGPIPE: a
    /// web server that went away makes a write fail, which is enough.
    package static func block() {
        signal(SIGPIPE, SIG_IGN)
        var set = signals
        pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    /// Lets them end the process again, including those that came while they were blocked.
    package static func unblock() {
        var set = signals
        pthread_sigmask(SIG_UNBLOCK, &set, nil)
    }

    /// Waits for the next one. SIGHUP asks to reload; SIGTERM, SIGINT and, as in libfcgi, SIGUSR1 ask to
    /// stop.
    package static func next() -> OperatorRequest {
        var set = signals
        var number: Int32 = 0
        // This fails only for a set with an invalid number.
        precondition(sigwait(&set, &number) == 0)
        return number == SIGHUP ? .reload : .stop(signal: number)
    }

    private static var signals: sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        for signal in [SIGTERM, SIGINT, SIGHUP, SIGUSR1] { sigaddset(&set, signal) }
        return set
    }
}
