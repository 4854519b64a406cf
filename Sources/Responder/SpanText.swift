// Looks at the value of a CGI variable.

extension Span<UInt8> {
    func equals(_ text: StaticString, ignoringCase: Bool = false) -> Bool {
        guard count == text.utf8CodeUnitCount else { return false }
        for index in indices {
            let byte = self[index]
            let isUpper = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            let folded = ignoringCase && isUpper ? byte | 0x20 : byte
            if folded != text.utf8Start[index] { return false }
        }
        return true
    }
}
