/// An http address of this machine, such as `http://app.localhost:8080/a?q=1`. Every name below `localhost` is this
/// machine (RFC 6761, section 6.3), so that no crowd can trouble anybody else.
struct WebAddress: Equatable {
    /// As it stands in the address.
    let host: String
    let port: UInt16
    /// Path and query, byte for byte.
    let target: String

    /// Nil where it is none.
    init?(_ text: some StringProtocol) {
        let scheme = "http://"
        guard text.hasPrefix(scheme) else { return nil }
        let rest = text.dropFirst(scheme.count).prefix { $0 != "#" }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        let path = rest[authority.endIndex...]
        let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
        host = parts[0].lowercased()
        guard host == "localhost" || host.hasSuffix(".localhost"), parts.count <= 2 else {
            return nil
        }
        guard let port = parts.count == 1 ? 80 : UInt16(parts[1]), port > 0 else { return nil }
        self.port = port
        target = path.hasPrefix("/") ? String(path) : "/\(path)"
    }

    /// What stands in the field Host.
    var authority: String { port == 80 ? host : "\(host):\(port)" }
}

extension WebAddress: CustomStringConvertible {
    var description: String { "http://\(authority)\(target)" }
}
