/// Where texts stand in a list, by their hashes, letter case aside.
@usableFromInline
package struct TextIndex: Sendable {
    @usableFromInline
    package struct Slot: Sendable {
        @usableFromInline let hash: UInt32
        /// In the list; -1 where the slot is free.
        @usableFromInline let index: Int32
    }

    /// A power of two of them, at most half in use.
    package private(set) var slots: [Slot]

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

    /// The indexes of texts that have the hash of another; whoever asks compares the texts themselves.
    @usableFromInline
    package struct Candidates: ~Escapable {
        @usableFromInline let slots: Span<Slot>
        @usableFromInline let hash: UInt32
        @usableFromInline var slot: Int

        @inlinable
        @_lifetime(copy slots)
        package init(for text: Span<UInt8>, in slots: Span<Slot>) {
            self.slots = slots
            hash = TextIndex.hash(text)
            slot = Int(hash)
        }

        /// Of equal texts the first comes first.
        @inlinable
        package mutating func next() -> Int? {
            while true {
                let candidate = slots[unchecked: slot & (slots.count - 1)]
                guard candidate.index >= 0 else { return nil }
                slot += 1
                if candidate.hash == hash { return Int(candidate.index) }
            }
        }
    }

    /// FNV-1a over the lower-cased bytes. The texts come from the operator, so nobody can crowd them.
    @inlinable
    package static func hash(_ text: Span<UInt8>) -> UInt32 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for index in text.indices {
            hash = (hash ^ UInt64(ASCII.lowerCased(text[unchecked: index]))) &* 0x100_0000_01b3
        }
        return UInt32(truncatingIfNeeded: hash ^ (hash >> 32))
    }
}
