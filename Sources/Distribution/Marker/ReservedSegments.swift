import Fields

/// The segments of a path, or the arguments of a query, that are the component's own: those that begin with
/// the marker's name and "=", whatever follows. They are found in one pass, which stops only where "=" or "%"
/// stands: in most paths nowhere.
struct ReservedSegments: ~Escapable {
    private let text: Span<UInt8>
    private let grammar: MarkerGrammar
    /// Where the search goes on.
    private var position: Int

    /// One of them, in the text.
    struct Segment {
        let start: Int
        /// Behind "=" or "%3D".
        let bodyStart: Int
        /// Where the next separator stands, or the text ends.
        let end: Int
    }

    @_lifetime(copy text)
    init(_ text: Span<UInt8>, _ grammar: MarkerGrammar, from position: Int = 0) {
        self.text = text
        self.grammar = grammar
        self.position = position
    }

    /// The segments one after the other; nil after the last.
    @_lifetime(self: copy self)
    mutating func next() -> Segment? {
        while let sign = text.firstIndex(
            of: UInt8(ascii: "="), or: UInt8(ascii: "%"), from: position)
        {
            position = sign + 1
            guard let start = grammar.name.start(in: text, endingAt: sign),
                start == 0 || text[start - 1] == grammar.separator,
                let bodyStart = endOfEqualsSign(at: sign)
            else { continue }
            position = text.firstIndex(of: grammar.separator, from: bodyStart) ?? text.count
            return Segment(start: start, bodyStart: bodyStart, end: position)
        }
        return nil
    }

    /// What follows the "=", which proxies may have written as "%3D".
    private func endOfEqualsSign(at index: Int) -> Int? {
        if text[index] == UInt8(ascii: "=") { return index + 1 }
        guard index + 3 <= text.count, text[index + 1] == UInt8(ascii: "3"),
            ASCII.lowerCased(text[index + 2]) == UInt8(ascii: "d")
        else { return nil }
        return index + 3
    }
}

/// What the component's own segments look like.
struct MarkerGrammar {
    let name: MarkerName
    /// What stands between segments, or arguments.
    let separator: UInt8

    static func inPath(_ name: MarkerName) -> MarkerGrammar {
        MarkerGrammar(name: name, separator: UInt8(ascii: "/"))
    }

    static func inQuery(_ name: MarkerName) -> MarkerGrammar {
        MarkerGrammar(name: name, separator: UInt8(ascii: "&"))
    }

    /// What is cut out of the text for a segment: the segment and the separator before it. The first argument
    /// of a query has none, and takes the one behind it along.
    /// - Parameter start: where the text before the segment begins, which is kept
    func gap(for segment: ReservedSegments.Segment, after start: Int, count: Int) -> Range<Int> {
        if isFirstArgument(segment, after: start) {
            return segment.start..<min(segment.end + 1, count)
        }
        return max(segment.start - 1, 0)..<segment.end
    }

    func isFirstArgument(_ segment: ReservedSegments.Segment, after start: Int) -> Bool {
        separator == UInt8(ascii: "&") && segment.start == start
    }
}
