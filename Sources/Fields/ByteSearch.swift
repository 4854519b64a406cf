// Searches and comparisons in the bytes of a request, which are not copied. Several bytes are looked at
// at once, so that a long value costs little more than with the C library, which this room does without.

extension Span<UInt8> {
    @inlinable
    package var first: UInt8? { isEmpty ? nil : self[0] }

    /// Where the byte stands first from `start` on.
    package func firstIndex(of byte: UInt8, from start: Int = 0) -> Int? {
        precondition(start >= 0 && start <= count)
        return withUnsafeBytes { buffer in
            guard let bytes = buffer.baseAddress else { return nil }
            let sought = EightBytes.each &* UInt64(byte)
            var index = start
            while index &+ 16 <= buffer.count {
                let one = EightBytes.zeros(in: EightBytes.load(bytes + index) ^ sought)
                let other = EightBytes.zeros(in: EightBytes.load(bytes + (index &+ 8)) ^ sought)
                if one | other != 0 {
                    return one != 0
                        ? index &+ EightBytes.first(one) : index &+ 8 &+ EightBytes.first(other)
                }
                index &+= 16
            }
            return EightBytes.firstInTail(bytes, buffer.count, from: index, sought)
        }
    }

    /// Where one of two bytes stands first from `start` on.
    package func firstIndex(of one: UInt8, or other: UInt8, from start: Int = 0) -> Int? {
        precondition(start >= 0 && start <= count)
        return withUnsafeBytes { buffer in
            guard let bytes = buffer.baseAddress else { return nil }
            let (one, other) = (EightBytes.each &* UInt64(one), EightBytes.each &* UInt64(other))
            var index = start
            while index &+ 8 <= buffer.count {
                let word = EightBytes.load(bytes + index)
                let found = EightBytes.zeros(in: word ^ one) | EightBytes.zeros(in: word ^ other)
                if found != 0 { return index &+ EightBytes.first(found) }
                index &+= 8
            }
            let first = EightBytes.firstInTail(bytes, buffer.count, from: index, one)
            let second = EightBytes.firstInTail(bytes, buffer.count, from: index, other)
            guard let first, let second else { return first ?? second }
            return Swift.min(first, second)
        }
    }

    /// Whether the byte stands anywhere. It looks at all bytes, which is cheapest where there mostly is none.
    package func contains(_ byte: UInt8) -> Bool {
        withUnsafeBytes { buffer in
            guard let bytes = buffer.baseAddress, buffer.count >= 16 else {
                return firstIndex(of: byte) != nil
            }
            let sought = SIMD16(repeating: byte)
            // The last bytes come first, with some that are looked at twice.
            var found = SixteenBytes.load(bytes + (buffer.count &- 16)) .== sought
            var index = 0
            while index &+ 16 <= buffer.count {
                found .|= SixteenBytes.load(bytes + index) .== sought
                index &+= 16
            }
            return unsafeBitCast(found, to: SIMD2<UInt64>.self) != .zero
        }
    }

    /// Where the byte stands last.
    @inlinable
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
    @usableFromInline
    package func equals(_ other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        return withUnsafeBytes { one in
            other.withUnsafeBytes { other in
                guard let one = one.baseAddress, let other = other.baseAddress else { return true }
                return EightBytes.areEqual(one, other, count)
            }
        }
    }

    @inlinable
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
    @inlinable
    package func equalsIgnoringCase(lowerCased other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        for index in indices
        where ASCII.lowerCased(self[unchecked: index]) != other[unchecked: index] {
            return false
        }
        return true
    }

    /// - Parameter text: ASCII
    @usableFromInline
    package func equals(_ text: StaticString) -> Bool {
        guard count == text.utf8CodeUnitCount else { return false }
        return withUnsafeBytes { one in
            guard let one = one.baseAddress else { return true }
            return EightBytes.areEqual(one, text.utf8Start, count)
        }
    }

