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

    /// Of an error.
    func finding(_ message: String, at mark: Mark, length: Int? = nil) -> Finding {
        let length = length ?? TokenLength.of(rest(line: mark.line, column: mark.column))
        let position = position(line: mark.line, column: mark.column, length: length)
        return Finding(file: file, position: position, message: message)
    }

    /// Where a value begins behind its anchor and its tag; at these, where it begins in another line.
    func markOfValue(after start: Mark) -> Mark {
        let all = rest(line: start.line, column: start.column)
        var rest = all
        while let first = rest.first, first == "&" || first == "!" {
            rest = rest.drop { $0 != " " && $0 != "\t" }.drop { $0 == " " || $0 == "\t" }
        }
        guard let first = rest.first, first != "#" else { return start }
        return Mark(line: start.line, column: start.column + all.count - rest.count)
    }

    /// The number of the nearest line above that holds more than spaces and a comment.
    func lineWithText(before number: Int) -> Int? {
        (1..<max(1, number)).last { line in
            let first = rest(line: line, column: 1).first { $0 != " " && $0 != "\t" }
            return first != nil && first != "#"
        }
    }

    /// The column of the line's first character, spaces and the dashes of lists aside.
    static func startOfText(_ line: Substring.UnicodeScalarView) -> Int {
        line.prefix { $0 == " " || $0 == "-" }.count + 1
    }

    /// The column behind the line's first key with its colon; nil where there is none.
    static func startOfValue(_ line: Substring.UnicodeScalarView) -> Int? {
        let scalars = Array(line)
        let colon = scalars.indices.first {
            scalars[$0] == ":" && ($0 + 1 == scalars.count || scalars[$0 + 1] == " ")
        }
        guard let colon else { return nil }
        return min(colon + 1 + scalars[(colon + 1)...].prefix { $0 == " " }.count, colon + 2) + 1
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
