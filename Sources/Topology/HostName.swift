// Names as operators configure them: a DNS name (RFC 1035, section 2.3.1; underscores are allowed,
// because internal zones use them), with a port if one belongs to the name.

import Fields

/// The configured name of a Pool, a Group or a Site: lower case, without the trailing dot.
public struct HostName: Hashable, Sendable {
    /// The DNS name as ASCII bytes, lower case, 1 to 253 of them.
    public let name: [UInt8]
    /// The port that belongs to the name; nil if the name stands for every port.
    public let port: UInt16?
    /// The name as it is written in a Location or a marker: `name` or `name:port`.
    public let bytes: [UInt8]

    /// - Parameter text: `name` or `name:port`.
    /// - Throws: what is malformed in it.
    public init(_ text: String) throws(HostNameError) {
        let bytes = Array(text.utf8)
        let parsed = try HostSyntax.parse(bytes.span)
        guard !parsed.isAddressLiteral else { throw .ipv6Address }
        guard !HostSyntax.endsInNumber(bytes[parsed.nameRange]) else {
            throw HostSyntax.isIPv4Address(bytes[parsed.nameRange]) ? .ipv4Address : .numberAtEnd
        }
        guard parsed.portText != .empty else { throw .badPort }
        name = bytes[parsed.nameRange].map(ASCII.lowerCased)
        port = parsed.port
        self.bytes = name + (parsed.port.map { Array(":\($0)".utf8) } ?? [])
    }

    /// Whether this name equals the bytes, letter case aside.
    public func nameEquals(_ other: Span<UInt8>) -> Bool {
        other.equalsIgnoringCase(lowerCased: name.span)
    }

    /// Whether this name, with its port if one belongs to it, equals the bytes, letter case aside.
    func isWritten(_ text: Span<UInt8>) -> Bool { text.equalsIgnoringCase(lowerCased: bytes.span) }
}

extension HostName: CustomStringConvertible {
    public var description: String { String(decoding: bytes, as: UTF8.self) }
}

/// What is malformed in a name.
public enum HostNameError: Error, Equatable, Sendable, CustomStringConvertible {
    case empty
    case tooLong
    case emptyLabel
    case labelTooLong
    case hyphenAtLabelEdge
    case badByte(UInt8)
    case badPort
    case ipv4Address
    /// The last label is a number, and not all labels are.
    case numberAtEnd
    case ipv6Address

    public var description: String {
        switch self {
        case .empty: "the name is empty"
        case .tooLong: "the name is longer than 253 bytes"
        case .emptyLabel: "the name has an empty label (two dots in a row, or one in front)"
        case .labelTooLong: "a label of the name is longer than 63 bytes"
        case .hyphenAtLabelEdge: "a label of the name begins or ends with a hyphen"
        case .badByte(0x80...):
            "the name has a character beyond ASCII; DNS has such names in a form with \"xn--\""
        case .badByte(let byte): "the name has a character that DNS names lack: \(quoted(byte))"
        case .badPort: "the port is not a number from 1 to 65535"
        case .ipv4Address: "an IPv4 address stands where a DNS name belongs"
        case .numberAtEnd:
            "the last label of the name is a number: browsers take such a name for an IPv4 address"
        case .ipv6Address: "an IPv6 address stands where a DNS name belongs"
        }
    }

    private func quoted(_ byte: UInt8) -> String {
        guard (0x21...0x7E).contains(byte) else { return "byte \(byte)" }
        return "'\(Character(Unicode.Scalar(byte)))'"
    }
}
