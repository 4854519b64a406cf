import Fields

/// The one grammar for configured names and for the `Host` of requests (RFC 9110, section 7.2:
/// `uri-host [ ":" port ]`), narrowed to DNS names and addresses.
public enum HostSyntax {
    /// Where the parts of a well-formed host are in its bytes.
    public struct Parsed: Sendable {
        /// The name, without the trailing dot; an IPv6 literal with its brackets.
        public let nameRange: Range<Int>
        public let port: UInt16?
        public let portText: PortText
        public let isAddressLiteral: Bool
    }

    /// Whether a colon with a port, a colon alone, or neither follows the name.
    public enum PortText: Sendable {
        case absent
        case empty
        case number
    }

    /// - Throws: what is malformed: user information, spaces, commas and the like (`badByte`),
    ///   lengths, labels, the port.
    public static func parse(_ bytes: Span<UInt8>) throws(HostNameError) -> Parsed {
        guard bytes.count > 0 else { throw .empty }
        guard bytes.count <= 255 else { throw .tooLong }
        let isLiteral = bytes[0] == UInt8(ascii: "[")
        let end = isLiteral ? try endOfLiteral(bytes) : try endOfName(bytes)
        let (port, portText) = try parsePort(bytes, from: end)
        let hasTrailingDot = !isLiteral && end > 1 && bytes[end - 1] == UInt8(ascii: ".")
        let nameEnd = hasTrailingDot ? end - 1 : end
        guard nameEnd > 0 else { throw .empty }
        guard nameEnd <= 253 else { throw .tooLong }
        if !isLiteral { try checkLabels(bytes.extracting(0..<nameEnd)) }
        return Parsed(
            nameRange: 0..<nameEnd, port: port, portText: portText, isAddressLiteral: isLiteral)
    }

    /// Whether browsers take the name for an IPv4 address: its last label is a number (URL Standard, "ends in a
    /// number checker").
    static func endsInNumber(_ name: ArraySlice<UInt8>) -> Bool {
        name.split(separator: UInt8(ascii: ".")).last.map(isNumber) ?? false
    }

    /// Whether all labels are numbers.
    static func isIPv4Address(_ name: ArraySlice<UInt8>) -> Bool {
        name.split(separator: UInt8(ascii: ".")).allSatisfy(isNumber)
    }

    /// Decimal, octal or hexadecimal (URL Standard, "IPv4 number parser").
    private static func isNumber(_ label: ArraySlice<UInt8>) -> Bool {
        let isHexadecimal = label.starts(with: [0x30, 0x78]) || label.starts(with: [0x30, 0x58])
        return label.dropFirst(isHexadecimal ? 2 : 0).allSatisfy { byte in
            isHexadecimal ? ASCII.hexadecimalValue(byte) != nil : ASCII.isDigit(byte)
        }
    }

    /// What follows the first label; nil if the name has only one.
    @_lifetime(copy name)
    static func parent(of name: Span<UInt8>) -> Span<UInt8>? {
        guard let dot = name.firstIndex(of: UInt8(ascii: ".")) else { return nil }
        return name.extracting((dot + 1)...)
    }

    private static let nameBytes = ByteSet(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._")
    private static let literalBytes = ByteSet("0123456789abcdefABCDEF:.")

    private static func endOfName(_ bytes: Span<UInt8>) throws(HostNameError) -> Int {
        let end = nameBytes.endOfMembers(in: bytes)
        guard end == bytes.count || bytes[end] == UInt8(ascii: ":") else {
            throw .badByte(bytes[end])
        }
        guard end > 0 else { throw .empty }
        return end
    }

    private static func endOfLiteral(_ bytes: Span<UInt8>) throws(HostNameError) -> Int {
        let end = literalBytes.endOfMembers(in: bytes, from: 1)
        guard end < bytes.count else { throw .badByte(bytes[0]) }
        guard bytes[end] == UInt8(ascii: "]") else { throw .badByte(bytes[end]) }
        guard end > 2 else { throw .badByte(bytes[0]) }
        return end + 1
    }

    private static func parsePort(
        _ bytes: Span<UInt8>, from start: Int
    ) throws(HostNameError) -> (UInt16?, PortText) {
        guard start < bytes.count else { return (nil, .absent) }
        guard bytes[start] == UInt8(ascii: ":") else { throw .badByte(bytes[start]) }
        // RFC 3986, section 3.2.3: a colon without a port stands for the scheme's port.
        guard start + 1 < bytes.count else { return (nil, .empty) }
        var value = 0
        for index in (start + 1)..<bytes.count {
            let byte = bytes[index]
            guard ASCII.isDigit(byte) else { throw .badPort }
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
            guard value <= 65_535 else { throw .badPort }
        }
        guard value > 0 else { throw .badPort }
        return (UInt16(value), .number)
    }

    private static func checkLabels(_ name: Span<UInt8>) throws(HostNameError) {
        var labelStart = 0
        for index in 0...name.count
        where index == name.count || name[unchecked: index] == UInt8(ascii: ".") {
            guard index > labelStart else { throw .emptyLabel }
            guard index - labelStart <= 63 else { throw .labelTooLong }
            guard name[labelStart] != UInt8(ascii: "-"), name[index - 1] != UInt8(ascii: "-") else {
                throw .hyphenAtLabelEdge
            }
            labelStart = index + 1
        }
    }
}
