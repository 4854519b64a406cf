/// Where in a value some texts may begin: by the first few bytes of each of them, of which only the hashes are
/// kept. It may take a place for a beginning that is none, but misses none that is one.
package struct BeginningFilter: Sendable {
    /// How many bytes are looked at, 1 to 4; 0 where a text is empty, which begins everywhere.
    private let byteCount: Int
    private let mask: UInt32
    /// A bit for each hash.
    private var hashes = [UInt64](repeating: 0, count: 1 << 10)

    package init(_ texts: [[UInt8]]) {
        let byteCount = min(4, texts.map(\.count).min() ?? 0)
        self.byteCount = byteCount
        mask = byteCount == 4 ? .max : (1 << UInt32(byteCount * 8)) - 1
        for text in texts {
            let hash = BeginningFilter.hash(
                text[..<byteCount].reduce(0) { $0 << 8 | UInt32($1) } & mask)
            hashes[Int(hash >> 6)] |= 1 << UInt64(hash & 63)
        }
    }

    /// The next place, from `start` on, where a text may begin; nil where none does.
    package func next(in value: Span<UInt8>, from start: Int) -> Int? {
        guard start &+ byteCount <= value.count else { return nil }
        if byteCount == 0 { return start }
        let hashes = hashes.span
        var window: UInt32 = 0
        for index in start..<(start &+ byteCount &- 1) {
            window = window << 8 | UInt32(value[unchecked: index])
        }
        for index in (start &+ byteCount &- 1)..<value.count {
            window = (window << 8 | UInt32(value[unchecked: index])) & mask
            let hash = BeginningFilter.hash(window)
            if hashes[unchecked: Int(hash >> 6)] >> UInt64(hash & 63) & 1 != 0 {
                return index &+ 1 &- byteCount
            }
        }
        return nil
    }

    /// Sixteen bits (Knuth's multiplicative hash).
    @inline(__always)
    private static func hash(_ window: UInt32) -> UInt32 { (window &* 0x9E37_79B1) >> 16 }
}
