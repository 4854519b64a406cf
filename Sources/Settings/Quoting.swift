/// Text of the file within messages.
enum Quoting {
    private static let longest = 80

    /// In quotes, controls escaped, cut where it is long: a message must not upset a terminal.
    static func quoted(_ text: some StringProtocol) -> String {
        var result = "\""
        for scalar in text.unicodeScalars.prefix(longest) {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case "\n": result += "\\n"
            case _ where SourceText.isPrintable(scalar) && scalar != "\r" && scalar != "\t":
                result.unicodeScalars.append(scalar)
            default: result += "\\u{\(String(scalar.value, radix: 16))}"
            }
        }
        return result + (text.unicodeScalars.count > longest ? "…\"" : "\"")
    }

    /// As it would be written in a list: in quotes only where they are needed.
    static func asListItem(_ text: String) -> String {
        let isPlain =
            !text.isEmpty
            && text.utf8.allSatisfy { byte in
                (0x21...0x7E).contains(byte) && !",[]{}\"'\\".utf8.contains(byte)
            }
        return isPlain ? text : quoted(text)
    }

    /// The first few of many.
    static func list(_ items: [String], atMost limit: Int = 10) -> String {
        let shown = items.prefix(limit).joined(separator: ", ")
        return items.count > limit ? "\(shown) and \(items.count - limit) more" : shown
    }
}
