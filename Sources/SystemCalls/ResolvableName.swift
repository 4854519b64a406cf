/// What may be given to the resolver as a name.
package enum ResolvableName {
    /// Whether the text is 1 to 253 letters, digits, `-`, `.` and `_` (RFC 1035, section 2.3.4).
    package static func matches(_ text: some StringProtocol) -> Bool {
        (1...253).contains(text.utf8.count) && text.utf8.allSatisfy(isNameByte)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
