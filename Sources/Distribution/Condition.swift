import CGI
public import Topology

/// One condition of a rule; its values are or-ed.
public enum Condition: Sendable {
    /// The client's address.
    case client([IPNetwork])
    /// Suffixes of `REMOTE_HOST`, lower case: `.eu` is every name below `eu`, `example.org` that
    /// name and every name below it.
    case clientHost([[UInt8]])
    /// A CGI variable, compared without regard to letter case: the client's country or continent,
    /// from the variable that the configuration names.
    case place(variable: [UInt8], [[UInt8]])
    /// Language tags, lower case: `de` is also `de-CH`. The most preferred language decides.
    case language([[UInt8]])
    case cookie(name: [UInt8], [Pattern])
    /// Any CGI variable; a request's header field `X-Region` is `HTTP_X_REGION`.
    case variable(name: [UInt8], [Pattern])
    /// Prefixes of the path, without the marker.
    case path([[UInt8]])
    case host([HostName])

    public func holds(
        for request: borrowing SessionlessRequest, placement: MarkerPolicy.Placement
    ) -> Bool {
        switch self {
        case .client(let networks):
            guard let client = request.client else { return false }
            return networks.contains { $0.contains(client) }
        case .clientHost(let suffixes):
            guard let name = request.variables.value(of: "REMOTE_HOST") else { return false }
            return Condition.any(of: suffixes, name, Condition.isDomain)
        case .place(let variable, let places):
            guard let value = request.variables.value(of: variable) else { return false }
            return Condition.any(of: places, value) { $0.equalsIgnoringCase($1) }
        case .language(let tags):
            guard let header = request.variables.value(of: "HTTP_ACCEPT_LANGUAGE"),
                let preferred = AcceptLanguage.mostPreferred(header)
            else { return false }
            return Condition.any(of: tags, preferred, Condition.isLanguage)
        case .cookie(let name, let patterns):
            guard let header = request.variables.value(of: "HTTP_COOKIE"),
                let value = Cookies(header).value(of: name.span)
            else { return false }
            return Condition.any(of: patterns, value)
        case .variable(let name, let patterns):
            guard let value = request.variables.value(of: name) else { return false }
            return Condition.any(of: patterns, value)
        case .path(let prefixes):
            let path = MarkedTarget(request.target, placement: placement).path
            return Condition.any(of: prefixes, path) { path, prefix in
                // The root without its marker is written as "/" again.
                path.isEmpty ? prefix.count == 1 : path.hasPrefix(prefix)
            }
        case .host(let names):
            guard let host = request.host else { return false }
            return Condition.any(of: names, host, request.scheme)
        }
    }

    private static func any(
        of candidates: [[UInt8]], _ value: Span<UInt8>,
        _ matches: (Span<UInt8>, Span<UInt8>) -> Bool
    ) -> Bool {
        let candidates = candidates.span
        for index in candidates.indices where matches(value, candidates[index].span) {
            return true
        }
        return false
    }

    private static func any(of patterns: [Pattern], _ value: Span<UInt8>) -> Bool {
        let patterns = patterns.span
        for index in patterns.indices where patterns[index].matches(value) { return true }
        return false
    }

    private static func any(
        of names: [HostName], _ host: borrowing RequestHost, _ scheme: Scheme
    ) -> Bool {
        for name in names
        where name.nameEquals(host.name)
            && (name.port == nil || name.port == host.effectivePort(scheme))
        {
            return true
        }
        return false
    }

    private static func isDomain(_ name: Span<UInt8>, _ suffix: Span<UInt8>) -> Bool {
        let isAbsolute = name.count > 1 && name[name.count - 1] == UInt8(ascii: ".")
        let name = name.extracting(0..<(isAbsolute ? name.count - 1 : name.count))
        guard name.count >= suffix.count else { return false }
        let start = name.count - suffix.count
        guard name.extracting(start..<name.count).equalsIgnoringCase(suffix) else { return false }
        return suffix.first == UInt8(ascii: ".") || start == 0
            || name[start - 1] == UInt8(ascii: ".")
    }

    private static func isLanguage(_ tag: Span<UInt8>, _ range: Span<UInt8>) -> Bool {
        guard tag.count >= range.count,
            tag.extracting(0..<range.count).equalsIgnoringCase(range)
        else { return false }
        return tag.count == range.count || tag[range.count] == UInt8(ascii: "-")
    }
}

/// A pattern for the value of a cookie, a header field or a CGI variable, letter case counting.
public enum Pattern: Hashable, Sendable {
    case exact([UInt8])
    case prefix([UInt8])
    case suffix([UInt8])
    case present

    /// - Parameter text: `x` exactly, `x*` a prefix, `*x` a suffix, `*` for present. Nil where a star
    ///   stands anywhere else.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        let star = UInt8(ascii: "*")
        let inner = bytes.drop { $0 == star }
        switch (bytes.first == star, bytes.last == star, bytes.count { $0 == star }) {
        case (_, _, 0): self = .exact(bytes)
        case (true, true, 1): self = .present
        case (true, false, 1): self = .suffix(Array(inner))
        case (false, true, 1): self = .prefix(bytes.dropLast())
        default: return nil
        }
    }

    func matches(_ value: Span<UInt8>) -> Bool {
        switch self {
        case .exact(let bytes): value.equals(bytes.span)
        case .prefix(let bytes): value.hasPrefix(bytes.span)
        case .suffix(let bytes): value.hasSuffix(bytes.span)
        case .present: true
        }
    }
}
