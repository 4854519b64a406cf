import Topology
import Yams

/// One run over one file: where the findings of all readers gather.
final class Reading {
    let source: SourceText
    private let repeatedKeys: [Document.Place: String]
    private var suggestions = Suggestions()
    private(set) var findings: [Finding]

    init(source: SourceText, document: Document) {
        self.source = source
        repeatedKeys = document.repeatedKeys
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

    /// The keys and values of a mapping in their order, each key once; what else is wrong with the
    /// keys becomes a finding. Nil where the node is no mapping.
    func pairs(of node: Node, _ title: String) -> [Entry]? {
        guard case .mapping(let mapping) = node else {
            error("\(title) must be a mapping of keys to values, not \(node.kind)", at: node)
            return nil
        }
        var entries: [Entry] = []
        var firstLines: [String: Int] = [:]
        for (keyNode, value) in mapping {
            guard case .scalar(var scalar) = keyNode else {
                error("a key must be a single value, not \(keyNode.kind)", at: keyNode)
                continue
            }
            if let name = scalar.mark.flatMap({ repeatedKeys[Document.Place($0)] }) {
                scalar.string = name
            }
            let key = scalar.string
            if let line = firstLines[key] {
                error("the key \(Quoting.quoted(key)) is already at line \(line)", at: keyNode)
            } else {
                firstLines[key] = keyNode.line
                entries.append(Entry(key: key, keyNode: .scalar(scalar), value: value))
            }
        }
        return entries
    }

    struct Entry {
        let key: String
        let keyNode: Node
        let value: Node
    }

    private func add(_ severity: Finding.Severity, _ message: String, at node: Node) {
        let place = node.mark.map(Document.Place.init) ?? Document.Place(line: 1, column: 1)
        let position = source.position(
            line: place.line, column: place.column, length: length(of: node, at: place))
        findings.append(
            Finding(severity, file: source.file, position: position, message: message))
    }

    /// How much of the line to underline.
    private func length(of node: Node, at place: Document.Place) -> Int {
        let rest = source.rest(line: place.line, column: place.column)
        if case .scalar(let scalar) = node, scalar.style == .plain {
            let text = scalar.string.unicodeScalars
            if !text.isEmpty, rest.starts(with: text) { return text.count }
        }
        return TokenLength.of(rest)
    }
}

extension Node {
    /// What it is, for messages.
    var kind: String {
        switch self {
        case .scalar where isNothing: "nothing"
        case .scalar: "a single value"
        case .sequence: "a list"
        case .mapping: "a mapping"
        case .alias: "an alias"
        }
    }

    /// Whether it is YAML's null (YAML 1.2, section 10.3.2), unquoted.
    var isNothing: Bool {
        guard case .scalar(let scalar) = self, scalar.style == .plain else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    }

    /// Nil where it is no single value, or YAML's null.
    var plainText: String? {
        guard case .scalar(let scalar) = self, !isNothing else { return nil }
        return scalar.string
    }

    var line: Int { mark?.line ?? 1 }
}