    /// - Parameter text: ASCII without capital letters
    @inlinable
    package func equalsIgnoringCase(lowerCased text: StaticString) -> Bool {
        count == text.utf8CodeUnitCount && hasPrefixIgnoringCase(lowerCased: text)
    }

    @inlinable
    package func hasPrefix(_ prefix: Span<UInt8>) -> Bool {
        count >= prefix.count && extracting(0..<prefix.count).equals(prefix)
    }

    /// - Parameter text: ASCII without capital letters
    @inlinable
    package func hasPrefixIgnoringCase(lowerCased text: StaticString) -> Bool {
        guard count >= text.utf8CodeUnitCount else { return false }
        for index in 0..<text.utf8CodeUnitCount
        where ASCII.lowerCased(self[unchecked: index]) != text.utf8Start[index] {
            return false
        }
        return true
    }

    /// Whether the text stands anywhere; an empty one does.
    package func contains(_ text: Span<UInt8>) -> Bool {
        guard let first = text.first else { return true }
        var start = 0
        while start + text.count <= count, let index = firstIndex(of: first, from: start) {
            if extracting(index...).hasPrefix(text) { return true }
            start = index + 1
        }
        return false
    }

    @inlinable
    package func hasSuffix(_ suffix: Span<UInt8>) -> Bool {
        count >= suffix.count && extracting((count - suffix.count)..<count).equals(suffix)
    }
}

private enum SixteenBytes {
    @inline(__always)
    static func load(_ bytes: UnsafeRawPointer) -> SIMD16<UInt8> {
        bytes.loadUnaligned(as: SIMD16<UInt8>.self)
    }
}

/// Eight bytes as one number, the first of them lowest.
private enum EightBytes {
    /// A number that holds 1 in each of its bytes.
    static let each: UInt64 = 0x0101_0101_0101_0101

    @inline(__always)
    static func load(_ bytes: UnsafeRawPointer) -> UInt64 {
        UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
    }

    /// The highest bit of each byte that is zero, up to the first of them; bits above that one say nothing
    /// (H. S. Warren, Hacker's Delight, section 6-1).
    @inline(__always)
    static func zeros(in word: UInt64) -> UInt64 { (word &- each) & ~word & (each &* 0x80) }

    /// The first of the bytes that `zeros` marks.
    @inline(__always)
    static func first(_ zeros: UInt64) -> Int { zeros.trailingZeroBitCount &>> 3 }

    /// Where the byte that is sought, eight times, stands in the last bytes, fewer than 16.
    @inline(__always)
    static func firstInTail(
        _ bytes: UnsafeRawPointer, _ count: Int, from start: Int, _ sought: UInt64
    ) -> Int? {
        var index = start
        if index &+ 8 <= count {
            let found = zeros(in: load(bytes + index) ^ sought)
            if found != 0 { return index &+ first(found) }
            index &+= 8
        }
        let rest = count &- index
        guard rest > 0 else { return nil }
        guard count >= 8 else {
            while index < count {
                if bytes.load(fromByteOffset: index, as: UInt8.self)
                    == UInt8(truncatingIfNeeded: sought)
                {
                    return index
                }
                index &+= 1
            }
            return nil
        }
        // The last eight bytes, without those that were looked at; zeros take their place above.
        let word = (load(bytes + (count &- 8)) ^ sought) &>> UInt64((8 &- rest) &* 8)
        let lane = first(zeros(in: word))
        return lane < rest ? index &+ lane : nil
    }

    @inline(__always)
    static func areEqual(_ one: UnsafeRawPointer, _ other: UnsafeRawPointer, _ count: Int) -> Bool {
        var index = 0
        while index &+ 8 <= count {
            guard load(one + index) == load(other + index) else { return false }
            index &+= 8
        }
        while index < count {
            guard
                one.load(fromByteOffset: index, as: UInt8.self)
                    == other.load(fromByteOffset: index, as: UInt8.self)
            else { return false }
            index &+= 1
        }
        return true
    }
}
