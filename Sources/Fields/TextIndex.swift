/// Where texts stand in a list, by their hashes, letter case aside.
package struct TextIndex: Sendable {
    private struct Slot {
        let hash: UInt32
        /// -1 where the slot is free.
        let index: Int32
    }

    /// A power of two of them, at most half in use.
    private var slots: [Slot]

    package init(_ texts: [[UInt8]]) {
        var size = 8
        while size < texts.count * 2 { size *= 2 }
        slots = Array(repeating: Slot(hash: 0, index: -1), count: size)
        for (index, text) in texts.enumerated() {
            let hash = TextIndex.hash(text.span)
            var slot = Int(hash) & (slots.count - 1)
            while slots[slot].index >= 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Slot(hash: hash, index: Int32(index))
        }
    }

    /// Where a text may stand in the list: at none of these, or at some of them.
    package struct Candidates {
        fileprivate let hash: UInt32
        fileprivate var slot: Int
    }

    /// The indexes of texts of the same hash; whoever asks compares the texts themselves.
    package func candidates(for text: Span<UInt8>) -> Candidates {
        let hash = TextIndex.hash(text)
        return Candidates(hash: hash, slot: Int(hash))
    }

    /// Of equal texts the first comes first.
    package func next(_ candidates: inout Candidates) -> Int? {
        let slots = slots.span
        while true {
            let slot = slots[candidates.slot & (slots.count - 1)]
            guard slot.index >= 0 else { return nil }
            candidates.slot += 1
            if slot.hash == candidates.hash { return Int(slot.index) }
        }
    }

    /// FNV-1a over the lower-cased bytes. Names come from the operator, so nobody can crowd them.
    private static func hash(_ text: Span<UInt8>) -> UInt32 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for index in text.indices {
            hash = (hash ^ UInt64(ASCII.lowerCased(text[unchecked: index]))) &* 0x100_0000_01b3
        }
        return UInt32(truncatingIfNeeded: hash ^ (hash >> 32))
    }
}
