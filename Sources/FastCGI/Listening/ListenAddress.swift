internal import SystemCalls

/// Where the server listens, as an operator writes it: `unix:PATH[,mode=0660,owner=U,group=G]`,
/// `HOST:PORT` with an IPv4 address or a host's name, or `[ADDRESS]:PORT` with an IPv6 address.
package enum ListenAddress: Sendable, Equatable {
    /// The mode is 0660 unless given; owner and group are those of the process unless given.
    case unix(path: String, mode: UInt32?, owner: String?, group: String?)
    /// An address, IPv6 without brackets, or a name, which is resolved when the socket is opened. Port
    /// 0 asks the system for a free one.
    case tcp(host: String, port: UInt16)

    /// Why a text is not an address, in a sentence.
    package struct Malformed: Error, Equatable, Sendable, CustomStringConvertible {
        package let description: String
    }

    package init(parsing text: String) throws(Malformed) {
        if text.hasPrefix("unix:") {
            self = try Self.parseUnix(text)
        } else {
            self = try Self.parseTCP(text)
        }
    }

    private static func parseUnix(_ text: String) throws(Malformed) -> ListenAddress {
        var options = text.dropFirst("unix:".count)
            .split(separator: ",", omittingEmptySubsequences: false)
        let path = String(options.removeFirst())
        guard !path.isEmpty else {
            throw Malformed(description: "“\(text)” has no path: write unix:/run/name.sock")
        }
        guard path.utf8.count <= UnixSocketFile.maximumPathBytes else {
            throw Malformed(
                description:
                    "“\(path)” is longer than the \(UnixSocketFile.maximumPathBytes) bytes that a unix socket's path may have"
            )
        }
        var values: [String: String] = [:]
        for option in options {
            let parts = option.split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false
            ).map(String.init)
            guard parts.count == 2, ["mode", "owner", "group"].contains(parts[0]),
                !parts[1].isEmpty
            else {
                throw Malformed(
                    description:
                        "“\(option)” in “\(text)” is no option of a unix socket: there are mode=0660, owner=USER and group=GROUP"
                )
            }
            guard values.updateValue(parts[1], forKey: parts[0]) == nil else {
                throw Malformed(description: "“\(parts[0])” stands twice in “\(text)”")
            }
        }
        return .unix(
            path: path, mode: try values["mode"].map(parseMode), owner: values["owner"],
            group: values["group"])
    }

    private static func parseMode(_ text: String) throws(Malformed) -> UInt32 {
        guard let mode = UInt32(text, radix: 8), mode <= 0o777 else {
            throw Malformed(description: "mode “\(text)” is not octal between 0000 and 0777")
        }
        return mode
    }

    private static func parseTCP(_ text: String) throws(Malformed) -> ListenAddress {
        guard let colon = text.lastIndex(of: ":") else {
            throw Malformed(
                description: "“\(text)” has no port: write HOST:PORT or unix:PATH")
        }
        let portText = text[text.index(after: colon)...]
        guard let port = UInt16(portText), portText.utf8.allSatisfy({ (48...57).contains($0) })
        else {
            throw Malformed(
                description: "port “\(portText)” in “\(text)” is not a number from 0 to 65535")
        }
        var host = text[..<colon]
        let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
        if isBracketed { host = host.dropFirst().dropLast() }
        if host.isEmpty || host == "*", !isBracketed { host = "0.0.0.0" }
        let isAddress = SocketAddress(host: String(host), port: port)?.isIPv6 == isBracketed
        guard isAddress || !isBracketed && ResolvableName.matches(host) else {
            throw Malformed(
                description:
                    "“\(host)” in “\(text)” is no address: write a name, an IPv4 address, [an IPv6 address], or * for every IPv4 address"
            )
        }
        return .tcp(host: String(host), port: port)
    }
}

extension ListenAddress: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unix(let path, _, _, _): "unix:\(path)"
        case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        }
    }
}
