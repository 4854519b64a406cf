import Admission

/// The thresholds of a signal, with their units.
struct SignalThresholds {
    let reading: Reading
    /// The units that the values may have.
    let units: [SignalQuantity.Unit]

    /// How the keys are called where high values mean busy, and where low ones do.
    struct Words {
        let sense: Thresholds.Sense
        let busy: String
        let resume: String

        static let above = Words(sense: .above, busy: "above", resume: "resume_below")
        static let below = Words(sense: .below, busy: "below", resume: "resume_above")

        var keys: [String] { [busy, resume, "shed_from"] }
    }

    /// Nil where something is wrong with them, or they are missing.
    /// - Parameter title: of the section, in messages
    func read(_ section: Section, _ words: Words) -> (values: Thresholds, unit: SignalUnit)? {
        let busy = section.required(words.busy).flatMap { quantity($0, words.busy) }
        let resume = section[words.resume].flatMap { quantity($0, words.resume) }
        let shedFrom = section["shed_from"].flatMap { quantity($0, "shed_from") }
        guard let busy else { return nil }
        guard isFitting(resume, section, words.resume, busy, words),
            isFitting(shedFrom, section, "shed_from", busy, words)
        else { return nil }
        let values =
            switch words.sense {
            case .above:
                Thresholds(
                    above: busy.value, resumeBelow: resume?.value, shedFrom: shedFrom?.value)
            case .below:
                Thresholds(
                    below: busy.value, resumeAbove: resume?.value, shedFrom: shedFrom?.value)
            }
        return (values, busy.unit.signalUnit)
    }

    /// The same where either high or low values may mean busy.
    func readEither(_ section: Section) -> (values: Thresholds, unit: SignalUnit)? {
        guard section.has("below") else { return read(section, .above) }
        if section.has("above") {
            reading.error(
                "\"above\" and \"below\" exclude each other: "
                    + "for both, write two signals", at: section.node)
            return nil
        }
        for key in ["resume_below"] {
            if let node = section[key] {
                reading.error("\"\(key)\" belongs to \"above\"; here is \"below\"", at: node)
            }
        }
        return read(section, .below)
    }

    private func quantity(_ node: Node, _ key: String) -> SignalQuantity? {
        guard let text = reading.text(node, Quoting.quoted(key)) else { return nil }
        if let quantity = SignalQuantity(parsing: text, units) { return quantity }
        reading.error(
            "\(Quoting.quoted(key)) must be \(SignalQuantity.grammar(units)), "
                + "not \(Quoting.quoted(text))", at: node)
        return nil
    }

    /// Whether a value is of the unit of the first threshold, and on the free side of it.
    private func isFitting(
        _ quantity: SignalQuantity?, _ section: Section, _ key: String, _ busy: SignalQuantity,
        _ words: Words
    ) -> Bool {
        guard let quantity, let node = section[key] else { return true }
        if quantity.unit != busy.unit {
            reading.error(
                "\(Quoting.quoted(key)) must have the unit of \"\(words.busy)\": both in percent, "
                    + "or neither", at: node)
            return false
        }
        let isBeyond =
            words.sense == .above ? quantity.value > busy.value : quantity.value < busy.value
        let over = words.sense == .above ? "over" : "under"
        if key == words.resume, isBeyond {
            reading.error(
                "\"\(key)\" must not be \(over) \"\(words.busy)\": "
                    + "it would be busy and free at once between them", at: node)
            return false
        }
        if key == "shed_from", isBeyond || quantity.value == busy.value {
            let under = words.sense == .above ? "under" : "over"
            reading.error(
                "\"shed_from\" must be \(under) \"\(words.busy)\": between the two, a growing part of "
                    + "the clients is refused", at: node)
            return false
        }
        return true
    }
}

/// A number over 0 with its unit.
struct SignalQuantity {
    enum Unit {
        case number
        case percent
        case bytes

        var signalUnit: SignalUnit {
            switch self {
            case .number: .number
            case .percent: .percent
            case .bytes: .bytes
            }
        }
    }

    let value: Double
    let unit: Unit

    private static let byteUnits: [(name: String, factor: Double)] = [
        ("KiB", 1024), ("MiB", 1_048_576), ("GiB", 1_073_741_824), ("TiB", 1_099_511_627_776),
    ]

    /// A number without a unit is in percent where numbers may not be anything else.
    init?(parsing text: String, _ units: [Unit]) {
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        guard let number = Double(digits), number > 0, number <= 1e15 else { return nil }
        switch text[digits.endIndex...] {
        case "%" where units.contains(.percent) && number <= 100:
            (value, unit) = (number, .percent)
        case "" where units.contains(.number):
            (value, unit) = (number, .number)
        case "" where units == [.percent] && number <= 100:
            (value, unit) = (number, .percent)
        case let name where units.contains(.bytes):
            guard let factor = Self.byteUnits.first(where: { $0.name == name })?.factor else {
                return nil
            }
            (value, unit) = (number * factor, .bytes)
        default: return nil
        }
    }

    static func grammar(_ units: [Unit]) -> String {
        switch units {
        case [.percent]: "a percentage over 0, such as 40%"
        case [.percent, .bytes]: "a percentage such as 5%, or an amount such as 500MiB or 2GiB"
        case [.percent, .number]: "a percentage such as 90%, or a number of processes"
        default: "a number over 0, such as 1.5"
        }
    }
}
