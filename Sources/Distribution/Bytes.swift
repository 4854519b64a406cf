// Bytes of a request, looked at without copying them.

internal import Glibc

enum ASCII {
    static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    static func lowerCased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }

    static func isBase64URL(_ byte: UInt8) -> Bool {
        isLetter(byte) || isDigit(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }

    /// RFC 3986, section 3.1.
    static func isSchemeByte(_ byte: UInt8) -> Bool {
        isLetter(byte) || isDigit(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
            || byte == UInt8(ascii: ".")
    }

    static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }
}

extension Span<UInt8> {
    var first: UInt8? { isEmpty ? nil : self[0] }

    package func firstIndex(of byte: UInt8, from start: Int = 0) -> Int? {
        precondition(start >= 0 && start <= count)
        return withUnsafeBytes { bytes in
            guard let address = bytes.baseAddress,
                let found = memchr(address + start, Int32(byte), bytes.count - start)
            else { return nil }
            return UnsafeRawPointer(found) - address
        }
    }

    func lastIndex(of byte: UInt8) -> Int? {
        var index = count
        while index > 0 {
            index -= 1
            if self[unchecked: index] == byte { return index }
        }
        return nil
    }

    /// How many bytes from the start on satisfy the predicate.
    func prefixCount(_ predicate: (UInt8) -> Bool) -> Int {
        var index = 0
        while index < count, predicate(self[index]) { index += 1 }
        return index
    }

    func count(where predicate: (UInt8) -> Bool) -> Int {
        var matches = 0
        for index in indices where predicate(self[index]) { matches += 1 }
        return matches
    }

    func equals(_ other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        return withUnsafeBytes { one in
            other.withUnsafeBytes { other in
                one.isEmpty || memcmp(one.baseAddress!, other.baseAddress!, one.count) == 0
            }
        }
    }

    func equalsIgnoringCase(_ other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        for index in indices
        where ASCII.lowerCased(self[unchecked: index])
            != ASCII.lowerCased(other[unchecked: index])
        {
            return false
        }
        return true
    }

    func hasPrefix(_ prefix: Span<UInt8>) -> Bool {
        count >= prefix.count && extracting(0..<prefix.count).equals(prefix)
    }

    func hasSuffix(_ suffix: Span<UInt8>) -> Bool {
        count >= suffix.count && extracting((count - suffix.count)..<count).equals(suffix)
    }

    /// The bytes without blanks at either end.
    @_lifetime(copy self)
    package func trimmed() -> Span<UInt8> {
        var start = 0
        var end = count
        while start < end, ASCII.isBlank(self[start]) { start += 1 }
        while end > start, ASCII.isBlank(self[end - 1]) { end -= 1 }
        return extracting(start..<end)
    }
}

extension [UInt8] {
    package mutating func append(_ bytes: Span<UInt8>) {
        bytes.withUnsafeBufferPointer { append(contentsOf: $0) }
    }
}
