internal import Glibc
internal import Probing
internal import SystemCalls

/// The load average over one minute: how many threads run, wait for a processor, or wait for a disk
/// (getloadavg(3)).
package struct LoadAverageSignal: SignalKind {
    /// The value is divided by the number of processors.
    package let perCore: Bool

    package init(perCore: Bool) { self.perCore = perCore }

    var key: String { "load_average" }
    package var name: String { perCore ? "load average per core" : "load average" }
    var question: ProbeQuestion { .loadAverage }

    func value(of answer: ProbeAnswer) -> Double {
        guard case .number(let load) = answer else { preconditionFailure("asked for the load") }
        return perCore ? load / Double(max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))) : load
    }

    static func measure() throws(ProbeFailure) -> Double {
        var load = 0.0
        // getloadavg(3) sets no errno of its own when it fails.
        errno = 0
        guard getloadavg(&load, 1) == 1 else {
            throw .system(SystemCallError("getloadavg", number: errno == 0 ? EIO : errno))
        }
        return load
    }
}
