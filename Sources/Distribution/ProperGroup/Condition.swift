import CGI
public import Fields
public import Topology

/// One condition of a rule; its values are or-ed.
public enum Condition: Hashable, Sendable {
    /// The client's address.
    case client([IPNetwork])
    /// Suffixes of `REMOTE_HOST`, lower case: `.eu` is every name below `eu`, `example.org` that
    /// name and every name below it.
    case clientHost([[UInt8]])
    /// The client's country or continent, compared without regard to letter case: from the CGI variable that
    /// the configuration names, or where that says nothing, from a database.
    case geography(RegionPart, variable: [UInt8], [[UInt8]])
    /// Language tags, lower case: `de` is also `de-CH`. The most preferred language decides.
    case language([[UInt8]])
    case cookie(name: [UInt8], [Pattern])
    /// Any CGI variable; a request's header field `X-Region` is `HTTP_X_REGION`.
    case variable(name: [UInt8], [Pattern])
    /// Prefixes of the path, without the marker.
    case path([[UInt8]])
    case host([HostName])
    /// Classes that a signed indicator shows. Only the classes of requests may ask for it.
    case indicator([[UInt8]])

    var valueCount: Int {
        switch self {
        case .client(let networks): networks.count
        case .host(let hosts): hosts.count
        case .cookie(_, let patterns), .variable(_, let patterns): patterns.count
        case .clientHost(let texts), .geography(_, _, let texts), .language(let texts),
            .path(let texts), .indicator(let texts):
            texts.count
        }
    }

    /// What the condition looks at.
    var variables: WantedVariables {
        switch self {
        case .client: WantedVariables(known: [.remoteAddress])
        case .clientHost: WantedVariables(known: [.remoteHost])
        case .geography(_, let variable, _): WantedVariables(configured: [variable])
        case .language: WantedVariables(known: [.acceptLanguage])
        case .cookie, .indicator: WantedVariables(known: [.cookie])
        case .variable(let name, _): WantedVariables(configured: [name])
        case .path, .host: WantedVariables()
        }
    }
}

/// A pattern for the value of a cookie, a header field or a CGI variable, letter case counting.
public enum Pattern: Hashable, Sendable {
    case exact([UInt8])
    case prefix([UInt8])
    case suffix([UInt8])
    case contains([UInt8])
    case present

    /// - Parameter text: `x` exactly, `x*` a prefix, `*x` a suffix, `*x*` anywhere, `*` for present. Nil where
    ///   a star stands anywhere else.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        let star = UInt8(ascii: "*")
        let inner = bytes.drop { $0 == star }
        switch (bytes.first == star, bytes.last == star, bytes.count { $0 == star }) {
        case (_, _, 0): self = .exact(bytes)
        case (true, true, 1): self = .present
        case (true, false, 1): self = .suffix(Array(inner))
        case (false, true, 1): self = .prefix(bytes.dropLast())
        case (true, true, 2) where bytes.count > 2: self = .contains(Array(inner.dropLast()))
        default: return nil
        }
    }
}
