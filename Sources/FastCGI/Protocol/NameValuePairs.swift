/// The name-value pairs of the FastCGI specification, section 3.4: both lengths, then both texts. A length
/// takes one byte, or four where the first has its high bit set.
struct NameValuePairs: ~Escapable {
    private let bytes: Span<UInt8>
    private var offset = 0

    /// - Parameter bytes: the contents of all records of a stream, without headers and padding.
    @_lifetime(copy bytes)
    init(_ bytes: Span<UInt8>) { self.bytes = bytes }

    /// Where the parts of one pair are.
    struct Pair {
        let start: Int
        let name: Range<Int>
        let value: Range<Int>
    }

    /// Nil at the end, and where the lengths overrun the bytes, as in CVE-2025-23016.
    mutating func next() -> Pair? {
        let start = offset
        guard let nameCount = takeLength(), let valueCount = takeLength(),
            // Lengths have 31 bits, so their sum does not overflow.
            nameCount + valueCount <= bytes.count - offset
        else { return nil }
        let name = offset..<offset + nameCount
        offset = name.upperBound + valueCount
        return Pair(start: start, name: name, value: name.upperBound..<offset)
    }

    /// Whether the last pair ends where the bytes do.
    static func areWhole(_ bytes: Span<UInt8>) -> Bool {
        bytes.withUnsafeBytes { bytes in
            var pairs = PairWalk(bytes)
            while pairs.next() != nil {}
            return pairs.isAtEnd
        }
    }

    private mutating func takeLength() -> Int? {
        guard offset < bytes.count else { return nil }
        let first = Int(bytes[offset])
        guard first & 0x80 != 0 else {
            offset += 1
            return first
        }
        guard offset + 4 <= bytes.count else { return nil }
        let length = (1..<4).reduce(first & 0x7f) { $0 << 8 | Int(bytes[offset + $1]) }
        offset += 4
        return length
    }
}

/// The same with pointers, for the request path. It reads nothing behind the bytes.
struct PairWalk {
    private var position: UnsafePointer<UInt8>
    private let end: UnsafePointer<UInt8>

    struct Pair {
        let start: UnsafeRawPointer
        let name: UnsafeRawPointer
        let nameCount: Int
        let byteCount: Int
    }

    @inline(__always)
    init(_ bytes: UnsafeRawBufferPointer) {
        // Without bytes there is no base address, and nothing is read.
        let start = bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 1)!
        position = start.assumingMemoryBound(to: UInt8.self)
        end = position + bytes.count
    }

    /// Whether the pairs so far were all of the bytes.
    var isAtEnd: Bool { position == end }

    /// Nil at the end, and where the lengths overrun the bytes.
    @inline(__always)
    mutating func next() -> Pair? {
        let start = position
        guard end - start >= 2 else { return nil }
        // Nearly all lengths are short ones, which are looked at together.
        let lengths = UInt16(littleEndian: UnsafeRawPointer(start).loadUnaligned(as: UInt16.self))
        var (nameCount, valueCount) = (Int(lengths & 0xff), Int(lengths >> 8))
        var name = start + 2
        if lengths & 0x8080 != 0 {
            name = start
            guard let longName = takeLength(&name), let longValue = takeLength(&name) else {
                return nil
            }
            (nameCount, valueCount) = (longName, longValue)
        }
        guard nameCount &+ valueCount <= end - name else { return nil }
        position = name + (nameCount &+ valueCount)
        return Pair(
            start: start, name: name, nameCount: nameCount, byteCount: position - start)
    }

    private func takeLength(_ next: inout UnsafePointer<UInt8>) -> Int? {
        guard next < end else { return nil }
        let first = Int(next[0])
        guard first & 0x80 != 0 else {
            next += 1
            return first
        }
        guard end - next >= 4 else { return nil }
        defer { next += 4 }
        return (first & 0x7f) << 24 | Int(next[1]) << 16 | Int(next[2]) << 8 | Int(next[3])
    }
}
