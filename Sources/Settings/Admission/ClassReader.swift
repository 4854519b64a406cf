import Admission
import Distribution

/// `classes` of `admission`.
struct ClassReader {
    let reading: Reading
    let conditions: ConditionReader
    let hasRate: Bool
    let hasIndicator: Bool

    struct Result {
        let admission: AdmissionClass
        let request: RequestClass
        /// `customer when indicator [customer]`
        let text: String
        let line: Int
    }

    /// At most as many as the door takes; whatever is wrong with them is reported.
    func read(_ admission: Section) -> [Result] {
        let nodes = admission.list("classes") ?? []
        let limit = SignalVerdicts.classLimit - 1
        if nodes.count > limit {
            reading.error(
                "there are \(nodes.count) classes; at most \(limit) can stand here, beside \"normal\"",
                at: nodes[limit])
        }
        var lines: [String: Int] = [:]
        let classes = nodes.prefix(limit).compactMap { read($0, &lines) }
        checkShares(classes, admission)
        return classes
    }

    private func read(_ node: Node, _ lines: inout [String: Int]) -> Result? {
        let keys = ["class", "when", "always", "thresholds", "share"]
        guard let section = Section(node, "a class", keys: keys, reading) else { return nil }
        let name = section.required("class").flatMap { self.name($0, &lines) }
        let when = section.required("when").flatMap {
            conditions.read($0, without: "it would be everybody's class", ofClass: true)
        }
        if let indicator = section["when"]?["indicator"], !hasIndicator {
            reading.error(
                "\"indicator\" asks for a cookie that \"admission\" does not name: add \"indicator\" there",
                at: indicator)
        }
        let isAlways = section.flag("always", default: false)
        let factor = section["thresholds"].flatMap { self.factor($0) }
        let share = section["share"].flatMap { self.share($0) }
        if isAlways { checkNeedless(section) }
        guard let name, let when else { return nil }
        return Result(
            admission: AdmissionClass(
                name: name, isAlways: isAlways, thresholdFactor: factor ?? 1,
                share: isAlways ? nil : share),
            request: RequestClass(name: name, conditions: when.map(\.condition)),
            text: "\(name) when \(when.map(\.text).joined(separator: " and "))", line: node.line)
    }

    private func name(_ node: Node, _ lines: inout [String: Int]) -> String? {
        guard let name = reading.className(node) else { return nil }
        if name == AdmissionClass.normal.name {
            reading.error(
                "\"normal\" is the class of whoever belongs to no other: give this one another name",
                at: node)
            return nil
        }
        if let line = lines[name] {
            reading.error("the class \(Quoting.quoted(name)) is already at line \(line)", at: node)
            return nil
        }
        lines[name] = node.line
        return name
    }

    private func factor(_ node: Node) -> Double? {
        guard let factor = reading.positive(node, "\"thresholds\"") else { return nil }
        if (0.1...10).contains(factor) { return factor }
        reading.error(
            "\"thresholds\" is a factor on the thresholds of the signals, from 0.1 to 10", at: node)
        return nil
    }

    private func share(_ node: Node) -> Double? {
        guard let text = reading.text(node, "\"share\"") else { return nil }
        guard text.hasSuffix("%"), let percent = Int(text.dropLast()), (1...100).contains(percent)
        else {
            reading.error(
                "\"share\" must be a part of the rate from 1% to 100%, not \(Quoting.quoted(text))",
                at: node)
            return nil
        }
        if !hasRate {
            reading.error(
                "\"share\" is a part of the rate, and there is none: add \"sessions\" to \"admission\"",
                at: node)
        }
        return Double(percent) / 100
    }

    private func checkNeedless(_ section: Section) {
        for key in ["thresholds", "share"] {
            guard let node = section[key] else { continue }
            reading.error(
                "a class that is \"always\" admitted has no use for \"\(key)\": leave one of them out",
                at: node)
        }
    }

    private func checkShares(_ classes: [Result], _ admission: Section) {
        guard let node = admission["classes"] else { return }
        let sum = classes.reduce(0) { $0 + ($1.admission.share ?? 0) }
        // A hundredth is not exact in binary.
        if sum > 1.0001 {
            reading.error(
                "the shares of all classes add up to \(Int((sum * 100).rounded()))%; "
                    + "at most 100% can be shared", at: node)
        } else if sum > 0.9999 {
            reading.warn(
                "the shares add up to 100%: while all classes use theirs, whoever has no share gets nothing",
                at: node)
        }
    }
}

extension Reading {
    /// The name of a class.
    func className(_ node: Node) -> String? {
        text(node, "\"class\"").flatMap { className($0, at: node) }
    }

    /// The name of a class as a text that was read.
    func className(_ text: String, at node: Node) -> String? {
        if RequestClass.isName(text) { return text }
        error(
            "\(Quoting.quoted(text)) can't be a class: write 1 to 32 letters, digits, \"-\" or \"_\"",
            at: node)
        return nil
    }
}
