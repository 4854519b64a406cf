import CGI
import Distribution
import Fields

/// Who sent the request, and with which scheme: as the web server says, or, if its peer is a trusted
/// proxy, as that proxy says.
struct Origin {
    let scheme: Scheme
    let client: IPAddress?

    /// This is looked at only if something depends on the client, or a proxy is trusted.
    static let variables: Set<CGIVariable> = [
        .remoteAddress, .forwarded, .forwardedFor, .forwardedProto,
    ]

    init(_ variables: CGIVariables, trustedProxies: [IPNetwork]) {
        var peer: IPAddress?
        if let address = variables.value(of: .remoteAddress) { peer = IPAddress(address) }
        let own = Origin.scheme(variables)
        guard let peer, Origin.isTrusted(peer, trustedProxies) else {
            scheme = own
            client = peer
            return
        }
        scheme = Origin.forwardedScheme(variables) ?? own
        client = Origin.forwardedClient(variables, peer: peer, trustedProxies)
    }

    /// For a service in which nothing depends on the client, and no proxy is trusted.
    init(ofUnknown variables: CGIVariables) {
        scheme = Origin.scheme(variables)
        client = nil
    }

    private static func isTrusted(_ address: IPAddress, _ proxies: [IPNetwork]) -> Bool {
        proxies.contains { $0.contains(address) }
    }

    /// Apache's authorizer has only REQUEST_SCHEME, HAProxy only HTTPS.
    private static func scheme(_ variables: CGIVariables) -> Scheme {
        if let https = variables.value(of: .https),
            https.equalsIgnoringCase(lowerCased: "on") || https.equals("1")
        {
            return .https
        }
        guard let scheme = variables.value(of: .requestScheme),
            scheme.equalsIgnoringCase(lowerCased: "https")
        else { return .http }
        return .https
    }

    private static func forwardedScheme(_ variables: CGIVariables) -> Scheme? {
        if let field = variables.value(of: .forwardedProto) {
            var values = ListFromRight(field, separator: UInt8(ascii: ","))
            guard let last = values.next() else { return nil }
            return scheme(named: last)
        }
        guard let field = variables.value(of: .forwarded),
            let last = QuotedList.ranges(field, separator: UInt8(ascii: ","))?.last,
            let proto = Forwarded.value(of: "proto", in: field.extracting(last))
        else { return nil }
        return scheme(named: proto)
    }

    private static func scheme(named name: Span<UInt8>) -> Scheme? {
        if name.equalsIgnoringCase(lowerCased: "https") { return .https }
        return name.equalsIgnoringCase(lowerCased: "http") ? .http : nil
    }

    /// The first address, from the right, that is not a trusted proxy's. Anyone may have written what is
    /// further left.
    private static func forwardedClient(
        _ variables: CGIVariables, peer: IPAddress, _ proxies: [IPNetwork]
    ) -> IPAddress? {
        if let field = variables.value(of: .forwardedFor) {
            var client = peer
            var elements = ListFromRight(field, separator: UInt8(ascii: ","))
            while isTrusted(client, proxies), let element = elements.next() {
                // An obfuscated or unreadable address: nobody knows who is further left.
                guard let next = IPAddress(Forwarded.node(element)) else { return nil }
                client = next
            }
            return client
        }
        guard let field = variables.value(of: .forwarded) else { return peer }
        guard let elements = QuotedList.ranges(field, separator: UInt8(ascii: ",")) else {
            return nil
        }
        var client = peer
        for element in elements.reversed() where isTrusted(client, proxies) {
            guard let node = Forwarded.value(of: "for", in: field.extracting(element)),
                let next = IPAddress(Forwarded.node(node))
            else { return nil }
            client = next
        }
        return client
    }
}
