import Admission

/// `busy`: the signals that say whether a Site is too busy.
struct SignalReader {
    let reading: Reading

    private static let available = ["file", "load_average"]
    /// Signals that the format knows and this version does not measure.
    private static let unavailable = [
        "pressure", "memory_available", "admissions", "http", "agent", "command",
    ]

    func read(_ section: Section) -> [SignalPolicy] {
        guard let busy = section.section("busy", keys: ["any"]) else { return [] }
        return (busy.list("any") ?? []).compactMap { signal($0) }
    }

    private func signal(_ node: Node) -> SignalPolicy? {
        guard let pairs = reading.pairs(of: node, "a signal") else { return nil }
        guard let entry = pairs.first, pairs.count == 1 else {
            reading.error(
                "a signal is one key, such as \"file\", with its settings; "
                    + "here are \(pairs.count)", at: node)
            return nil
        }
        switch entry.key {
        case "file": return file(entry)
        case "load_average": return loadAverage(entry)
        case let name where SignalReader.unavailable.contains(name):
            reading.error(
                "signal \(Quoting.quoted(name)) is not available in this version; available: "
                    + SignalReader.available.joined(separator: ", "), at: entry.keyNode)
        case let name:
            let known = reading.suggestion(for: name, among: SignalReader.available)
            let hint = " (available: \(SignalReader.available.joined(separator: ", ")))"
            reading.error(
                "unknown signal \(Quoting.quoted(name))\(known.isEmpty ? hint : known)",
                at: entry.keyNode)
        }
        return nil
    }

    private func file(_ entry: Reading.Entry) -> SignalPolicy? {
        if entry.value.plainText != nil {
            return path(entry.value).map { SignalPolicy(source: .file(path: $0)) }
        }
        guard let section = settings(entry, ["path"]),
            let path = section.required("path").flatMap({ path($0) })
        else { return nil }
        return policy(.file(path: path), section)
    }

    private func path(_ node: Node) -> String? {
        guard let text = reading.text(node, "\"path\"") else { return nil }
        if text.hasPrefix("/") { return text }
        reading.error(
            "the path \(Quoting.quoted(text)) must be absolute: it must begin with \"/\"", at: node)
        return nil
    }

    private func loadAverage(_ entry: Reading.Entry) -> SignalPolicy? {
        guard let section = settings(entry, ["above", "resume_below", "per_core"]) else {
            return nil
        }
        let above = section.required("above").flatMap { reading.positive($0, "\"above\"") }
        let resume = section["resume_below"].flatMap { reading.positive($0, "\"resume_below\"") }
        let perCore = section.flag("per_core", default: false)
        guard let above else { return nil }
        if let resume, resume > above, let node = section["resume_below"] {
            reading.error(
                "\"resume_below\" must not be over \"above\": "
                    + "it would be busy and free at once between them", at: node)
            return nil
        }
        return policy(
            .loadAverage(above: above, resumeBelow: resume ?? above, perCore: perCore), section)
    }

    private func settings(_ entry: Reading.Entry, _ keys: [String]) -> Section? {
        Section(
            entry.value, Quoting.quoted(entry.key),
            keys: keys + ["interval", "dwell", "on_failure"],
            reading)
    }

    private func policy(_ source: SignalSource, _ section: Section) -> SignalPolicy {
        var policy = SignalPolicy(source: source)
        if let interval = section.milliseconds("interval", in: 100...3_600_000) {
            policy.interval = .milliseconds(interval)
        }
        if let dwell = section.milliseconds("dwell", in: 0...86_400_000) {
            policy.minimumDwell = .milliseconds(dwell)
        }
        if let failure = section.choice("on_failure", among: SignalFailure.allCases) {
            policy.onFailure = failure
        }
        return policy
    }
}
