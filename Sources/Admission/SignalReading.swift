internal import Glibc

/// The result of one measurement of a signal.
package enum SignalReading: Sendable, Equatable {
    case value(Double)
    /// With the `errno` of the call that failed.
    case unreadable(Int32)

    /// Measures a signal: 1 for a file that exists and 0 for one that does not; the load average, divided by
    /// the number of cores where the thresholds are per core.
    package static func measure(_ source: SignalSource) -> SignalReading {
        switch source {
        case .file(let path): file(path)
        case .loadAverage(_, _, let perCore): loadAverage(perCore: perCore)
        }
    }

    private static func file(_ path: String) -> SignalReading {
        guard access(path, F_OK) != 0 else { return .value(1) }
        let failure = errno
        return failure == ENOENT ? .value(0) : .unreadable(failure)
    }

    private static func loadAverage(perCore: Bool) -> SignalReading {
        var load = 0.0
        // getloadavg(3) sets no errno of its own when it fails.
        errno = 0
        guard getloadavg(&load, 1) == 1 else { return .unreadable(errno == 0 ? EIO : errno) }
        let cores = perCore ? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) : 1
        return .value(load / Double(cores))
    }
}

extension SignalSource {
    /// The thresholds for the values that `SignalReading.measure` gives.
    func hysteresis(minimumDwell: Duration) -> Hysteresis {
        switch self {
        case .file:
            Hysteresis(above: 0.5, resumeBelow: 0.5, minimumDwell: minimumDwell)
        case .loadAverage(let above, let resumeBelow, _):
            Hysteresis(above: above, resumeBelow: resumeBelow, minimumDwell: minimumDwell)
        }
    }
}
