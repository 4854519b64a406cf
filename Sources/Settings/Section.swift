/// A mapping whose keys are known beforehand. Whatever is wrong with it becomes a finding, and the
/// reading goes on with the default.
struct Section {
    let node: Node
    /// In the order of the file, without those that have no value.
    let entries: [Reading.Entry]
    private let reading: Reading
    private let title: String
    private let places: [String: Int]
    /// Keys without a value, which have been reported already.
    private let empty: Set<String>

    /// Keys that belong one level higher or lower. One that stands here was probably indented wrongly.
    struct Neighbour {
        let keys: [String]
        /// Where they belong, and what to do.
        let advice: String
    }

    /// Nil where the node is not a mapping. `title` is what it is in messages, `a site`; `keys` are all
    /// that may stand in it.
    init?(
        _ node: Node, _ title: String, keys: [String], _ reading: Reading,
        neighbours: [Neighbour] = []
    ) {
        guard let pairs = reading.pairs(of: node, title) else { return nil }
        var entries: [Reading.Entry] = []
        var places: [String: Int] = [:]
        var empty: Set<String> = []
        for entry in pairs {
            let key = Quoting.quoted(entry.key)
            if !keys.contains(entry.key) {
                let hint = Section.hint(for: entry.key, keys, neighbours, reading)
                reading.error("unknown key \(key) in \(title)\(hint)", at: entry.keyNode)
            } else if entry.value.isNothing {
                reading.error(
                    "\(key) has no value: give it one, or leave the key out", at: entry.keyNode)
                empty.insert(entry.key)
            } else {
                places[entry.key] = entries.count
                entries.append(entry)
            }
        }
        self.node = node
        self.reading = reading
        self.title = title
        self.entries = entries
        self.places = places
        self.empty = empty
    }

    private static func hint(
        for key: String, _ keys: [String], _ neighbours: [Neighbour], _ reading: Reading
    ) -> String {
        if let neighbour = neighbours.first(where: { $0.keys.contains(key) }) {
            return "; \(neighbour.advice)"
        }
        let visible = InvisibleCharacter.removed(from: key)
        let known = reading.suggestion(for: visible, among: keys)
        return known.isEmpty ? " (known: \(keys.joined(separator: ", ")))" : known
    }

    func entry(_ key: String) -> Reading.Entry? { places[key].map { entries[$0] } }

    subscript(key: String) -> Node? { entry(key)?.value }

    /// Whether the key is there, with a value or without.
    func has(_ key: String) -> Bool { places[key] != nil || empty.contains(key) }

    func required(_ key: String) -> Node? {
        if !has(key) { reading.error("\(title) lacks \(Quoting.quoted(key))", at: node) }
        return self[key]
    }

    /// A mapping below this one.
    func section(_ key: String, keys: [String]) -> Section? {
        self[key].flatMap { Section($0, Quoting.quoted(key), keys: keys, reading) }
    }

    func text(_ key: String) -> String? {
        self[key].flatMap { reading.text($0, Quoting.quoted(key)) }
    }

    /// The values of a list, or the one that stands in its place; nil where the key is missing.
    func list(_ key: String) -> [Node]? { self[key]?.items }

    func integer(_ key: String, in range: ClosedRange<Int>, default other: Int) -> Int {
        self[key].flatMap { reading.integer($0, Quoting.quoted(key), in: range) } ?? other
    }

    func flag(_ key: String, default other: Bool) -> Bool {
        self[key].flatMap { reading.flag($0, Quoting.quoted(key)) } ?? other
    }

    /// One of a few words.
    func choice<Value: RawRepresentable<String>>(_ key: String, among values: [Value]) -> Value? {
        self[key].flatMap { reading.choice($0, Quoting.quoted(key), among: values) }
    }

    /// Whole seconds.
    func seconds(_ key: String, atLeast fewest: Int64, default other: Int64) -> Int64 {
        self[key].flatMap { reading.seconds($0, Quoting.quoted(key), atLeast: fewest) } ?? other
    }

    func milliseconds(_ key: String, in range: ClosedRange<Int64>) -> Int64? {
        self[key].flatMap { reading.milliseconds($0, Quoting.quoted(key), in: range) }
    }

    /// The path of a URI.
    func path(_ key: String) -> String? {
        guard let node = self[key], let text = reading.word(node, Quoting.quoted(key)) else {
            return nil
        }
        if text.hasPrefix("/") { return text }
        reading.error(
            "\(Quoting.quoted(key)) must begin with \"/\", not \(Quoting.quoted(text))", at: node)
        return nil
    }
}
