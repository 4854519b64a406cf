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
        var offset = 0
        while offset + 1 < bytes.count {
            let (name, value) = (bytes[unchecked: offset], bytes[unchecked: offset + 1])
            if (name | value) & 0x80 == 0 {
                // Nearly all lengths are short ones.
                offset += 2 + Int(name) + Int(value)
            } else {
                var pairs = NameValuePairs(bytes)
                pairs.offset = offset
                guard let pair = pairs.next() else { return false }
                offset = pair.value.upperBound
            }
        }
        return offset == bytes.count
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

/// The same, without checks, for bytes whose `areWhole` is known: the request path walks through them twice.
struct TrustedPairs {
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

    var hasNext: Bool {
        @inline(__always) get { position < end }
    }

    @inline(__always)
    mutating func next() -> Pair {
        let start = position
        let nameCount = takeLength()
        let valueCount = takeLength()
        let name = position
        position += nameCount + valueCount
        return Pair(
            start: start, name: name, nameCount: nameCount, byteCount: position - start)
    }

    @inline(__always)
    private mutating func takeLength() -> Int {
        let first = Int(position[0])
        guard first & 0x80 != 0 else {
            position += 1
            return first
        }
        let length =
            (first & 0x7f) << 24 | Int(position[1]) << 16 | Int(position[2]) << 8
            | Int(position[3])
        position += 4
        return length
    }
}
