import Admission
import Probing

/// Signals for which another program is asked.
struct ProgramSignalReader {
    let reading: Reading
    let entry: Reading.Entry

    // MARK: php_fpm

    /// The part of the processes, their listen queue, or both.
    func phpFPM() -> [SignalPolicy] {
        let keys = ["socket", "status_path", "listen_queue"]
        guard let signal = SignalSection(measured: entry, keys, [.above], reading) else {
            return []
        }
        let section = signal.section
        let address = section.required("socket").flatMap { reading.peerAddress($0, "\"socket\"") }
        let path = statusPath(section)
        let pool = address.flatMap { address in
            path.map { PHPFPMPool(address: address, statusPath: $0) }
        }
        var policies: [SignalPolicy?] = []
        let hasProcesses = section.has("above") || !section.has("listen_queue")
        if hasProcesses {
            let thresholds = SignalThresholds(reading: reading, units: [.percent, .number])
                .read(section, .above)
            let number: PHPFPMSignal.Number = thresholds?.unit == .percent ? .activeShare : .active
            policies.append(
                signal.policy(pool.map { .phpFPM(PHPFPMSignal($0, number)) }, thresholds?.values))
        } else {
            for key in ["resume_below", "shed_from"] {
                if let node = section[key] {
                    reading.error("\"\(key)\" needs \"above\" beside it", at: node)
                }
            }
        }
        if section.has("listen_queue") {
            let queue = section.section(
                "listen_queue", keys: SignalThresholds.Words.above.keys)
            let thresholds = queue.flatMap {
                SignalThresholds(reading: reading, units: [.number]).read($0, .above)
            }
            policies.append(
                signal.policy(
                    pool.map { .phpFPM(PHPFPMSignal($0, .listenQueue)) }, thresholds?.values))
        }
        return policies.compactMap(\.self)
    }

    private func statusPath(_ section: Section) -> String? {
        guard let node = section["status_path"] else {
            return section.has("status_path") ? nil : "/status"
        }
        guard let text = reading.text(node, "\"status_path\"") else { return nil }
        if text.hasPrefix("/") { return text }
        reading.error(
            "\"status_path\" must begin with \"/\", as pm.status_path in PHP-FPM's pool does, "
                + "not \(Quoting.quoted(text))", at: node)
        return nil
    }

    // MARK: http

    func http() -> [SignalPolicy] {
        let keys = ["url", "busy_status", "number_after"]
        guard
            let signal = SignalSection(
                measured: entry, keys, [.above, .below], reading)
        else { return [] }
        let section = signal.section
        let location = section.required("url").flatMap { self.location($0) }
        if let node = section["number_after"] {
            if let status = section["busy_status"] {
                reading.error(
                    "\"busy_status\" and \"number_after\" exclude each other: "
                        + "for both, write two signals", at: status)
            }
            let text = reading.text(node, "\"number_after\"")
            let thresholds = SignalThresholds(reading: reading, units: [.number])
                .readEither(section)
            let source = location.flatMap { location in
                text.map { SignalSource.http(HTTPSignal(location, .numberAfter($0))) }
            }
            return list(signal.policy(source, thresholds?.values))
        }
        refuseThresholds(section, without: "number_after")
        let statuses = busyStatuses(section)
        return list(
            signal.policy(location.map { .http(HTTPSignal($0, .status(statuses))) }, nil))
    }

    private func busyStatuses(_ section: Section) -> [Int] {
        guard let node = section["busy_status"] else { return [503] }
        return reading.oneOrMore(node, "\"busy_status\"").compactMap {
            reading.integer($0, "\"busy_status\"", in: 200...599)
        }
    }

    private func location(_ node: Node) -> HTTPLocation? {
        guard let text = reading.text(node, "\"url\"") else { return nil }
        do throws(HTTPLocation.Malformed) {
            return try HTTPLocation(parsing: text)
        } catch {
            reading.error("the URL \(Quoting.quoted(text)) \(error)", at: node)
            return nil
        }
    }

    // MARK: agent

    func agent() -> [SignalPolicy] {
        guard let signal = SignalSection(switch: entry, ["address"], reading) else { return [] }
        let address = signal.section.required("address").flatMap {
            reading.peerAddress($0, "\"address\"")
        }
        return list(signal.policy(address.map { .agent(AgentSignal($0)) }, nil))
    }

    // MARK: command

    func command() -> [SignalPolicy] {
        guard let signal = SignalSection(measured: entry, ["run"], [.above, .below], reading)
        else { return [] }
        let section = signal.section
        let arguments = section.required("run").flatMap { self.arguments($0) }
        let printsNumber = section.has("above") || section.has("below")
        if !printsNumber { refuseThresholds(section, without: "above") }
        let thresholds =
            printsNumber
            ? SignalThresholds(reading: reading, units: [.number]).readEither(section) : nil
        return list(
            signal.policy(
                arguments.map { .command(CommandSignal($0, printsNumber: printsNumber)) },
                thresholds?.values))
    }

    /// A program's path and its arguments. There is no shell, which would take some of them apart.
    private func arguments(_ node: Node) -> [String]? {
        let nodes = reading.oneOrMore(node, "\"run\"")
        let words = nodes.compactMap { reading.text($0, "an argument of \"run\"") }
        guard let program = words.first, words.count == nodes.count else { return nil }
        guard program.hasPrefix("/") else {
            reading.error(
                "\"run\" must begin with the absolute path of a program, "
                    + "not \(Quoting.quoted(program))", at: nodes[0])
            return nil
        }
        if nodes.count == 1, program.contains(" ") {
            reading.error(
                "\"run\" goes to no shell: write the program and each argument as an item of a list, "
                    + "such as [/usr/bin/program, --option]", at: nodes[0])
            return nil
        }
        return words
    }

    // MARK: Common

    /// Reports what only values with a number have.
    private func refuseThresholds(_ section: Section, without key: String) {
        for name in ["above", "resume_below", "below", "resume_above", "shed_from", "smooth"] {
            if let node = section[name], name != key {
                reading.error("\"\(name)\" needs \"\(key)\" beside it", at: node)
            }
        }
    }

    private func list(_ policy: SignalPolicy?) -> [SignalPolicy] { policy.map { [$0] } ?? [] }
}

extension Reading {
    /// Where a program listens.
    func peerAddress(_ node: Node, _ title: String) -> PeerAddress? {
        guard let text = text(node, title) else { return nil }
        if let address = PeerAddress(parsing: text) { return address }
        let hint = text.hasPrefix("/") ? "; did you mean \"unix:\(text)\"?" : ""
        error(
            "\(title) must be unix:/run/name.sock, address:port or name:port, "
                + "not \(Quoting.quoted(text))\(hint)", at: node)
        return nil
    }
}
