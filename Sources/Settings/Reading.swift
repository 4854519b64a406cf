import Geography
import Topology

/// One run over one file: where the findings of all readers gather.
final class Reading {
    let source: SourceText
    private var suggestions = Suggestions()
    private(set) var findings: [Finding]
    private var known: Set<Known> = []
    /// The databases that were opened, by their paths.
    var databases: [String: GeographyDatabase] = [:]

    init(source: SourceText, document: Document) {
        self.source = source
        findings = document.findings
    }

    func error(_ message: String, at node: Node) { add(.error, message, at: node) }

    func warn(_ message: String, at node: Node) { add(.warning, message, at: node) }

    /// ` did you mean "…"?` after a semicolon; empty where nothing is near.
    func suggestion(for word: String, among candidates: some Sequence<String>) -> String {
        nearest(to: word, among: candidates).map { "; did you mean \(Quoting.quoted($0))?" } ?? ""
    }

    func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
        suggestions.nearest(to: word, among: candidates)
    }

    func meant(by text: String, among candidates: some Sequence<String>) -> String? {
        suggestions.meant(by: text, among: candidates)
    }

    func isMeant(_ name: HostName, by texts: some Sequence<String>) -> Bool {
        suggestions.isMeant(name.description, by: texts)
    }

    /// Where a relative path of the file leads: it starts at the file's directory.
    func path(_ text: String) -> String {
        guard !text.hasPrefix("/"), let slash = source.file.lastIndex(of: "/") else { return text }
        return source.file[...slash] + text
    }

    /// The keys and values of a mapping in their order. A key that is given twice is reported and left
    /// out. Nil where the node is not a mapping.
    func pairs(of node: Node, _ title: String) -> [Entry]? {
        guard let pairs = node.pairs else {
            error("\(title) must be a mapping of keys to values, not \(node.kind)", at: node)
            return nil
        }
        var entries: [Entry] = []
        var firstLines: [String: Int] = [:]
        for pair in pairs {
            guard let key = pair.key.scalar?.text else {
                error("a key must be a single value, not \(pair.key.kind)", at: pair.key)
                continue
            }
            if let line = firstLines[key] {
                error("the key \(Quoting.quoted(key)) is already at line \(line)", at: pair.key)
            } else {
                firstLines[key] = pair.key.line
                entries.append(Entry(key: key, keyNode: pair.key, value: pair.value))
            }
        }
        return entries
    }

    struct Entry {
        let key: String
        let keyNode: Node
        let value: Node
    }

    /// A value is read again at each of its aliases, but each mistake in it is reported once.
    private func add(_ severity: Finding.Severity, _ message: String, at node: Node) {
        guard known.insert(Known(mark: node.mark, message: message)).inserted else { return }
        let position = source.position(
            line: node.mark.line, column: node.mark.column, length: length(of: node))
        findings.append(
            Finding(severity, file: source.file, position: position, message: message))
    }

    private struct Known: Hashable {
        let mark: Mark
        let message: String
    }

    /// How much of the line to underline.
    private func length(of node: Node) -> Int {
        let rest = source.rest(line: node.mark.line, column: node.mark.column)
        if let scalar = node.scalar, scalar.isPlain {
            let text = scalar.text.unicodeScalars
            if !text.isEmpty, rest.starts(with: text) { return text.count }
        }
        return TokenLength.of(rest)
    }
}
