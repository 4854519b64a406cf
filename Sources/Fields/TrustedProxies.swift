/// The proxies in front of the web server, whose word counts.
package struct TrustedProxies: Sendable, Equatable {
    package var networks: [IPNetwork]
    /// Whether a peer without an address is trusted, too: one that comes over a unix socket, `unix:` in the
    /// configuration.
    package var includesUnixSockets: Bool

    package init(_ networks: [IPNetwork] = [], includesUnixSockets: Bool = false) {
        self.networks = networks
        self.includesUnixSockets = includesUnixSockets
    }

    package var isEmpty: Bool { networks.isEmpty && !includesUnixSockets }

    package func contains(_ address: IPAddress) -> Bool {
        networks.contains { $0.contains(address) }
    }
}

/// The header fields in which trusted proxies say for whom they ask, and with which scheme. All others are
/// ignored: proxies pass on what they don't know, so a client could write them.
package enum ForwardedFamily: Sendable, Equatable {
    /// X-Forwarded-For and X-Forwarded-Proto.
    case xForwarded
    /// Forwarded (RFC 7239).
    case forwarded
    /// Fields of these names. A field that says `http` or `https` is the scheme; the first other one is the
    /// client's address, or a list of addresses like that of X-Forwarded-For.
    case fields([[UInt8]])
}
