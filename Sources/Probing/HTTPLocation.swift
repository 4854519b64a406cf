/// What an HTTP probe asks for: `http://HOST[:PORT]/PATH`, or `http://unix:SOCKET:/PATH` as nginx writes it.
package struct HTTPLocation: Hashable, Sendable, CustomStringConvertible {
    package let address: PeerAddress
    /// The Host field of the request.
    package let host: String
    /// Path and query.
    package let target: String
    package let description: String

    /// Why a text is none, in words that go on from “the URL”.
    package struct Malformed: Error, Equatable, Sendable, CustomStringConvertible {
        package let description: String
    }

    /// - Parameters:
    ///   - host: the Host field of the request, which the address need not be
    ///   - target: begins with "/"
    package init(at address: PeerAddress, host: String, target: String) {
        self.address = address
        self.host = host
        self.target = target
        description = "http://\(address)\(target)"
    }

    package init(parsing text: String) throws(Malformed) {
        guard !text.lowercased().hasPrefix("https://") else {
            throw Malformed(
                description: "is https, which is not spoken here: "
                    + "ask the application itself, at a port of this machine")
        }
        guard text.hasPrefix("http://") else {
            throw Malformed(description: "must begin with \"http://\"")
        }
        guard text.utf8.allSatisfy({ (0x21...0x7e).contains($0) && $0 != UInt8(ascii: "#") }) else {
            throw Malformed(description: "has a character that must be percent-encoded in it")
        }
        description = text
        let rest = text.dropFirst("http://".count)
        if rest.hasPrefix("unix:") {
            guard let end = rest.firstRange(of: ":/", after: "unix:".count),
                let address = PeerAddress(parsing: rest[..<end.lowerBound])
            else {
                throw Malformed(description: "must be \"http://unix:/run/name.sock:/path\"")
            }
            self.address = address
            host = "localhost"
            target = String(rest[end.lowerBound...].dropFirst())
        } else {
            let authority = rest.prefix { $0 != "/" && $0 != "?" }
            let path = rest[authority.endIndex...]
            guard let address = Self.address(authority) else {
                throw Malformed(
                    description: "has no host with a port, such as 127.0.0.1:8080, in it")
            }
            self.address = address
            host = String(authority)
            target = path.hasPrefix("/") ? String(path) : "/\(path)"
        }
    }

    private static func address(_ authority: Substring) -> PeerAddress? {
        if let address = PeerAddress(parsing: authority) { return address }
        return PeerAddress.host(authority).map { .tcp(host: $0, port: 80) }
    }
}

extension Substring {
    /// Not at the beginning: `unix:/` is the beginning of the socket's path.
    fileprivate func firstRange(of text: String, after count: Int) -> Range<Index>? {
        dropFirst(count).firstRange(of: text)
    }
}
