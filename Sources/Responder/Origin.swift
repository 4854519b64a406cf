import CGI
import Distribution

/// Who sent the request, and under which scheme: what the web server says, or, where its peer is a
/// trusted proxy, what that proxy says.
struct Origin {
    let scheme: Scheme
    let client: IPAddress?

    /// Looked at only where something depends on the client, or a proxy is trusted.
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

    /// Where nothing depends on the client, and no proxy is trusted.
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
            https.equals("on", ignoringCase: true) || https.equals("1")
        {
            return .https
        }
        guard let scheme = variables.value(of: .requestScheme),
            scheme.equals("https", ignoringCase: true)
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
        if name.equals("https", ignoringCase: true) { return .https }
        return name.equals("http", ignoringCase: true) ? .http : nil
    }

    /// The first address, from the right, that is not a trusted proxy's: what stands further left
    /// anyone may have written.
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

/// The elements of a list field, the last one first, without blanks around them.
struct ListFromRight: ~Escapable {
    private let field: Span<UInt8>
    private let separator: UInt8
    private var end: Int?

    @_lifetime(copy field)
    init(_ field: Span<UInt8>, separator: UInt8) {
        self.field = field
        self.separator = separator
        end = field.count
    }

    @_lifetime(copy self)
    mutating func next() -> Span<UInt8>? {
        guard let end else { return nil }
        var start = end
        while start > 0, field[start - 1] != separator { start -= 1 }
        self.end = start > 0 ? start - 1 : nil
        return field.extracting(start..<end).trimmed()
    }
}

/// A list whose elements may hold quoted strings, in which separators do not count (RFC 9110,
/// section 5.6.4).
enum QuotedList {
    /// Where the elements stand; nil where a quote is not closed, so that nobody can tell.
    static func ranges(_ field: Span<UInt8>, separator: UInt8) -> [Range<Int>]? {
        var ranges: [Range<Int>] = []
        var start = 0
        var isQuoted = false
        var index = 0
        while index < field.count {
            switch field[index] {
            case UInt8(ascii: "\""): isQuoted.toggle()
            case UInt8(ascii: "\\") where isQuoted: index += 1
            case separator where !isQuoted:
                ranges.append(start..<index)
                start = index + 1
            default: break
            }
            index += 1
        }
        guard !isQuoted, index == field.count else { return nil }
        return ranges + [start..<field.count]
    }
}

/// The Forwarded field (RFC 7239).
enum Forwarded {
    /// The value of `name=value` in one element, without quotes.
    @_lifetime(copy element)
    static func value(of name: StaticString, in element: Span<UInt8>) -> Span<UInt8>? {
        guard let pairs = QuotedList.ranges(element, separator: UInt8(ascii: ";")) else {
            return nil
        }
        for range in pairs {
            let pair = element.extracting(range).trimmed()
            var equals = 0
            while equals < pair.count, pair[equals] != UInt8(ascii: "=") { equals += 1 }
            guard equals < pair.count,
                pair.extracting(0..<equals).equals(name, ignoringCase: true)
            else { continue }
            let value = pair.extracting((equals + 1)..<pair.count)
            let quote = UInt8(ascii: "\"")
            if value.count >= 2, value[0] == quote, value[value.count - 1] == quote {
                return value.extracting(1..<(value.count - 1))
            }
            return value
        }
        return nil
    }

    /// The address of a node, without the port and the brackets that it may have.
    @_lifetime(copy text)
    static func node(_ text: Span<UInt8>) -> Span<UInt8> {
        var colons = 0
        var lastColon = 0
        var bracket: Int?
        for index in text.indices {
            if text[index] == UInt8(ascii: ":") {
                colons += 1
                lastColon = index
            }
            if text[index] == UInt8(ascii: "]") { bracket = index }
        }
        if let bracket, text[0] == UInt8(ascii: "[") { return text.extracting(1..<bracket) }
        return colons == 1 ? text.extracting(0..<lastColon) : text
    }
}
