/// A value of the file, and where it stands.
struct Node {
    let content: Content
    /// Where the value begins. A value that comes from an alias has the place of the alias; the values
    /// inside it keep their own places.
    let mark: Mark

    enum Content {
        case scalar(Scalar)
        case sequence([Node])
        /// In the order of the file, including keys that stand twice.
        case mapping([Pair])
    }

    struct Scalar {
        let text: String
        /// Whether it stands without quotes, so that it may be YAML's null.
        let isPlain: Bool
    }

    struct Pair {
        let key: Node
        let value: Node
    }

    /// Nil where it is a list or a mapping.
    var scalar: Scalar? {
        guard case .scalar(let scalar) = content else { return nil }
        return scalar
    }

    /// Nil where it is not a list.
    var list: [Node]? {
        guard case .sequence(let nodes) = content else { return nil }
        return nodes
    }

    /// The values of a list. A value that stands alone counts as a list of one.
    var items: [Node] { list ?? [self] }

    /// Nil where it is not a mapping.
    var pairs: [Pair]? {
        guard case .mapping(let pairs) = content else { return nil }
        return pairs
    }

    /// The value of a key; nil if there is none, or this is not a mapping.
    subscript(key: String) -> Node? {
        pairs?.first { $0.key.scalar?.text == key }?.value
    }

    /// What it is, for messages.
    var kind: String {
        switch content {
        case .scalar where isNothing: "nothing"
        case .scalar: "a single value"
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }

    /// Whether it is YAML's null (YAML 1.2, section 10.3.2), unquoted.
    var isNothing: Bool {
        guard let scalar, scalar.isPlain else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(scalar.text)
    }

    /// Nil where it is not a single value, or is YAML's null.
    var plainText: String? { isNothing ? nil : scalar?.text }

    var line: Int { mark.line }
}

/// A place in the file, counted from 1 in lines and Unicode scalars.
struct Mark: Hashable, Comparable {
    let line: Int
    let column: Int

    static func < (one: Mark, other: Mark) -> Bool {
        (one.line, one.column) < (other.line, other.column)
    }

    /// This place, for a message about another node that repeats what stands here. A value that is
    /// repeated by an alias or by "<<" stands in one place only.
    func described(beside node: Node) -> String {
        "at line \(line)" + (node.mark == self ? ", from where an alias takes it over" : "")
    }
}
