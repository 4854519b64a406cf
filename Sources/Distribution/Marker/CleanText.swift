import Fields

/// A path or a query without the component's own segments. It is the text as it came, with gaps; so nothing
/// is copied, and a text that has at most one gap, as nearly all have, is looked through only once.
public struct CleanText: ~Escapable {
    private let text: Span<UInt8>
    private let grammar: MarkerGrammar
    /// The first gap: the first part of the bytes that does not belong to the text. It is empty, and at the end, where
    /// there is none.
    private let firstGap: Range<Int>
    private let hasMoreGaps: Bool

    /// A text in which nothing is the component's own.
    @_lifetime(copy text)
    init(whole text: Span<UInt8>, _ grammar: MarkerGrammar) {
        self.text = text
        self.grammar = grammar
        firstGap = text.count..<text.count
        hasMoreGaps = false
    }

    @_lifetime(copy text)
    fileprivate init(
        _ text: Span<UInt8>, _ grammar: MarkerGrammar, firstGap: Range<Int>, hasMoreGaps: Bool
    ) {
        self.text = text
        self.grammar = grammar
        self.firstGap = firstGap
        self.hasMoreGaps = hasMoreGaps
    }

    /// Hands over the pieces between the gaps, in order. Some may be empty.
    func forEachPiece(_ body: (Span<UInt8>) -> Void) {
        body(text.extracting(0..<firstGap.lowerBound))
        var start = firstGap.upperBound
        if hasMoreGaps {
            var reserved = ReservedSegments(text, grammar, from: start)
            while let segment = reserved.next() {
                let gap = grammar.gap(for: segment, after: start, count: text.count)
                body(text.extracting(start..<gap.lowerBound))
                start = gap.upperBound
            }
        }
        body(text.extracting(start..<text.count))
    }

    /// Hands over the text in one piece. Only a text with a gap in its midst is copied for that.
    public func withBytes<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
        if !hasMoreGaps {
            if firstGap.upperBound == text.count {
                return body(text.extracting(0..<firstGap.lowerBound))
            }
            if firstGap.lowerBound == 0 {
                return body(text.extracting(firstGap.upperBound..<text.count))
            }
        }
        return withUnsafeTemporaryAllocation(byteCount: text.count, alignment: 1) { bytes in
            var count = 0
            forEachPiece { piece in
                piece.withUnsafeBytes { piece in
                    UnsafeMutableRawBufferPointer(rebasing: bytes[count...]).copyMemory(from: piece)
                    count += piece.count
                }
            }
            let written = UnsafeRawBufferPointer(rebasing: bytes[..<count])
            return body(Span(_unsafeBytes: written))
        }
    }
}

/// A path or a query, and what was found in it.
struct MarkedText: ~Escapable {
    let clean: CleanText
    /// Whether all arguments of a query are the component's own: then it was no query before.
    let isAllReserved: Bool
    /// The last of the component's own segments.
    let marker: Marker?

    @_lifetime(copy text)
    init(_ text: Span<UInt8>, _ grammar: MarkerGrammar) {
        var reserved = ReservedSegments(text, grammar)
        guard var last = reserved.next() else {
            clean = CleanText(whole: text, grammar)
            isAllReserved = false
            marker = nil
            return
        }
        var isFirstArgument = grammar.isFirstArgument(last, after: 0)
        var firstGap = grammar.gap(for: last, after: 0, count: text.count)
        var keptStart = firstGap.upperBound
        var hasMoreGaps = false
        while let segment = reserved.next() {
            let gap = grammar.gap(for: segment, after: keptStart, count: text.count)
            isFirstArgument = grammar.isFirstArgument(segment, after: keptStart)
            // Markers in a row are one gap.
            if gap.lowerBound == firstGap.upperBound {
                firstGap = firstGap.lowerBound..<gap.upperBound
            } else {
                hasMoreGaps = true
            }
            keptStart = gap.upperBound
            last = segment
        }
        clean = CleanText(text, grammar, firstGap: firstGap, hasMoreGaps: hasMoreGaps)
        isAllReserved = isFirstArgument && last.end == text.count
        marker = Marker(text.extracting(last.bodyStart..<last.end))
    }
}
