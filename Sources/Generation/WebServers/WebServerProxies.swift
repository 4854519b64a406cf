extension WebServerSite {
    /// Who may say the client's address and scheme, and in which header fields.
    package struct Proxies: Hashable, Sendable {
        /// Networks and addresses as the configuration has them, and `unix:` for peers without an address.
        package var peers: [String] = []
        package var fields = ForwardedFields.xForwarded

        package init() {}
    }

    package enum ForwardedFields: Hashable, Sendable {
        /// X-Forwarded-For and X-Forwarded-Proto.
        case xForwarded
        /// Forwarded (RFC 7239).
        case forwarded
        case fields([String])
    }
}

extension WebServerSite.Proxies {
    /// Without `unix:`, which is no address.
    var networks: [String] { peers.filter { $0 != "unix:" } }

    var trustsUnixSockets: Bool { peers.contains("unix:") }

    /// The field that says the client's address; nil if none does.
    var addressField: String? {
        switch fields {
        case .xForwarded: "X-Forwarded-For"
        case .forwarded: "Forwarded"
        case .fields(let names): names.first { !saysScheme($0) }
        }
    }

    /// The field that says the scheme; nil if none does.
    var schemeField: String? {
        switch fields {
        case .xForwarded: "X-Forwarded-Proto"
        case .forwarded: "Forwarded"
        case .fields(let names): names.first(where: saysScheme)
        }
    }

    /// The component tells fields apart by their values, which nobody knows here.
    private func saysScheme(_ name: String) -> Bool {
        let name = name.lowercased()
        return name.contains("proto") || name.contains("scheme")
    }

    /// How many proxies in a row are looked behind, where a web server's configuration has no loops.
    static let depth = 4
}
