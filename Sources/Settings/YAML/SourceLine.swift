/// A line of the file, without its line break. A column is found without going through the line from
/// its beginning, because a file may consist of one very long line.
struct SourceLine {
    let text: Substring
    /// The index of every 1024th character; empty if the line is ASCII, where a column is a byte.
    private let milestones: [Substring.Index]

    private static let interval = 1024

    private init(_ text: Substring, isASCII: Bool) {
        self.text = text
        guard !isASCII else {
            milestones = []
            return
        }
        let scalars = text.unicodeScalars
        var milestones: [Substring.Index] = []
        var next = scalars.startIndex
        repeat {
            milestones.append(next)
            let end = scalars.endIndex
            next = scalars.index(next, offsetBy: SourceLine.interval, limitedBy: end) ?? end
        } while next < scalars.endIndex
        self.milestones = milestones
    }

    /// What begins at the column, counted from 1 in Unicode scalars.
    func rest(column: Int) -> Substring.UnicodeScalarView {
        let offset = column - 1
        if milestones.isEmpty {
            let end = text.utf8.endIndex
            let index = text.utf8.index(text.startIndex, offsetBy: offset, limitedBy: end) ?? end
            return text.unicodeScalars[index...]
        }
        let milestone = min(offset / SourceLine.interval, milestones.count - 1)
        return text.unicodeScalars[milestones[milestone]...]
            .dropFirst(offset - milestone * SourceLine.interval)
    }

    static func split(_ text: String) -> [SourceLine] {
        let scalars = text.unicodeScalars
        var lines: [SourceLine] = []
        var start = scalars.startIndex
        var index = start
        var isASCII = true
        while index < scalars.endIndex {
            var next = scalars.index(after: index)
            if isBreak(scalars[index]) {
                lines.append(SourceLine(text[start..<index], isASCII: isASCII))
                if scalars[index] == "\r", next < scalars.endIndex, scalars[next] == "\n" {
                    next = scalars.index(after: next)
                }
                start = next
                isASCII = true
            } else if !scalars[index].isASCII {
                isASCII = false
            }
            index = next
        }
        return lines + [SourceLine(text[start...], isASCII: isASCII)]
    }

    private static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": true
        default: false
        }
    }
}
