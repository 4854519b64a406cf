/// Characters that look like a space or like nothing: they come with text that is copied from a web
/// page or a word processor, and YAML takes them for letters.
struct InvisibleCharacter {
    let kind: Kind
    let mark: Mark
    /// How many of the same stand in a row.
    let count: Int

    enum Kind: Equatable {
        case space(name: String)
        case nothing(name: String)

        /// Nil for a character that can be seen, or is an ordinary space.
        init?(_ scalar: Unicode.Scalar) {
            guard scalar.value >= 0xA0 else { return nil }
            switch scalar.value {
            case 0x00A0: self = .space(name: "U+00A0 NO-BREAK SPACE")
            case 0x2002: self = .space(name: "U+2002 EN SPACE")
            case 0x2003: self = .space(name: "U+2003 EM SPACE")
            case 0x2007: self = .space(name: "U+2007 FIGURE SPACE")
            case 0x2009: self = .space(name: "U+2009 THIN SPACE")
            case 0x202F: self = .space(name: "U+202F NARROW NO-BREAK SPACE")
            case 0x3000: self = .space(name: "U+3000 IDEOGRAPHIC SPACE")
            case 0x00AD: self = .nothing(name: "U+00AD SOFT HYPHEN")
            case 0x200B: self = .nothing(name: "U+200B ZERO WIDTH SPACE")
            case 0x200C: self = .nothing(name: "U+200C ZERO WIDTH NON-JOINER")
            case 0x200D: self = .nothing(name: "U+200D ZERO WIDTH JOINER")
            case 0x200E: self = .nothing(name: "U+200E LEFT-TO-RIGHT MARK")
            case 0x200F: self = .nothing(name: "U+200F RIGHT-TO-LEFT MARK")
            case 0x2060: self = .nothing(name: "U+2060 WORD JOINER")
            case 0xFEFF: self = .nothing(name: "U+FEFF ZERO WIDTH NO-BREAK SPACE")
            default: return nil
            }
        }

        var name: String {
            switch self {
            case .space(let name), .nothing(let name): name
            }
        }
    }

    /// False where none of them can be in the text, told in a moment.
    static func mayBe(in text: String) -> Bool { text.utf8.contains { $0 >= 0x80 } }

    /// Whether what stands about it is no longer what was meant: a space may set off a key from its
    /// value or a value from its indentation.
    var changesStructure: Bool {
        if case .space = kind { true } else { false }
    }

    var message: String {
        switch kind {
        case .space(let name):
            "\(name) is not a space to YAML: write an ordinary space, or put quotes around the value "
                + "where it is meant"
        case .nothing(let name):
            "\(name) can't be seen: take it out, or put quotes around the value where it is meant"
        }
    }
}

extension SourceText {
    /// Those of the text between two places, in a row counted once.
    func invisibleCharacters(from start: Mark, to end: Mark) -> [InvisibleCharacter] {
        guard start <= end else { return [] }
        return (start.line...end.line).flatMap { line in
            let first = line == start.line ? start.column : 1
            let rest = rest(line: line, column: first)
            let part = line == end.line ? rest.prefix(max(0, end.column - first)) : rest
            return invisibleCharacters(in: part, from: Mark(line: line, column: first))
        }
    }

    private func invisibleCharacters(
        in text: Substring.UnicodeScalarView, from start: Mark
    ) -> [InvisibleCharacter] {
        var found: [InvisibleCharacter] = []
        for (offset, scalar) in text.enumerated() {
            guard let kind = InvisibleCharacter.Kind(scalar) else { continue }
            let column = start.column + offset
            if let last = found.last, last.kind == kind, last.mark.column + last.count == column {
                found[found.count - 1] = InvisibleCharacter(
                    kind: kind, mark: last.mark, count: last.count + 1)
            } else {
                found.append(
                    InvisibleCharacter(
                        kind: kind, mark: Mark(line: start.line, column: column), count: 1))
            }
        }
        return found
    }

    /// Those in whole lines that stand in no comment and between no quotes, as far as a single line
    /// tells, and are not known yet.
    func strayCharacters(
        from first: Int, to last: Int, but known: Set<Mark>
    ) -> [InvisibleCharacter] {
        guard first <= last else { return [] }
        return (first...last).flatMap { line in
            SourceText.plainParts(rest(line: line, column: 1)).flatMap { column, text in
                invisibleCharacters(in: text, from: Mark(line: line, column: column))
            }
        }.filter { !known.contains($0.mark) }
    }

    /// What of a line stands in no comment and between no quotes, with its column.
    private static func plainParts(
        _ line: Substring.UnicodeScalarView
    ) -> [(column: Int, text: Substring.UnicodeScalarView)] {
        var parts: [(column: Int, text: Substring.UnicodeScalarView)] = []
        var column = 1
        var rest = line
        var isWithinWord = false
        var part = 0
        while let scalar = rest.dropFirst(part).first {
            let isQuote = !isWithinWord && (scalar == "\"" || scalar == "'")
            if isQuote || (!isWithinWord && scalar == "#") {
                parts.append((column, rest.prefix(part)))
                rest = rest.dropFirst(part)
                let length = isQuote ? TokenLength.of(rest) : rest.count
                column += part + length
                rest = rest.dropFirst(length)
                part = 0
                isWithinWord = true
            } else {
                isWithinWord = !" \t[{,".unicodeScalars.contains(scalar)
                part += 1
            }
        }
        return parts + [(column, rest)]
    }
}
