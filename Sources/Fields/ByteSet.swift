/// Which ASCII bytes belong to a kind of text: one look for each byte, however many kinds of byte.
package struct ByteSet: Sendable {
    private let low: UInt64
    private let high: UInt64

    /// - Parameter members: ASCII characters
    package init(_ members: StaticString) {
        var bits: (low: UInt64, high: UInt64) = (0, 0)
        members.withUTF8Buffer { bytes in
            for byte in bytes {
                let bit: UInt64 = 1 << UInt64(byte & 63)
                if byte < 64 { bits.low |= bit } else { bits.high |= bit }
            }
        }
        (low, high) = bits
    }

    /// Where the first byte stands, from `start` on, that is no member; the count where all are.
    package func endOfMembers(in bytes: Span<UInt8>, from start: Int = 0) -> Int {
        precondition(start >= 0)
        var end = start
        while end < bytes.count, contains(bytes[unchecked: end]) { end += 1 }
        return end
    }

    package func contains(_ byte: UInt8) -> Bool {
        byte < 128 && (byte < 64 ? low : high) >> UInt64(byte & 63) & 1 != 0
    }
}
