/// Merge keys (YAML 1.1, "Merge Key Language-Independent Type"): `<<: *base` takes over the pairs of
/// another mapping, except for keys that stand in this mapping itself. In a list of mappings, earlier
/// ones win over later ones.
struct Merge {
    /// The pairs of the mapping itself, in their order, followed by those that were taken over.
    private(set) var pairs: [Node.Pair]
    private(set) var complaints: [Composer.Complaint] = []

    init(_ all: [Node.Pair]) {
        guard all.contains(where: { Merge.isMergeKey($0.key) }) else {
            pairs = all
            return
        }
        pairs = all.filter { !Merge.isMergeKey($0.key) }
        var keys = Set(pairs.compactMap(\.key.scalar?.text))
        var first: Node?
        for pair in all where Merge.isMergeKey(pair.key) {
            if let first {
                complain(
                    "the key \"<<\" is already at line \(first.line); to take over several "
                        + "mappings, write a list: <<: [*one, *other]", at: pair.key)
                continue
            }
            first = pair.key
            for mapping in mappings(pair.value) {
                for pair in mapping {
                    if let key = pair.key.scalar?.text, !keys.insert(key).inserted { continue }
                    pairs.append(pair)
                }
            }
        }
    }

    private mutating func mappings(_ node: Node) -> [[Node.Pair]] {
        if let pairs = node.pairs { return [pairs] }
        guard let list = node.list else {
            complain(
                "\"<<\" takes over the keys of another mapping: its value must be an alias, such as "
                    + "*name, or a list of aliases, not \(node.kind)", at: node)
            return []
        }
        return list.compactMap { node in
            if node.pairs == nil {
                complain("\"<<\" takes over mappings only, not \(node.kind)", at: node)
            }
            return node.pairs
        }
    }

    private mutating func complain(_ message: String, at node: Node) {
        complaints.append(Composer.Complaint(message, at: node.mark))
    }

    private static func isMergeKey(_ key: Node) -> Bool {
        guard let scalar = key.scalar else { return false }
        return scalar.isPlain && scalar.text == "<<"
    }
}
