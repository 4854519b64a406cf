// Searches and comparisons in the bytes of a request, which are not copied. Eight bytes are looked at
// at once, so that a long value costs little more than with the C library, which this room does without.

extension Span<UInt8> {
    @inlinable
    package var first: UInt8? { isEmpty ? nil : self[0] }

    /// Where the byte stands first from `start` on.
    package func firstIndex(of byte: UInt8, from start: Int = 0) -> Int? {
        precondition(start >= 0 && start <= count)
        return withUnsafeBytes { bytes in
            let sought = EightBytes.each * UInt64(byte)
            var index = start
            while index &+ 8 <= bytes.count {
                let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                let zeros = EightBytes.zeros(in: UInt64(littleEndian: word) ^ sought)
                if zeros != 0 { return index &+ zeros.trailingZeroBitCount / 8 }
                index &+= 8
            }
            while index < bytes.count {
                if bytes[index] == byte { return index }
                index &+= 1
            }
            return nil
        }
    }

    /// Where the byte stands last.
    package func lastIndex(of byte: UInt8) -> Int? {
        var index = count
        while index > 0 {
            index -= 1
            if self[unchecked: index] == byte { return index }
        }
        return nil
    }

    /// How many bytes from the start on satisfy the predicate.
    @inlinable
    package func prefixCount(_ predicate: (UInt8) -> Bool) -> Int {
        var index = 0
        while index < count, predicate(self[unchecked: index]) { index += 1 }
        return index
    }

    /// How many bytes satisfy the predicate.
    @inlinable
    package func count(where predicate: (UInt8) -> Bool) -> Int {
        var matches = 0
        for index in indices where predicate(self[unchecked: index]) { matches += 1 }
        return matches
    }

    /// The bytes without blanks at either end.
    @_lifetime(copy self)
    package func trimmed() -> Span<UInt8> {
        var start = 0
        var end = count
        while start < end, ASCII.isBlank(self[unchecked: start]) { start += 1 }
        while end > start, ASCII.isBlank(self[unchecked: end - 1]) { end -= 1 }
        return extracting(start..<end)
    }

    /// The bytes without the quotes that stand at both ends; as they are where none do.
    @_lifetime(copy self)
    package func unquoted() -> Span<UInt8> {
        let quote = UInt8(ascii: "\"")
        guard count >= 2, self[0] == quote, self[count - 1] == quote else { return self }
        return extracting(1..<(count - 1))
    }
}

// MARK: Comparison

extension Span<UInt8> {
    package func equals(_ other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        return withUnsafeBytes { one in
            other.withUnsafeBytes { EightBytes.areEqual(one, $0) }
        }
    }

    package func equalsIgnoringCase(_ other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        for index in indices
        where ASCII.lowerCased(self[unchecked: index])
            != ASCII.lowerCased(other[unchecked: index])
        {
            return false
        }
        return true
    }

    /// The same, where the other has no capital letters.
    package func equalsIgnoringCase(lowerCased other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        for index in indices
        where ASCII.lowerCased(self[unchecked: index]) != other[unchecked: index] {
            return false
        }
        return true
    }

    /// - Parameter text: ASCII
    package func equals(_ text: StaticString) -> Bool {
        guard count == text.utf8CodeUnitCount else { return false }
        return withUnsafeBytes {
            EightBytes.areEqual($0, UnsafeRawBufferPointer(start: text.utf8Start, count: $0.count))
        }
    }

    /// - Parameter text: ASCII without capital letters
    package func equalsIgnoringCase(lowerCased text: StaticString) -> Bool {
        count == text.utf8CodeUnitCount && hasPrefixIgnoringCase(lowerCased: text)
    }

    package func hasPrefix(_ prefix: Span<UInt8>) -> Bool {
        count >= prefix.count && extracting(0..<prefix.count).equals(prefix)
    }

    /// - Parameter text: ASCII without capital letters
    package func hasPrefixIgnoringCase(lowerCased text: StaticString) -> Bool {
        guard count >= text.utf8CodeUnitCount else { return false }
        for index in 0..<text.utf8CodeUnitCount
        where ASCII.lowerCased(self[unchecked: index]) != text.utf8Start[index] {
            return false
        }
        return true
    }

    package func hasSuffix(_ suffix: Span<UInt8>) -> Bool {
        count >= suffix.count && extracting((count - suffix.count)..<count).equals(suffix)
    }
}

/// Eight bytes as one number.
private enum EightBytes {
    /// A number that holds 1 in each of its bytes.
    static let each: UInt64 = 0x0101_0101_0101_0101

    /// The highest bit of each byte that is zero, up to the first of them, counted from the lowest; bits
    /// above that one say nothing (H. S. Warren, Hacker's Delight, section 6-1).
    static func zeros(in word: UInt64) -> UInt64 { (word &- each) & ~word & (each << 7) }

    /// - Precondition: both have the same count.
    static func areEqual(_ one: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer) -> Bool {
        let count = one.count
        var index = 0
        while index &+ 8 <= count {
            guard
                one.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                    == other.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            else { return false }
            index &+= 8
        }
        while index < count {
            guard one[index] == other[index] else { return false }
            index &+= 1
        }
        return true
    }
}
