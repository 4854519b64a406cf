import Admission

/// `busy`: the signals that say whether a Site is too busy.
struct SignalReader {
    let reading: Reading

    static let available = [
        "file", "load_average", "pressure", "memory_available", "php_fpm", "http", "agent",
        "command",
    ]

    func read(_ section: Section) -> [SignalPolicy] {
        guard let busy = section.section("busy", keys: ["any"]) else { return [] }
        return (busy.list("any") ?? []).flatMap { signal($0) }
    }

    /// One entry of the list may be several signals, each with its own thresholds.
    private func signal(_ node: Node) -> [SignalPolicy] {
        guard let pairs = reading.pairs(of: node, "a signal") else { return [] }
        guard let entry = pairs.first, pairs.count == 1 else {
            reading.error(
                "a signal is one key, such as \"file\", with its settings; "
                    + "here are \(pairs.count)", at: node)
            return []
        }
        let machine = MachineSignalReader(reading: reading, entry: entry)
        let programs = ProgramSignalReader(reading: reading, entry: entry)
        switch entry.key {
        case "file": return machine.file()
        case "load_average": return machine.loadAverage()
        case "pressure": return machine.pressure()
        case "memory_available": return machine.memoryAvailable()
        case "php_fpm": return programs.phpFPM()
        case "http": return programs.http()
        case "agent": return programs.agent()
        case "command": return programs.command()
        case let name:
            let known = reading.suggestion(for: name, among: SignalReader.available)
            let hint = " (available: \(SignalReader.available.joined(separator: ", ")))"
            reading.error(
                "unknown signal \(Quoting.quoted(name))\(known.isEmpty ? hint : known)",
                at: entry.keyNode)
            return []
        }
    }
}

/// The settings of one signal.
struct SignalSection {
    let reading: Reading
    let section: Section

    private static let common = ["interval", "timeout", "dwell", "on_failure"]

    /// A switch, which says by itself whether it means busy. Nil where the value is not a mapping.
    init?(switch entry: Reading.Entry, _ keys: [String], _ reading: Reading) {
        self.init(entry, keys, reading)
    }

    /// A value with thresholds.
    init?(
        measured entry: Reading.Entry, _ keys: [String], _ words: [SignalThresholds.Words],
        _ reading: Reading
    ) {
        self.init(entry, keys + words.flatMap(\.keys) + ["smooth"], reading)
    }

    private init?(_ entry: Reading.Entry, _ keys: [String], _ reading: Reading) {
        guard
            let section = Section(
                entry.value, Quoting.quoted(entry.key), keys: keys + Self.common, reading)
        else { return nil }
        self.section = section
        self.reading = reading
    }

    /// - Parameters:
    ///   - source: nil where something is wrong with it; what is wrong with the rest is reported all the same
    ///   - thresholds: likewise; not looked at for a switch
    func policy(_ source: SignalSource?, _ thresholds: Thresholds?) -> SignalPolicy? {
        let interval = section.milliseconds("interval", in: 100...3_600_000)
        let timeout = section.milliseconds("timeout", in: 10...60_000)
        let dwell = section.milliseconds("dwell", in: 0...86_400_000)
        let smooth = section.milliseconds("smooth", in: 100...3_600_000)
        let failure = section.choice("on_failure", among: SignalFailure.allCases)
        guard let source, source.fixedThresholds != nil || thresholds != nil else { return nil }
        var policy = SignalPolicy(source, thresholds)
        if let interval { policy.interval = .milliseconds(interval) }
        if let timeout { policy.timeout = .milliseconds(timeout) }
        if let dwell { policy.dwell = .milliseconds(dwell) }
        if let failure { policy.onFailure = failure }
        policy.smooth = smooth.map { .milliseconds($0) }
        return policy
    }
}
