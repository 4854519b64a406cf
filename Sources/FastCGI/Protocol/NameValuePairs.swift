/// The name-value pairs of the FastCGI specification, section 3.4: both lengths, then both texts. A length
/// takes one byte, or four where the first has its high bit set. Pointers, because this is the request path;
/// nothing behind the bytes is read.
struct NameValuePairs {
    private var position: UnsafePointer<UInt8>
    private let end: UnsafePointer<UInt8>

    /// Where one pair is.
    struct Pair {
        let start: UnsafeRawPointer
        let name: UnsafeRawPointer
        let nameCount: Int
        /// Of all of it, lengths included.
        let byteCount: Int
        /// Of the value, which stands right behind the name. It is rarely asked for.
        var valueCount: Int { byteCount &- (name - start) &- nameCount }
    }

    /// - Parameter bytes: the contents of all records of a stream, without headers and padding; they outlive this
    @inline(__always)
    init(_ bytes: UnsafeRawBufferPointer) {
        // Without bytes there is no base address, and nothing is read.
        let start = bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 1)!
        position = start.assumingMemoryBound(to: UInt8.self)
        end = position + bytes.count
    }

    /// Whether the pairs so far were all of the bytes.
    var isAtEnd: Bool { position == end }

    /// Nil at the end, and where the lengths overrun the bytes, as in CVE-2025-23016.
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
        // Lengths have 31 bits, so their sum does not overflow.
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

// MARK: Beside the request path

extension NameValuePairs {
    /// Whether the last pair ends where the bytes do.
    static func areWhole(_ bytes: Span<UInt8>) -> Bool {
        bytes.withUnsafeBytes { bytes in
            var pairs = NameValuePairs(bytes)
            while pairs.next() != nil {}
            return pairs.isAtEnd
        }
    }

    /// Copies of the pairs, up to the end or to where the lengths overrun the bytes.
    static func all(in bytes: Span<UInt8>) -> [(name: [UInt8], value: [UInt8])] {
        bytes.withUnsafeBytes { bytes in
            var pairs = NameValuePairs(bytes)
            var all: [(name: [UInt8], value: [UInt8])] = []
            while let pair = pairs.next() {
                let texts = UnsafeRawBufferPointer(
                    start: pair.name, count: pair.start + pair.byteCount - pair.name)
                all.append((Array(texts[..<pair.nameCount]), Array(texts[pair.nameCount...])))
            }
            return all
        }
    }
}
