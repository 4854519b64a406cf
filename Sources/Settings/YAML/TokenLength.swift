/// The length of the token at the beginning of a text. A token that continues in the next line ends
/// with its own.
enum TokenLength {
    /// Longer tokens are cut, because a message never shows more than this of a line.
    private static let longest = 200

    static func of(_ rest: Substring.UnicodeScalarView) -> Int {
        let line = Array(rest.prefix(longest))
        let end = (line.lastIndex { $0 != " " && $0 != "\t" } ?? -1) + 1
        switch line.first {
        case "\"", "'": return endOfQuoted(line, from: 0) ?? end
        case "[", "{": return endOfBracketed(line) ?? end
        default: return min(end, endOfPlain(line))
        }
    }

    private static func endOfPlain(_ line: [Unicode.Scalar]) -> Int {
        for index in line.indices {
            let next = index + 1 < line.count ? line[index + 1] : " "
            switch line[index] {
            case " ", "\t", ",", "]", "}": return max(1, index)
            case ":" where next == " ": return max(1, index)
            default: continue
            }
        }
        return line.count
    }

    /// The end of the quoted text that starts there; nil if it continues in the next line.
    private static func endOfQuoted(_ line: [Unicode.Scalar], from start: Int) -> Int? {
        let quote = line[start]
        var index = start + 1
        while index < line.count {
            if line[index] == "\\", quote == "\"" {
                index += 1
            } else if line[index] == quote {
                guard quote == "'", index + 1 < line.count, line[index + 1] == "'" else {
                    return index + 1
                }
                index += 1
            }
            index += 1
        }
        return nil
    }

    private static func endOfBracketed(_ line: [Unicode.Scalar]) -> Int? {
        var depth = 0
        var index = 0
        while index < line.count {
            switch line[index] {
            case "[", "{": depth += 1
            case "]", "}": depth -= 1
            case "\"", "'":
                guard let end = endOfQuoted(line, from: index) else { return nil }
                index = end - 1
            default: break
            }
            index += 1
            if depth == 0 { return index }
        }
        return nil
    }
}
