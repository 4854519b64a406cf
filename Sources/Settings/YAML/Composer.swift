/// Turns events into nodes, resolving aliases and merge keys. A mistake that does not prevent the
/// reading of the rest becomes a complaint.
struct Composer: ~Copyable {
    private var parser: EventParser
    private let source: SourceText
    private var anchors: [String: Anchored] = [:]
    /// The anchors of the values that are being read just now.
    private var openAnchors: Set<String> = []
    private var nodeCount = 0
    /// The deepest level since this was last reset.
    private var deepest = 0
    private(set) var complaints: [Complaint] = []
    private(set) var invisibleCharacters: [InvisibleCharacter] = []
    /// Where the last event began: the cause of an error lies between there and the error.
    private(set) var lastMark = Mark(line: 1, column: 1)

    /// Far more than any configuration needs; it bounds every recursion over the nodes.
    private static let deepestLevel = 64
    /// The most values of a file; what an alias stands for counts again at each alias. A file of the largest
    /// permitted size has about this many values, unless most of them are empty.
    private static let mostNodes = 1_000_000

    /// The value that an alias stands for, and its size.
    private struct Anchored {
        let node: Node
        let nodeCount: Int
        let height: Int
    }

    /// A mistake that does not prevent the reading of the rest.
    struct Complaint {
        let mark: Mark
        let message: String

        init(_ message: String, at mark: Mark) {
            self.mark = mark
            self.message = message
        }
    }

    init(_ parser: consuming EventParser, _ source: SourceText) {
        self.parser = parser
        self.source = source
    }

    /// The one value of the file; nil if the file is empty.
    mutating func document() throws(CompositionError) -> Node? {
        var root: Node?
        while true {
            let event = try next()
            switch event.kind {
            case .documentStart where root != nil:
                // Only the first document is read; libyaml itself would continue with the second.
                complaints.append(
                    Complaint(
                        "not YAML: expected a single document in the stream, but found another "
                            + "document", at: event.start))
                return root
            case .streamEnd: return root
            case .streamStart, .documentStart, .documentEnd: continue
            case .alias, .scalar, .sequenceStart, .sequenceEnd, .mappingStart, .mappingEnd:
                root = try node(event, level: 0)
            }
        }
    }

    private mutating func next() throws(CompositionError) -> Event {
        do {
            let event = try parser.next()
            lastMark = event.start
            return event
        } catch {
            throw .syntax(error)
        }
    }

    private mutating func node(_ event: Event, level: Int) throws(CompositionError) -> Node {
        guard level <= Composer.deepestLevel else { throw .tooDeep(event.start) }
        if case .alias(let anchor) = event.kind {
            return try alias(anchor, level: level, at: event.start)
        }
        try count(1, at: event.start)
        deepest = max(deepest, level)
        check(tag: event.properties?.tag, at: event.start)
        guard let anchor = event.properties?.anchor else {
            return Node(content: try content(of: event, level), mark: mark(of: event))
        }
        let (outerDeepest, outerCount) = (deepest, nodeCount - 1)
        deepest = level
        anchors[anchor] = nil
        openAnchors.insert(anchor)
        let node = Node(content: try content(of: event, level), mark: mark(of: event))
        openAnchors.remove(anchor)
        anchors[anchor] = Anchored(
            node: node, nodeCount: nodeCount - outerCount, height: deepest - level)
        deepest = max(deepest, outerDeepest)
        return node
    }

    private mutating func content(
        of event: Event, _ level: Int
    ) throws(CompositionError) -> Node.Content {
        switch event.kind {
        case .scalar(let scalar, _): .scalar(checked(scalar, of: event))
        case .sequenceStart: .sequence(try nodes(level: level))
        case .mappingStart: .mapping(try pairs(level: level))
        case .alias, .streamStart, .streamEnd, .documentStart, .documentEnd, .sequenceEnd,
            .mappingEnd:
            preconditionFailure("no value begins with this event")
        }
    }

    private mutating func nodes(level: Int) throws(CompositionError) -> [Node] {
        var nodes: [Node] = []
        while true {
            let event = try next()
            if case .sequenceEnd = event.kind { return nodes }
            nodes.append(try node(event, level: level + 1))
        }
    }

    private mutating func pairs(level: Int) throws(CompositionError) -> [Node.Pair] {
        var pairs: [Node.Pair] = []
        while true {
            let event = try next()
            if case .mappingEnd = event.kind { break }
            let key = try node(event, level: level + 1)
            pairs.append(Node.Pair(key: key, value: try node(try next(), level: level + 1)))
        }
        let merge = Merge(pairs)
        complaints += merge.complaints
        return merge.pairs
    }

    private mutating func alias(
        _ anchor: String, level: Int, at mark: Mark
    ) throws(CompositionError) -> Node {
        guard let anchored = anchors[anchor] else {
            throw openAnchors.contains(anchor) ? .aliasOfItself(mark) : .undefinedAlias(mark)
        }
        try count(anchored.nodeCount, at: mark)
        deepest = max(deepest, level + anchored.height)
        guard deepest <= Composer.deepestLevel else { throw .tooDeep(mark) }
        return Node(content: anchored.node.content, mark: mark)
    }

    private mutating func count(_ more: Int, at mark: Mark) throws(CompositionError) {
        nodeCount += more
        guard nodeCount <= Composer.mostNodes else {
            throw .tooMany(limit: Composer.mostNodes, mark)
        }
    }

    /// Where the value begins, after its anchor and its tag.
    private func mark(of event: Event) -> Mark {
        let hasProperties = event.properties?.anchor != nil || event.properties?.tag != nil
        return hasProperties ? source.markOfValue(after: event.start) : event.start
    }

    /// The reader of each value knows its type, so that YAML's own tags are harmless, and others have no
    /// meaning.
    private mutating func check(tag: String?, at mark: Mark) {
        let standard = ["str", "int", "float", "bool", "null", "seq", "map"]
        guard let tag, tag != "!", !standard.contains(where: { "tag:yaml.org,2002:\($0)" == tag })
        else { return }
        complaints.append(
            Complaint(
                "the tag \(Quoting.quoted(tag)) has no meaning here: take it out, or put quotes "
                    + "around a value that begins with an exclamation mark", at: mark))
    }

    /// Removes invisible characters from a text without quotes, where they are hardly intended, and
    /// takes note of them.
    private mutating func checked(_ scalar: Node.Scalar, of event: Event) -> Node.Scalar {
        guard scalar.isPlain, InvisibleCharacter.mayBe(in: scalar.text) else { return scalar }
        let found = source.invisibleCharacters(from: event.start, to: event.end)
        guard !found.isEmpty else { return scalar }
        invisibleCharacters += found
        return Node.Scalar(text: InvisibleCharacter.removed(from: scalar.text), isPlain: true)
    }
}

/// A mistake after which there are no nodes to continue with.
enum CompositionError: Error {
    case syntax(SyntaxError)
    case undefinedAlias(Mark)
    case aliasOfItself(Mark)
    case tooDeep(Mark)
    case tooMany(limit: Int, Mark)
}
