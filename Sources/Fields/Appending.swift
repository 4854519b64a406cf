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
    /// - Parameter least: how many digits it has at least, zeros before it; at most 19
    package mutating func appendDecimal(_ number: Int64, digits least: Int = 1) {
        if number < 10, least == 1 { return append(UInt8(ascii: "0") + UInt8(number)) }
        var digits = Decimal()
        let start = digits.set(number, least)
        append(digits.bytes.span.extracting(start...))
    }

    /// Puts a number that is not negative, in decimal, where other bytes are.
    package mutating func replace(_ range: Range<Int>, withDecimal number: Int64) {
        var digits = Decimal()
        let start = digits.set(number, 1)
        digits.bytes.span.extracting(start...).withUnsafeBufferPointer {
            replaceSubrange(range, with: $0)
        }
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

/// The digits of a number, at the end of as many bytes as the largest one needs.
private struct Decimal {
    var bytes = InlineArray<19, UInt8>(repeating: UInt8(ascii: "0"))

    /// - Parameter least: how many digits count at least
    /// - Returns: where the digits begin.
    mutating func set(_ number: Int64, _ least: Int) -> Int {
        var start = bytes.count
        var rest = UInt64(number)
        while rest > 0 {
            start &-= 1
            bytes[start] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        return min(start, bytes.count - least)
    }
}

extension StaticString {
    /// Its bytes, which are there for ever.
    package var bytes: Span<UInt8> {
        @_lifetime(immortal)
        get {
            let bytes = Span(_unsafeStart: utf8Start, count: utf8CodeUnitCount)
            return _overrideLifetime(bytes, copying: ())
        }
    }
}

/// RFC 3986, appendix A, without "#", which would cut the marker off in the client: it never sends
/// fragments.
private let uriBytes = ByteSet(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/?[]@!$&'()*+,;=%")
