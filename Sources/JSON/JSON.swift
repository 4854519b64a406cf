/// A JSON value (RFC 8259), to be written.
package enum JSON: Sendable, Equatable {
    case text(String)
    case number(Int64)
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

    private func append(to text: inout String, indentation: String) {
        let inner = indentation + "  "
        switch self {
        case .text(let value): JSON.append(quoted: value, to: &text)
        case .number(let value): text += "\(value)"
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
            let present = members.compactMap { name, value in value.map { (name, $0) } }
            for (index, member) in present.sorted(by: { $0.0 < $1.0 }).enumerated() {
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
