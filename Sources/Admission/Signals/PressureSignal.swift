internal import Probing

package enum PressureResource: String, Sendable, CaseIterable {
    case cpu
    case memory
    case io
}

/// Linux's pressure stall information: in which part of the last ten seconds, in percent, some thread had
/// to wait for the resource, or all of them had to (kernel documentation, "PSI").
package struct PressureSignal: SignalKind {
    package enum Stall: String, Sendable, CaseIterable {
        /// At least one thread waited.
        case some
        /// All threads that were not idle waited.
        case full
    }

    package let resource: PressureResource
    package let stall: Stall
    /// Below the mount point of cgroup 2, such as `/system.slice/php-fpm.service`; nil for the whole machine.
    package let cgroup: String?

    package init(_ resource: PressureResource, stall: Stall = .some, cgroup: String? = nil) {
        self.resource = resource
        self.stall = stall
        self.cgroup = cgroup
    }

    var key: String { "pressure" }
    package var name: String {
        let full = stall == .full ? " (full)" : ""
        return "\(resource) pressure\(full)" + (cgroup.map { " of \($0)" } ?? "")
    }
    package var unit: SignalUnit { .percent }
    var question: ProbeQuestion { .pressure(resource, cgroup: cgroup) }

    func value(of answer: ProbeAnswer) throws(ProbeFailure) -> Double {
        guard case .pressure(let pressure) = answer else {
            preconditionFailure("asked for pressure")
        }
        guard let value = stall == .some ? pressure.some : pressure.full else {
            throw .answer("the kernel does not tell \"\(stall)\" for \(resource)")
        }
        return value
    }

    static func measurement(
        _ resource: PressureResource, _ cgroup: String?
    ) -> ProbeQuestion.Measurement {
        let folder = cgroup.map { path in CgroupMounts.current.unified.map { $0 + path } }
        return ProbeQuestion.measuring { _ throws(ProbeFailure) in
            guard let folder else {
                return .pressure(
                    Pressure(parsing: try KernelFile.text("/proc/pressure/\(resource)")))
            }
            guard let folder else { throw .answer("cgroup 2 is not mounted on this machine") }
            return .pressure(
                Pressure(parsing: try KernelFile.text("\(folder)/\(resource).pressure")))
        }
    }
}

/// What a pressure file says: `some avg10=1.50 avg60=…`, and a line `full …`.
struct Pressure: Sendable, Equatable {
    /// Over the last ten seconds, in percent.
    let some: Double?
    let full: Double?

    init(parsing text: String) {
        var averages: [Substring: Double] = [:]
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count > 1, words[1].hasPrefix("avg10=") else { continue }
            averages[words[0]] = Double(words[1].dropFirst("avg10=".count))
        }
        some = averages["some"]
        full = averages["full"]
    }
}
