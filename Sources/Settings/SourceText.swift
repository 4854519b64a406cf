// The text of the file in lines, as libyaml counts them: a line also ends at U+0085, U+2028 and
// U+2029 (YAML 1.1, section 5.4); columns count Unicode scalars.

struct SourceText {
    let file: String
    /// Without a byte order mark.
    let text: String
    private let lines: [Substring]

    init(file: String, text: String) {
        self.file = file
        // libyaml would count the mark as a column, and see the first key indented by it.
        self.text =
            text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
        lines = SourceText.split(self.text)
    }

    /// The line of that number; empty past the end.
    func line(_ number: Int) -> Substring {
        lines.indices.contains(number - 1) ? lines[number - 1] : ""
    }

    func position(line: Int, column: Int, length: Int = 1) -> Position {
        Position(line: line, column: column, length: length, in: self.line(line))
    }

    /// The place of a scalar of the text.
    func position(of index: String.Index) -> Position {
        let number = (lines.firstIndex { index <= $0.endIndex } ?? lines.count - 1) + 1
        let start = line(number).startIndex
        let column = text.unicodeScalars.distance(from: start, to: max(start, index)) + 1
        return position(line: number, column: column)
    }

    /// The scalar there and what follows it in its line.
    func rest(line: Int, column: Int) -> Substring.UnicodeScalarView {
        self.line(line).unicodeScalars.dropFirst(column - 1)
    }

    private static func split(_ text: String) -> [Substring] {
        let scalars = text.unicodeScalars
        var lines: [Substring] = []
        var start = scalars.startIndex
        var index = start
        while index < scalars.endIndex {
            var next = scalars.index(after: index)
            if isBreak(scalars[index]) {
                lines.append(text[start..<index])
                if scalars[index] == "\r", next < scalars.endIndex, scalars[next] == "\n" {
                    next = scalars.index(after: next)
                }
                start = next
            }
            index = next
        }
        return lines + [text[start...]]
    }

    private static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": true
        default: false
        }
    }

    /// What YAML admits to a text (YAML 1.1, section 5.1); the rest could also upset a terminal.
    static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD,
            0x10000...0x10FFFF:
            true
        default: false
        }
    }
}

/// How long the token at the front of a line's rest is; one that goes on in the next line ends here.
enum TokenLength {
    static func of(_ rest: Substring.UnicodeScalarView) -> Int {
        let line = Array(rest)
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

    /// The end of the quoted text that starts there; nil where it goes on in the next line.
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
