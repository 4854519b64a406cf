import CGI
import Distribution
import Fields

/// Who sent a request, and with which scheme: as the web server says, or, if its peer is a trusted proxy, as
/// that proxy says.
struct Origin: Sendable {
    let proxies: TrustedProxies
    private let family: Family

    /// The fields in which proxies speak, by the names of their variables.
    private enum Family {
        case xForwarded
        case forwarded
        case fields([[UInt8]])
    }

    init(_ proxies: TrustedProxies, _ family: ForwardedFamily) {
        self.proxies = proxies
        self.family =
            switch family {
            case .xForwarded: .xForwarded
            case .forwarded: .forwarded
            case .fields(let names): .fields(names.map(FieldVariable.name(ofField:)))
            }
    }

    /// What is looked at. Without trusted proxies nobody else's word counts.
    var variables: WantedVariables {
        var known: Set<CGIVariable> = [.remoteAddress, .https, .requestScheme]
        guard !proxies.isEmpty else { return WantedVariables(known: known) }
        switch family {
        case .xForwarded: known.formUnion([.forwardedFor, .forwardedProto])
        case .forwarded: known.insert(.forwarded)
        case .fields(let names): return WantedVariables(known: known, configured: names)
        }
        return WantedVariables(known: known)
    }

    // MARK: Scheme

    func scheme(_ variables: CGIVariables) -> Scheme {
        let own = Origin.ownScheme(variables)
        guard isPeerTrusted(variables) else { return own }
        return forwardedScheme(variables) ?? own
    }

    /// Apache's authorizer has only REQUEST_SCHEME, HAProxy only HTTPS.
    private static func ownScheme(_ variables: CGIVariables) -> Scheme {
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

    private func forwardedScheme(_ variables: CGIVariables) -> Scheme? {
        switch family {
        case .xForwarded:
            guard let field = variables.value(of: .forwardedProto) else { return nil }
            return Origin.lastScheme(in: field)
        case .forwarded:
            guard let field = variables.value(of: .forwarded),
                let last = QuotedList.ranges(field, separator: UInt8(ascii: ","))?.last,
                let proto = Forwarded.value(of: "proto", in: field.extracting(last))
            else { return nil }
            return Origin.scheme(named: proto)
        case .fields(let names):
            for name in names {
                if let field = variables.value(of: name.span),
                    let scheme = Origin.lastScheme(in: field)
                {
                    return scheme
                }
            }
            return nil
        }
    }

    private static func lastScheme(in field: Span<UInt8>) -> Scheme? {
        var values = ListFromRight(field, separator: UInt8(ascii: ","))
        guard let last = values.next() else { return nil }
        return scheme(named: last)
    }

    private static func scheme(named name: Span<UInt8>) -> Scheme? {
        if name.equalsIgnoringCase(lowerCased: "https") { return .https }
        return name.equalsIgnoringCase(lowerCased: "http") ? .http : nil
    }

    // MARK: Client

    private func isPeerTrusted(_ variables: CGIVariables) -> Bool {
        guard !proxies.isEmpty else { return false }
        let text = variables.value(of: .remoteAddress)
        guard let text, let address = IPAddress(text) else {
            return proxies.includesUnixSockets && Origin.isWithoutAddress(text)
        }
        return proxies.contains(address)
    }

    /// nginx calls a peer over a unix socket `unix:`, others say nothing of it.
    private static func isWithoutAddress(_ text: Span<UInt8>?) -> Bool {
        guard let text else { return true }
        return text.isEmpty || text.hasPrefixIgnoringCase(lowerCased: "unix:")
    }

    /// The text of the client's address; nil where nobody knows it.
    @_lifetime(copy variables)
    func client(_ variables: CGIVariables) -> Span<UInt8>? {
        guard isPeerTrusted(variables) else { return Origin.peer(variables) }
        switch family {
        case .xForwarded:
            guard let field = variables.value(of: .forwardedFor) else {
                return Origin.peer(variables)
            }
            return client(inList: field)
        case .forwarded:
            guard let field = variables.value(of: .forwarded) else {
                return Origin.peer(variables)
            }
            return client(inForwarded: field)
        case .fields(let names):
            for name in names {
                if let field = variables.value(of: name.span), Origin.lastScheme(in: field) == nil {
                    return client(inList: field)
                }
            }
            return Origin.peer(variables)
        }
    }

    @_lifetime(copy variables)
    private static func peer(_ variables: CGIVariables) -> Span<UInt8>? {
        guard let text = variables.value(of: .remoteAddress), IPAddress(text) != nil else {
            return nil
        }
        return text
    }

    /// The first address, from the right, that is not a trusted proxy's. Anyone may have written what is
    /// further left. Behind an obfuscated or unreadable address, nobody knows who is further left.
    @_lifetime(copy field)
    private func client(inList field: Span<UInt8>) -> Span<UInt8>? {
        var elements = ListFromRight(field, separator: UInt8(ascii: ","))
        var client: Span<UInt8>?
        while let element = elements.next() {
            let node = Forwarded.node(element)
            guard let address = IPAddress(node) else { return nil }
            client = node
            guard proxies.contains(address) else { break }
        }
        return client
    }

    @_lifetime(copy field)
    private func client(inForwarded field: Span<UInt8>) -> Span<UInt8>? {
        guard let elements = QuotedList.ranges(field, separator: UInt8(ascii: ",")) else {
            return nil
        }
        var client: Span<UInt8>?
        for element in elements.reversed() {
            guard let value = Forwarded.value(of: "for", in: field.extracting(element)) else {
                return nil
            }
            let node = Forwarded.node(value)
            guard let address = IPAddress(node) else { return nil }
            client = node
            guard proxies.contains(address) else { break }
        }
        return client
    }
}
