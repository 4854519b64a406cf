/// How messages quote the text of the file.
enum Quoting {
    private static let longest = 80

    /// In quotes, and cut where it is long. Control characters are escaped, because a message must not
    /// upset a terminal, and so are invisible ones, because the message may be about them.
    static func quoted(_ text: some StringProtocol) -> String {
        var result = "\""
        for scalar in text.unicodeScalars.prefix(longest) {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case "\n": result += "\\n"
            case _ where isVisible(scalar): result.unicodeScalars.append(scalar)
            default: result += "\\u{\(String(scalar.value, radix: 16))}"
            }
        }
        return result + (text.unicodeScalars.count > longest ? "…\"" : "\"")
    }

    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        scalar != "\r" && scalar != "\t" && SourceText.isPrintable(scalar)
            && InvisibleCharacter.Kind(scalar) == nil
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
