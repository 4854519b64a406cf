internal import Glibc

/// What an operator may ask of a daemon.
package enum OperatorRequest: Sendable, Equatable {
    case reload
    /// - Parameter signal: the number of the signal that asked for it
    case stop(signal: Int32)
}

/// The signals of an operator, taken one by one by one thread; every other thread blocks them.
package enum OperatorSignals {
    /// To be called before any thread starts, because threads inherit it. SIGPIPE is ignored: a web server
    /// that went away shows as a failed write.
    package static func block() {
        signal(SIGPIPE, SIG_IGN)
        var set = signals
        pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    /// From here on they end the process as usual, those that have come meanwhile included.
    package static func unblock() {
        var set = signals
        pthread_sigmask(SIG_UNBLOCK, &set, nil)
    }

    /// Waits for the next one: SIGHUP is to reload; SIGTERM and SIGINT are to stop, and so is SIGUSR1, as
    /// libfcgi has it.
    package static func next() -> OperatorRequest {
        var set = signals
        var number: Int32 = 0
        // It fails only for a set that holds an invalid number.
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
