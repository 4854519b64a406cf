/// The Forwarded field (RFC 7239).
package enum Forwarded {
    /// The value of `name=value` in one element, without quotes; nil where it is absent, and where a
    /// quote is not closed.
    /// - Parameter name: ASCII without capital letters
    @_lifetime(copy element)
    package static func value(of name: StaticString, in element: Span<UInt8>) -> Span<UInt8>? {
        guard let pairs = QuotedList.ranges(element, separator: UInt8(ascii: ";")) else {
            return nil
        }
        for range in pairs {
            let pair = element.extracting(range).trimmed()
            guard let equals = pair.firstIndex(of: UInt8(ascii: "=")),
                pair.extracting(0..<equals).equalsIgnoringCase(lowerCased: name)
            else { continue }
            return pair.extracting((equals + 1)...).unquoted()
        }
        return nil
    }

    /// The address of a node, without the port and the brackets that it may have.
    @_lifetime(copy text)
    package static func node(_ text: Span<UInt8>) -> Span<UInt8> {
        var colons = 0
        var lastColon = 0
        var bracket: Int?
        for index in text.indices {
            if text[index] == UInt8(ascii: ":") {
                colons += 1
                lastColon = index
            }
            if text[index] == UInt8(ascii: "]") { bracket = index }
        }
        if let bracket, text[0] == UInt8(ascii: "[") { return text.extracting(1..<bracket) }
        return colons == 1 ? text.extracting(0..<lastColon) : text
    }
}
