// The text of the file in lines, as libyaml counts them: a line also ends at U+0085, U+2028 and
// U+2029 (YAML 1.1, section 5.4); columns count Unicode scalars.

struct SourceText {
    let file: String
    /// Without a byte order mark.
    let text: String
    private let lines: [SourceLine]

    init(file: String, text: String) {
        self.file = file
        // libyaml would count the mark as a column, so that the first key would seem to be indented.
        self.text =
            text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
        lines = SourceLine.split(self.text)
    }

    /// The line of that number; empty past the end.
    func line(_ number: Int) -> Substring {
        lines.indices.contains(number - 1) ? lines[number - 1].text : ""
    }

    func position(line: Int, column: Int, length: Int = 1) -> Position {
        // libyaml puts what a file lacks at its end into a line of its own, which is not there where the
        // last line does not end.
        guard line <= lines.count else {
            let end = self.line(lines.count).unicodeScalars.count + 1
            return position(line: lines.count, column: end, length: length)
        }
        return Position(line: line, column: column, length: length, in: self.line(line))
    }

    /// The place of a scalar of the text.
    func position(of index: String.Index) -> Position {
        let number = (lines.firstIndex { index <= $0.text.endIndex } ?? lines.count - 1) + 1
        let start = line(number).startIndex
        let column = text.unicodeScalars.distance(from: start, to: max(start, index)) + 1
        return position(line: number, column: column)
    }

    /// The rest of the line, from that column on.
    func rest(line: Int, column: Int) -> Substring.UnicodeScalarView {
        lines.indices.contains(line - 1)
            ? lines[line - 1].rest(column: column) : Substring().unicodeScalars
    }

    /// An error at that place; without a length, the whole token is underlined.
    func finding(_ message: String, at mark: Mark, length: Int? = nil) -> Finding {
        let length = length ?? TokenLength.of(rest(line: mark.line, column: mark.column))
        let position = position(line: mark.line, column: mark.column, length: length)
        return Finding(file: file, position: position, message: message)
    }

    /// Where the value begins after its anchor and its tag. If it begins in another line, the place of
    /// the anchor or the tag.
    func markOfValue(after start: Mark) -> Mark {
        let all = rest(line: start.line, column: start.column)
        var rest = all
        while let first = rest.first, first == "&" || first == "!" {
            rest = rest.drop { $0 != " " && $0 != "\t" }.drop { $0 == " " || $0 == "\t" }
        }
        guard let first = rest.first, first != "#" else { return start }
        return Mark(
            line: start.line,
            column: start.column + all.distance(from: all.startIndex, to: rest.startIndex))
    }

    /// Whether it is a mapping only because of a colon in a list in brackets: `[shop.app.com: 80]`.
    func isMappingWithoutBraces(_ node: Node) -> Bool {
        guard let pairs = node.pairs, let pair = pairs.first, pairs.count == 1 else { return false }
        return rest(line: node.mark.line, column: node.mark.column).first != "{"
            && pair.value.line == node.line
    }

    /// The number of the nearest line above that holds more than spaces and a comment.
    func lineWithText(before number: Int) -> Int? {
        (1..<max(1, number)).last { line in
            let first = rest(line: line, column: 1).first { $0 != " " && $0 != "\t" }
            return first != nil && first != "#"
        }
    }

    /// The column of the first character that is neither a space nor the dash of a list.
    static func startOfText(_ line: Substring.UnicodeScalarView) -> Int {
        line.prefix { $0 == " " || $0 == "-" }.count + 1
    }

    /// The column where a value begins after the line's first key; nil where the line has no key.
    static func startOfValue(_ line: Substring.UnicodeScalarView) -> Int? {
        let scalars = Array(line)
        let colon = scalars.indices.first {
            scalars[$0] == ":" && ($0 + 1 == scalars.count || scalars[$0 + 1] == " ")
        }
        guard let colon else { return nil }
        return min(colon + 1 + scalars[(colon + 1)...].prefix { $0 == " " }.count, colon + 2) + 1
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
