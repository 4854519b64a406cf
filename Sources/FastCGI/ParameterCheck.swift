/// Follows the lengths of name-value pairs (FastCGI specification, section 3.4) over the contents of
/// PARAMS records, to tell whether the last pair ends where the stream does: releases of libfcgi
/// before 2.4.7 believe any length (CVE-2025-23016).
struct ParameterCheck {
    private var bytesToSkip = 0
    private var lengthBytesMissing = 0
    private var length = 0
    /// The name's length, while the value's is being read.
    private var nameLength: Int?

    var isWhole: Bool { bytesToSkip == 0 && lengthBytesMissing == 0 && nameLength == nil }

    mutating func feed(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        var offset = range.lowerBound
        while offset < range.upperBound {
            guard bytesToSkip == 0 else {
                let skipped = min(bytesToSkip, range.upperBound - offset)
                bytesToSkip -= skipped
                offset += skipped
                continue
            }
            offset = skipPairs(bytes, offset, range.upperBound)
            guard offset < range.upperBound else { return }
            feedLength(Int(bytes[offset]))
            offset += 1
        }
    }

    /// Passes over the pairs with short lengths that are whole: nearly all.
    private func skipPairs(_ bytes: Span<UInt8>, _ offset: Int, _ end: Int) -> Int {
        precondition(end <= bytes.count)
        guard lengthBytesMissing == 0, nameLength == nil else { return offset }
        var offset = offset
        while offset + 1 < end {
            let (name, value) = (bytes[unchecked: offset], bytes[unchecked: offset + 1])
            let next = offset + 2 + Int(name) + Int(value)
            guard (name | value) & 0x80 == 0, next <= end else { break }
            offset = next
        }
        return offset
    }

    private mutating func feedLength(_ byte: Int) {
        if lengthBytesMissing > 0 {
            length = length << 8 | byte
            lengthBytesMissing -= 1
        } else if byte & 0x80 != 0 {
            length = byte & 0x7f
            lengthBytesMissing = 3
        } else {
            length = byte
        }
        guard lengthBytesMissing == 0 else { return }
        if let name = nameLength {
            bytesToSkip = name + length
            nameLength = nil
        } else {
            nameLength = length
        }
    }
}
