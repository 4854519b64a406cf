/// An Accept field (RFC 9110, section 12.5.1).
package enum Accept {
    /// Whether the client names JSON among what it accepts, and HTML not.
    package static func prefersJSON(_ field: Span<UInt8>) -> Bool {
        // So begins the field of every browser.
        let html: StaticString = "text/html"
        if field.hasPrefixIgnoringCase(lowerCased: html),
            field.count == html.utf8CodeUnitCount
                || field[html.utf8CodeUnitCount] == UInt8(ascii: ",")
        {
            return false
        }
        var namesJSON = false
        var ranges = ListFromRight(field, separator: UInt8(ascii: ","))
        while let range = ranges.next() {
            var type = range
            var isAccepted = true
            var parameters = ListFromRight(range, separator: UInt8(ascii: ";"))
            while let part = parameters.next() {
                // The type itself is the last that comes from the right.
                type = part
                if isZeroWeight(part) { isAccepted = false }
            }
            guard isAccepted else { continue }
            if type.equalsIgnoringCase(lowerCased: "text/html") { return false }
            namesJSON =
                namesJSON || type.equalsIgnoringCase(lowerCased: "application/json")
                || type.equalsIgnoringCase(lowerCased: "application/problem+json")
        }
        return namesJSON
    }

    /// `q=0`, `q=0.0` and so on: not acceptable.
    private static func isZeroWeight(_ parameter: Span<UInt8>) -> Bool {
        guard parameter.count >= 3, parameter[0] | 0x20 == UInt8(ascii: "q"),
            parameter[1] == UInt8(ascii: "=")
        else { return false }
        for index in 2..<parameter.count
        where parameter[index] != UInt8(ascii: "0") && parameter[index] != UInt8(ascii: ".") {
            return false
        }
        return true
    }
}
