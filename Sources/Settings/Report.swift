/// What is wrong with a configuration: all of it, in the order in which it stands there.
package struct Report: Error, Equatable, Sendable {
    package let findings: [Finding]

    package init(_ findings: [Finding]) { self.findings = findings }

    package var errorCount: Int { findings.count { $0.severity == .error } }

    /// For people: each finding with its line and a caret; without a line break at the end.
    package var rendered: String { findings.map(\.rendered).joined(separator: "\n") }
}

/// One thing that is wrong, or looks wrong, and where.
package struct Finding: Equatable, Sendable {
    package enum Severity: String, Sendable {
        /// Nothing starts or reloads with it.
        case error
        case warning
    }

    package let severity: Severity
    package let file: String
    /// Nil where the finding is about the file as a whole.
    package let position: Position?
    package let message: String

    package init(
        _ severity: Severity = .error, file: String, position: Position? = nil, message: String
    ) {
        self.severity = severity
        self.file = file
        self.position = position
        self.message = message
    }

    package var line: Int? { position?.line }
    package var column: Int? { position?.column }

    package var rendered: String {
        guard let position else { return "\(file): \(severity.rawValue): \(message)" }
        let first =
            "\(file):\(position.line):\(position.column): \(severity.rawValue): \(message)"
        guard !position.excerpt.isEmpty else { return first }
        return """
            \(first)
                \(position.excerpt)
                \(position.underline)
            """
    }
}

/// A token of the file, counted from 1 in Unicode scalars, and how to show it.
package struct Position: Equatable, Sendable {
    package let line: Int
    package let column: Int
    /// The line, or the part of a long line around the token. Tabs are shown as single spaces, and
    /// characters that can't be seen as U+FFFD.
    let excerpt: String
    /// A caret under the first character of the token, tildes under the others.
    let underline: String

    private static let widestExcerpt = 160

    init(line: Int, column: Int, length: Int, in text: Substring) {
        self.line = line
        self.column = column
        let before = column <= 100 ? 0 : column - 40
        let rest = text.unicodeScalars.dropFirst(before)
        let shown = rest.prefix(Position.widestExcerpt)
        let isCut = shown.endIndex < rest.endIndex
        excerpt =
            (before > 0 ? "…" : "")
            + String(String.UnicodeScalarView(shown.map(Position.asShown))) + (isCut ? "…" : "")
        let indentation = column - 1 - before + (before > 0 ? 1 : 0)
        let underlined = max(1, min(length, before + shown.count - column + 1))
        underline =
            String(repeating: " ", count: indentation) + "^"
            + String(repeating: "~", count: underlined - 1)
    }

    /// One column for each, so that the caret stands under what it points at.
    private static func asShown(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        if scalar == "\t" { return " " }
        if case .nothing = InvisibleCharacter.Kind(scalar) { return "\u{FFFD}" }
        return SourceText.isPrintable(scalar) ? scalar : "\u{FFFD}"
    }
}
