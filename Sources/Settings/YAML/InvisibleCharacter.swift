/// A character that looks like a space or like nothing. Such characters come with text that is copied
/// from a web page or a word processor, and YAML treats them like letters.
struct InvisibleCharacter {
    let kind: Kind
    let mark: Mark
    /// How many of the same character follow each other.
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

    /// A quick test: false where the text can't contain such a character.
    static func mayBe(in text: String) -> Bool { text.utf8.contains { $0 >= 0x80 } }

    static func removed(from text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter { Kind($0) == nil }))
    }

    /// Whether the text around it can't be read as it was meant: such a space may have been meant as
    /// indentation, or to separate a key from its value.
    var changesStructure: Bool {
        if case .space = kind { true } else { false }
    }

    var message: String {
        switch kind {
        case .space(let name):
            "\(name) is not a space to YAML: write an ordinary space, or put quotes around the text "
                + "where it is meant"
        case .nothing(let name):
            "\(name) can't be seen: take it out, or put quotes around the text where it is meant"
        }
    }
}

extension SourceText {
    /// The invisible characters between two places.
    func invisibleCharacters(from start: Mark, to end: Mark) -> [InvisibleCharacter] {
        guard start <= end else { return [] }
        var found = InvisibleCharacters()
        for line in start.line...end.line {
            let first = line == start.line ? start.column : 1
            let rest = rest(line: line, column: first)
            let part = line == end.line ? rest.prefix(max(0, end.column - first)) : rest
            for (offset, scalar) in part.enumerated() {
                found.add(scalar, at: Mark(line: line, column: first + offset))
            }
        }
        return found.all
    }

    /// The invisible characters of whole lines, except in comments and between quotes. Quotes that
    /// begin in an earlier line are not noticed.
    func strayCharacters(from first: Int, to last: Int) -> [InvisibleCharacter] {
        guard first <= last else { return [] }
        var found = InvisibleCharacters()
        for line in first...last {
            var quote: Unicode.Scalar?
            var before: Unicode.Scalar = " "
            for (offset, scalar) in rest(line: line, column: 1).enumerated() {
                let isFirst = " \t[{,".unicodeScalars.contains(before)
                if let open = quote {
                    if scalar == open, before != "\\" { quote = nil }
                } else if isFirst, scalar == "#" {
                    break
                } else if isFirst, scalar == "\"" || scalar == "'" {
                    quote = scalar
                } else {
                    found.add(scalar, at: Mark(line: line, column: offset + 1))
                }
                before = scalar
            }
        }
        return found.all
    }
}

/// Collects invisible characters in the order of the text; a run of the same one is one entry.
private struct InvisibleCharacters {
    private(set) var all: [InvisibleCharacter] = []

    /// Takes the next character, of whatever kind.
    mutating func add(_ scalar: Unicode.Scalar, at mark: Mark) {
        guard let kind = InvisibleCharacter.Kind(scalar) else { return }
        if let last = all.last, last.kind == kind, last.mark.line == mark.line,
            last.mark.column + last.count == mark.column
        {
            all[all.count - 1] = InvisibleCharacter(
                kind: kind, mark: last.mark, count: last.count + 1)
        } else {
            all.append(InvisibleCharacter(kind: kind, mark: mark, count: 1))
        }
    }
}
