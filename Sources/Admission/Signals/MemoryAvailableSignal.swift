internal import Probing

/// The memory that programs can still get without swapping; little of it means busy.
package struct MemoryAvailableSignal: SignalKind {
    package enum Measure: Sendable, Hashable {
        /// Percent of all memory, or of what the control group may use.
        case share
        case bytes
    }

    package let measure: Measure
    /// Such as `/system.slice/php-fpm.service`; nil for the whole machine.
    package let cgroup: String?

    package init(_ measure: Measure, cgroup: String? = nil) {
        self.measure = measure
        self.cgroup = cgroup
    }

    var key: String { "memory_available" }
    package var name: String { "memory available" + (cgroup.map { " to \($0)" } ?? "") }
    package var unit: SignalUnit { measure == .share ? .percent : .bytes }
    var question: ProbeQuestion { .memory(cgroup: cgroup) }

    func value(of answer: ProbeAnswer) -> Double {
        guard case .memory(let memory) = answer else { preconditionFailure("asked for memory") }
        return measure == .share ? memory.share : memory.bytes
    }

    static func measurement(_ cgroup: String?) -> ProbeQuestion.Measurement {
        guard let cgroup else {
            return ProbeQuestion.measuring { _ throws(ProbeFailure) in
                .memory(try AvailableMemory.ofMachine())
            }
        }
        let mounts = CgroupMounts.current
        return ProbeQuestion.measuring { _ throws(ProbeFailure) in
            .memory(try AvailableMemory.of(cgroup, mounts))
        }
    }
}

struct AvailableMemory: Sendable, Equatable {
    /// Percent.
    let share: Double
    let bytes: Double

    private init(bytes: Double, of total: Double) {
        self.bytes = max(0, bytes)
        share = total > 0 ? max(0, bytes) / total * 100 : 0
    }

    private init(share: Double, bytes: Double) {
        self.share = share
        self.bytes = bytes
    }

    private func smaller(_ other: AvailableMemory) -> AvailableMemory {
        AvailableMemory(share: min(share, other.share), bytes: min(bytes, other.bytes))
    }

    /// MemAvailable is the kernel's own estimate (proc_meminfo(5)).
    static func ofMachine(_ path: String = "/proc/meminfo") throws(ProbeFailure) -> AvailableMemory
    {
        let numbers = try KernelFile.numbers(path)
        guard let available = numbers["MemAvailable"], let total = numbers["MemTotal"] else {
            throw .answer("the kernel does not tell MemAvailable and MemTotal")
        }
        return AvailableMemory(bytes: available * 1024, of: total * 1024)
    }

    /// What a control group may still use: the least of its own limit's rest, those of the groups above it,
    /// and the machine's. Files that nobody used lately (`inactive_file`) count as available, as they do in
    /// MemAvailable: the kernel drops them first.
    static func of(
        _ cgroup: String, _ mounts: CgroupMounts, machine: String = "/proc/meminfo"
    ) throws(ProbeFailure) -> AvailableMemory {
        var least = try ofMachine(machine)
        var isFound = false
        for path in groups(from: cgroup) {
            if let mount = mounts.unified, KernelFile.exists("\(mount)\(path)/memory.current") {
                isFound = true
                if let rest = try unified("\(mount)\(path)") { least = least.smaller(rest) }
            } else if let mount = mounts.memory,
                KernelFile.exists("\(mount)\(path)/memory.usage_in_bytes")
            {
                isFound = true
                if let rest = try first("\(mount)\(path)") { least = least.smaller(rest) }
            }
        }
        guard isFound else {
            throw .answer("there is no control group \(cgroup) with memory.current")
        }
        return least
    }

    /// `/a/b`, then `/a`. The root has no limit.
    private static func groups(from cgroup: String) -> [Substring] {
        var paths: [Substring] = []
        var path = cgroup[...]
        while let slash = path.lastIndex(of: "/") {
            if path.count > 1, !path.hasSuffix("/") { paths.append(path) }
            path = path[..<slash]
        }
        return paths
    }

    /// Nil without a limit. Above `memory.high` the kernel slows a group down, so that counts as its end.
    private static func unified(_ folder: String) throws(ProbeFailure) -> AvailableMemory? {
        let limits = try ["max", "high"].map { name throws(ProbeFailure) in
            // “max” means none.
            Double(try KernelFile.text("\(folder)/memory.\(name)").dropLast())
        }
        let used = try KernelFile.text("\(folder)/memory.current")
        let inactive = try KernelFile.numbers("\(folder)/memory.stat")["inactive_file"]
        return rest(
            of: limits.compactMap(\.self).min(), used: Double(used.dropLast()), inactive: inactive)
    }

    /// cgroup 1, whose unlimited groups have a limit beyond any machine's memory.
    private static func first(_ folder: String) throws(ProbeFailure) -> AvailableMemory? {
        let limit = try KernelFile.text("\(folder)/memory.limit_in_bytes")
        let used = try KernelFile.text("\(folder)/memory.usage_in_bytes")
        let inactive = try KernelFile.numbers("\(folder)/memory.stat")["total_inactive_file"]
        return rest(of: Double(limit.dropLast()), used: Double(used.dropLast()), inactive: inactive)
    }

    private static func rest(of limit: Double?, used: Double?, inactive: Double?)
        -> AvailableMemory?
    {
        guard let limit, let used else { return nil }
        return AvailableMemory(bytes: min(limit, limit - used + (inactive ?? 0)), of: limit)
    }
}
