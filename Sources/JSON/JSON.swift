/// A JSON value (RFC 8259), to be written.
package enum JSON: Sendable, Equatable {
    case text(String)
    case number(Int64)
    /// Must be finite: JSON has no other numbers.
    case decimal(Double)
    case flag(Bool)
    case list([JSON])
    /// Members that are nil are left out.
    case object([String: JSON?])

    /// For programs, and readable: members in the order of their names, each on a line of its own; with a
    /// line break at the end.
    package var pretty: String {
        var text = ""
        append(to: &text, indentation: "")
        return text + "\n"
    }

    /// For programs, in one line without a line break.
    package var compact: String {
        var text = ""
        append(to: &text)
        return text
    }

    private func append(to text: inout String) {
        switch self {
        case .text, .number, .decimal, .flag: append(to: &text, indentation: "")
        case .list(let elements):
            text += "["
            for (index, element) in elements.enumerated() {
                if index > 0 { text += "," }
                element.append(to: &text)
            }
            text += "]"
        case .object(let members):
            text += "{"
            for (index, member) in JSON.sorted(members).enumerated() {
                if index > 0 { text += "," }
                JSON.append(quoted: member.0, to: &text)
                text += ":"
                member.1.append(to: &text)
            }
            text += "}"
        }
    }

    private static func sorted(_ members: [String: JSON?]) -> [(String, JSON)] {
        members.compactMap { name, value in value.map { (name, $0) } }.sorted { $0.0 < $1.0 }
    }

    private func append(to text: inout String, indentation: String) {
        let inner = indentation + "  "
        switch self {
        case .text(let value): JSON.append(quoted: value, to: &text)
        case .number(let value): text += "\(value)"
        case .decimal(let value): text += "\(value)"
        case .flag(let value): text += value ? "true" : "false"
        case .list(let elements):
            text += "[\n"
            for (index, element) in elements.enumerated() {
                text += (index == 0 ? "" : ",\n") + inner
                element.append(to: &text, indentation: inner)
            }
            text += "\n\(indentation)]"
        case .object(let members):
            text += "{\n"
            for (index, member) in JSON.sorted(members).enumerated() {
                text += (index == 0 ? "" : ",\n") + inner
                JSON.append(quoted: member.0, to: &text)
                text += " : "
                member.1.append(to: &text, indentation: inner)
            }
            text += "\n\(indentation)}"
        }
    }

    /// With the escapes that RFC 8259, section 7, asks for, and no others.
    private static func append(quoted value: String, to text: inout String) {
        text += "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\u{8}": text += "\\b"
            case "\u{C}": text += "\\f"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "\0"..."\u{1F}":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
