import Admission

/// Signals that are measured on this machine, without another program.
struct MachineSignalReader {
    let reading: Reading
    let entry: Reading.Entry

    func file() -> [SignalPolicy] {
        // The path alone may stand in place of the settings.
        if entry.value.plainText != nil {
            return list(path(entry.value).map { SignalPolicy(.file(FileSignal(path: $0))) })
        }
        guard let signal = SignalSection(switch: entry, ["path"], reading) else { return [] }
        let path = signal.section.required("path").flatMap { self.path($0) }
        return list(signal.policy(path.map { .file(FileSignal(path: $0)) }, nil))
    }

    func loadAverage() -> [SignalPolicy] {
        guard let signal = SignalSection(measured: entry, ["per_core"], [.above], reading) else {
            return []
        }
        let thresholds = SignalThresholds(reading: reading, units: [.number])
            .read(signal.section, .above)
        let perCore = signal.section.flag("per_core", default: false)
        return list(
            signal.policy(.loadAverage(LoadAverageSignal(perCore: perCore)), thresholds?.values))
    }

    func pressure() -> [SignalPolicy] {
        let keys = ["resource", "kind", "cgroup"]
        guard let signal = SignalSection(measured: entry, keys, [.above], reading) else {
            return []
        }
        let resource = signal.section.required("resource").flatMap {
            reading.choice($0, "\"resource\"", among: PressureResource.allCases)
        }
        let stall = signal.section.choice("kind", among: PressureSignal.Stall.allCases) ?? .some
        let cgroup = self.cgroup(signal.section)
        let thresholds = SignalThresholds(reading: reading, units: [.percent])
            .read(signal.section, .above)
        guard case .success(let cgroup) = cgroup else {
            _ = signal.policy(nil, nil)
            return []
        }
        return list(
            signal.policy(
                resource.map { .pressure(PressureSignal($0, stall: stall, cgroup: cgroup)) },
                thresholds?.values))
    }

    func memoryAvailable() -> [SignalPolicy] {
        guard let signal = SignalSection(measured: entry, ["cgroup"], [.below], reading) else {
            return []
        }
        let cgroup = self.cgroup(signal.section)
        let thresholds = SignalThresholds(reading: reading, units: [.percent, .bytes])
            .read(signal.section, .below)
        guard case .success(let cgroup) = cgroup, let thresholds else {
            _ = signal.policy(nil, nil)
            return []
        }
        let measure: MemoryAvailableSignal.Measure = thresholds.unit == .bytes ? .bytes : .share
        return list(
            signal.policy(
                .memoryAvailable(MemoryAvailableSignal(measure, cgroup: cgroup)), thresholds.values)
        )
    }

    private func path(_ node: Node) -> String? {
        guard let text = reading.text(node, "\"path\"") else { return nil }
        if text.hasPrefix("/") { return text }
        reading.error(
            "the path \(Quoting.quoted(text)) must be absolute: it must begin with \"/\"", at: node)
        return nil
    }

    private struct Malformed: Error {}

    /// A path below the mount point of the control groups. Nil where the whole machine is meant.
    private func cgroup(_ section: Section) -> Result<String?, Malformed> {
        guard let node = section["cgroup"] else { return .success(nil) }
        guard let text = reading.text(node, "\"cgroup\"") else { return .failure(Malformed()) }
        let parts = text.split(separator: "/")
        if text.hasPrefix("/"), !parts.isEmpty, !parts.contains(".."), !text.hasPrefix("/sys/fs/") {
            return .success("/" + parts.joined(separator: "/"))
        }
        reading.error(
            "\"cgroup\" must be a path as in /proc/PID/cgroup, "
                + "such as /system.slice/php-fpm.service, not \(Quoting.quoted(text))", at: node)
        return .failure(Malformed())
    }

    private func list(_ policy: SignalPolicy?) -> [SignalPolicy] { policy.map { [$0] } ?? [] }
}
