// YAML to nodes, by Yams. What Yams stops at becomes a finding with a position; keys that stand twice
// do not stop the reading, so that the rest of the file is still checked.

import Yams

struct Document {
    /// Nil where the file is not YAML, or holds nothing.
    let root: Node?
    let findings: [Finding]
    /// Keys that stand again later in their mapping, by the place where they stand first.
    let repeatedKeys: [Place: String]

    struct Place: Hashable {
        let line: Int
        let column: Int

        init(line: Int, column: Int) {
            self.line = line
            self.column = column
        }

        init(_ mark: Mark) { self.init(line: mark.line, column: mark.column) }
    }

    init(_ source: SourceText) {
        var composer = Composer(source: source)
        root = composer.compose()
        findings = composer.findings
        repeatedKeys = composer.repeatedKeys
    }
}

private struct Composer {
    let source: SourceText
    private(set) var findings: [Finding] = []
    private(set) var repeatedKeys: [Document.Place: String] = [:]

    /// So many repeated keys are looked past in one file.
    private static let mostRepeatedKeys = 20

    init(source: SourceText) { self.source = source }

    mutating func compose() -> Node? {
        checkCharacters()
        guard findings.isEmpty else { return nil }
        var text = source.text
        while true {
            do {
                // Without rules, `NO` remains a country and `1.0` a text: values get their types here.
                return try Yams.compose(yaml: text, .basic, .default, .utf8)
            } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
                guard let renamed = rename(keyAt: context.mark, in: text) else {
                    let key = Quoting.quoted(keys.first ?? "")
                    add("the key \(key) stands twice in its mapping", at: context.mark)
                    return nil
                }
                text = renamed
            } catch {
                addSyntaxError(error)
                return nil
            }
        }
    }

    private mutating func checkCharacters() {
        for index in source.text.unicodeScalars.indices {
            let scalar = source.text.unicodeScalars[index]
            guard !SourceText.isPrintable(scalar) else { continue }
            let code = String(scalar.value, radix: 16, uppercase: true)
            findings.append(
                Finding(
                    file: source.file, position: source.position(of: index),
                    message:
                        "the character U+\(String(repeating: "0", count: max(0, 4 - code.count)))"
                        + "\(code) can't stand in YAML"))
            if findings.count == Composer.mostRepeatedKeys { return }
        }
    }

    /// The text with another key, of the same length, in place of the one there: Yams refuses a mapping
    /// in which a key stands twice. Nil where that can't be done.
    private mutating func rename(keyAt mark: Mark, in text: String) -> String? {
        let place = Document.Place(mark)
        let rest = source.rest(line: mark.line, column: mark.column)
        guard repeatedKeys.count < Composer.mostRepeatedKeys, repeatedKeys[place] == nil,
            let first = rest.first, !"&*!|>?[{".unicodeScalars.contains(first)
        else { return nil }
        let isQuoted = first == "\"" || first == "'"
        let inner = isQuoted ? rest.dropFirst() : rest
        guard let replaced = inner.first, replaced != "\\", !isQuoted || replaced != first,
            let substitute = Unicode.Scalar(0xF0000 + UInt32(repeatedKeys.count))
        else { return nil }
        let name = inner.prefix(TokenLength.of(rest) - (isQuoted ? 2 : 0))
        repeatedKeys[place] = String(Substring(name))
        var scalars = text.unicodeScalars
        let offset = source.text.unicodeScalars.distance(
            from: source.text.startIndex, to: inner.startIndex)
        let index = scalars.index(scalars.startIndex, offsetBy: offset)
        scalars.replaceSubrange(index...index, with: CollectionOfOne(substitute))
        return String(scalars)
    }

    private mutating func addSyntaxError(_ error: any Error) {
        switch error {
        case YamlError.scanner(let context, let problem, let mark, _),
            YamlError.parser(let context, let problem, let mark, _):
            if problem.hasPrefix("Maximum nesting level") {
                add("the file is nested too deeply", at: mark)
            } else {
                let start = context.map { " \($0.text) (line \($0.mark.line))" } ?? ""
                add("not YAML: \(problem)\(start)\(hint(at: mark))", at: mark)
            }
        case YamlError.composer(let context, let problem, let mark, _):
            let start = context.map { "\($0.text), " } ?? ""
            add("not YAML: \(start)\(problem)\(hint(at: mark))", at: mark)
        default:
            findings.append(
                Finding(
                    file: source.file, position: source.position(line: 1, column: 1),
                    message: "not YAML: \(error)"))
        }
    }

    private func hint(at mark: Mark) -> String {
        let rest = source.rest(line: mark.line, column: max(1, mark.column - 1))
        let (before, there) =
            mark.column > 1 ? (rest.first, rest.dropFirst().first) : (nil, rest.first)
        return switch (before, there) {
        case (_, "\t"): "; indent with spaces, not tabs"
        case (_, "@"), (_, "`"), (_, "%"): "; put quotes about the value"
        case ("*", _), (_, "*"): "; put quotes about a value that begins with a star"
        default: ""
        }
    }

    private mutating func add(_ message: String, at mark: Mark) {
        let length = TokenLength.of(source.rest(line: mark.line, column: mark.column))
        let position = source.position(line: mark.line, column: mark.column, length: length)
        findings.append(Finding(file: source.file, position: position, message: message))
    }
}
