internal import SystemCalls

/// Where a program listens that is asked: `unix:PATH`, `HOST:PORT`, or `[ADDRESS]:PORT` with an IPv6 address.
package enum PeerAddress: Hashable, Sendable {
    case unix(path: String)
    /// An address, IPv6 without brackets, or a name, which is resolved each time it is asked.
    case tcp(host: String, port: UInt16)

    /// The longest path of a unix socket, in bytes: unix(7).
    package static let longestPath = 107

    /// Nil where the text is none of these.
    package init?(parsing text: some StringProtocol) {
        if text.hasPrefix("unix:") {
            let path = String(text.dropFirst("unix:".count))
            guard path.hasPrefix("/"), path.utf8.count <= Self.longestPath else { return nil }
            self = .unix(path: path)
        } else {
            guard let colon = text.lastIndex(of: ":"),
                let port = Self.port(text[text.index(after: colon)...]),
                let host = Self.host(text[..<colon])
            else { return nil }
            self = .tcp(host: host, port: port)
        }
    }

    static func port(_ text: some StringProtocol) -> UInt16? {
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = UInt16(text),
            port > 0
        else { return nil }
        return port
    }

    /// A name, an IPv4 address, or an IPv6 address in brackets; the result is without them.
    static func host(_ text: some StringProtocol) -> String? {
        if text.hasPrefix("["), text.hasSuffix("]"), text.contains(":") {
            let address = text.dropFirst().dropLast()
            let isAddress = address.utf8.allSatisfy { byte in
                UInt8(ascii: "0")...UInt8(ascii: ":") ~= byte || byte == UInt8(ascii: ".")
                    || UInt8(ascii: "a")...UInt8(ascii: "f") ~= byte | 0x20
            }
            return isAddress ? String(address) : nil
        }
        return ResolvableName.matches(text) ? String(text) : nil
    }
}

extension PeerAddress: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unix(let path): "unix:\(path)"
        case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        }
    }
}
