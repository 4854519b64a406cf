import Distribution
import Fields
import Topology

/// `when`: conditions that a request may meet.
struct ConditionReader {
    let reading: Reading
    let geography: GeographySettings

    struct Result {
        let condition: Condition
        /// `country [CH, DE]`
        let text: String
    }

    /// - Parameters:
    ///   - node: the value of `when`
    ///   - consequence: what would follow if there were no condition, for the message
    ///   - ofClass: whether the conditions are those of a class, which may ask for the indicator
    /// - Returns: nil where no condition could be read.
    func read(_ node: Node, without consequence: String, ofClass: Bool = false) -> [Result]? {
        var keys = [
            "client", "client_host", "country", "continent", "language", "cookie", "header",
            "variable", "path", "host",
        ]
        if ofClass { keys.append("indicator") }
        guard let section = Section(node, "\"when\"", keys: keys, reading) else { return nil }
        if node.pairs?.isEmpty == true {
            reading.error("\"when\" has no condition: \(consequence)", at: node)
        }
        let results = section.entries.flatMap { conditions($0) }
        return results.isEmpty ? nil : results
    }

    private func conditions(_ entry: Reading.Entry) -> [Result] {
        switch entry.key {
        case "client":
            one(entry, { reading.network($0, at: $1) }) { .client($0) }
        case "client_host":
            one(entry, { reading.domainSuffix($0, at: $1) }) { .clientHost($0) }
        case "country":
            one(entry, { reading.country($0, at: $1) }) {
                .geography(.country, variable: geography.countryVariable, $0)
            }
        case "continent":
            one(entry, { reading.continent($0, at: $1) }) {
                .geography(.continent, variable: geography.continentVariable, $0)
            }
        case "language":
            one(entry, { reading.languageTag($0, at: $1) }) { .language($0) }
        case "path":
            one(entry, { reading.pathPrefix($0, at: $1) }) { .path($0) }
        case "host":
            one(entry, { _, node in reading.name(node, "host") }) { .host($0) }
        case "indicator":
            one(entry, { reading.className($0, at: $1) }) { .indicator($0.map { Array($0.utf8) }) }
        case "cookie":
            named(entry, { reading.token($0, "a cookie's name") }) {
                .cookie(name: Array($0.utf8), $1)
            }
        case "header":
            named(entry, { reading.headerName($0) }) {
                .variable(name: FieldVariable.name(ofField: $0.utf8), $1)
            }
        case "variable":
            named(entry, { reading.variableName($0).map { String(decoding: $0, as: UTF8.self) } }) {
                .variable(name: Array($0.utf8), $1)
            }
        default: []
        }
    }

    private func one<Value>(
        _ entry: Reading.Entry, _ convert: (String, Node) -> Value?,
        _ condition: ([Value]) -> Condition
    ) -> [Result] {
        let (values, text) = values(entry.value, Quoting.quoted(entry.key), convert)
        return values.isEmpty
            ? [] : [Result(condition: condition(values), text: "\(entry.key) \(text)")]
    }

    /// Conditions that are given by name: `cookie: { region: eu, theme: dark }` holds two of them.
    private func named(
        _ entry: Reading.Entry, _ convertName: (Node) -> String?,
        _ condition: (String, [Pattern]) -> Condition
    ) -> [Result] {
        guard let pairs = reading.pairs(of: entry.value, Quoting.quoted(entry.key)) else {
            return []
        }
        if pairs.isEmpty {
            reading.error("\(Quoting.quoted(entry.key)) needs a name and a value", at: entry.value)
        }
        return pairs.compactMap { pair in
            let title = "\(entry.key) \(Quoting.quoted(pair.key))"
            let (patterns, text) = values(pair.value, title) { reading.pattern($0, at: $1) }
            guard let name = convertName(pair.keyNode), !patterns.isEmpty else { return nil }
            return Result(
                condition: condition(name, patterns), text: "\(entry.key) \(name) \(text)")
        }
    }

    /// A list of thousands would bury the rest of a message.
    private static let mostShown = 20

    /// The values that could be read, and they as a text in brackets.
    private func values<Value>(
        _ node: Node, _ title: String, _ convert: (String, Node) -> Value?
    ) -> ([Value], String) {
        var values: [Value] = []
        var texts: [String] = []
        var others = 0
        for node in reading.oneOrMore(node, title) {
            guard let text = reading.text(node, "a value of \(title)"),
                let value = convert(text, node)
            else { continue }
            values.append(value)
            if texts.count < ConditionReader.mostShown {
                texts.append(Quoting.asListItem(text))
            } else {
                others += 1
            }
        }
        if others > 0 { texts.append("and \(others) more") }
        return (values, "[\(texts.joined(separator: ", "))]")
    }
}
