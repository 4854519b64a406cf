// Bytes of an answer, appended to what a worker reuses.

extension [UInt8] {
    @inlinable
    package mutating func append(_ bytes: Span<UInt8>) {
        bytes.withUnsafeBufferPointer { append(contentsOf: $0) }
    }

    @inlinable
    package mutating func append(_ text: StaticString) {
        append(
            contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Appends a number that is not negative, in decimal.
    package mutating func appendDecimal(_ number: Int64) {
        var digits = InlineArray<19, UInt8>(repeating: 0)
        var start = digits.count
        var rest = UInt64(number)
        repeat {
            start -= 1
            digits[start] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
        } while rest > 0
        append(digits.span.extracting(start...))
    }

    /// Appends bytes as they are, except those that may not stand in a request target (RFC 3986,
    /// appendix A), which are percent-encoded; so no line end can reach a header field.
    package mutating func appendURIBytes(_ bytes: Span<UInt8>) {
        var start = 0
        while true {
            let end = uriBytes.endOfMembers(in: bytes, from: start)
            append(bytes.extracting(start..<end))
            guard end < bytes.count else { return }
            appendPercentEncoded(bytes[end])
            start = end + 1
        }
    }

    /// Appends `%` and two upper-case hexadecimal digits.
    package mutating func appendPercentEncoded(_ byte: UInt8) {
        append(UInt8(ascii: "%"))
        append(hexadecimalDigit(byte >> 4))
        append(hexadecimalDigit(byte & 15))
    }

    private func hexadecimalDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
    }
}

/// RFC 3986, appendix A, without "#", which would cut the marker off in the client: it never sends
/// fragments.
private let uriBytes = ByteSet(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/?[]@!$&'()*+,;=%")
