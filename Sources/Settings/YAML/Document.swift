/// The file as nodes, and what is wrong with its YAML. If a key stands twice in a mapping, both are
/// kept, and the reader of the mapping reports the second.
struct Document {
    /// Nil where the file is not YAML, or holds nothing.
    let root: Node?
    let findings: [Finding]

    /// At most this many misplaced characters are reported.
    private static let mostCharacters = 20

    init(_ source: SourceText) {
        let unprintable = Document.unprintableCharacters(source)
        guard unprintable.isEmpty else {
            (root, findings) = (nil, unprintable)
            return
        }
        var text = source.text
        (root, findings) = text.withUTF8 { bytes in
            var composer = Composer(EventParser(bytes), source)
            return Document.compose(&composer, source)
        }
    }

    private static func compose(
        _ composer: inout Composer, _ source: SourceText
    ) -> (Node?, [Finding]) {
        var root: Node?
        var error: CompositionError?
        do { root = try composer.document() } catch let thrown { error = thrown }
        var characters = composer.invisibleCharacters
        if case .syntax(let syntaxError) = error {
            let known = Set(characters.map(\.mark))
            characters += source.strayCharacters(
                from: composer.lastMark.line, to: syntaxError.mark.line
            ).filter { !known.contains($0.mark) }
        }
        if let error, characters.isEmpty {
            return (nil, [CompositionReport(source: source).finding(error)])
        }
        let findings = characters.prefix(mostCharacters).map { character in
            source.finding(character.message, at: character.mark, length: character.count)
        }
        if error != nil || characters.contains(where: \.changesStructure) { return (nil, findings) }
        return (
            root, findings + composer.complaints.map { source.finding($0.message, at: $0.mark) }
        )
    }

    private static func unprintableCharacters(_ source: SourceText) -> [Finding] {
        let scalars = source.text.unicodeScalars
        var findings: [Finding] = []
        for index in scalars.indices where !SourceText.isPrintable(scalars[index]) {
            let code = String(scalars[index].value, radix: 16, uppercase: true)
            let name =
                InvisibleCharacter.Kind(scalars[index])?.name
                ?? "U+\(String(repeating: "0", count: max(0, 4 - code.count)))\(code)"
            findings.append(
                Finding(
                    file: source.file, position: source.position(of: index),
                    message: "the character \(name) can't stand in YAML"))
            if findings.count == mostCharacters { break }
        }
        return findings
    }
}
