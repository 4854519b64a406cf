public import CGI
public import Fields
public import Topology

/// A request without a valid session, as far as the decision looks at it.
public struct SessionlessRequest: ~Escapable {
    /// Nil where the client sent no Host (HTTP/1.0).
    public let host: RequestHost?
    public let target: RequestTarget
    public let scheme: Scheme
    /// The client's address, after trusted proxies; nil where the web server names none.
    public let client: IPAddress?
    /// For the rules of the proper Group: cookies, header fields and other CGI variables.
    public let variables: CGIVariables

    @_lifetime(copy host, copy target, copy variables)
    public init(
        host: consuming RequestHost?, target: consuming RequestTarget, scheme: Scheme = .http,
        client: IPAddress? = nil, variables: consuming CGIVariables
    ) {
        self.host = host
        self.target = target
        self.scheme = scheme
        self.client = client
        self.variables = variables
    }

    /// The value of the first cookie of that name, without quotes.
    @_lifetime(copy self)
    func cookie(_ name: Span<UInt8>) -> Span<UInt8>? {
        guard let field = variables.value(of: .cookie) else { return nil }
        return Cookies(field).value(of: name)
    }
}

/// The scheme under which the client sent the request.
public enum Scheme: String, Sendable {
    case http
    case https

    public var defaultPort: UInt16 {
        switch self {
        case .http: 80
        case .https: 443
        }
    }
}

/// The Host of a request (RFC 9110, section 7.2).
public struct RequestHost: ~Escapable {
    /// Without port and trailing dot, in the client's letter case; an IPv6 literal in brackets.
    public let name: Span<UInt8>
    /// The port that the client wrote; nil where it wrote none.
    public let port: UInt16?
    /// Whether the name is an IPv6 literal, which no configured name is.
    public let isAddressLiteral: Bool

    /// - Throws: what is malformed; such a request gets 400.
    @_lifetime(copy bytes)
    public init(parsing bytes: Span<UInt8>) throws(HostNameError) {
        let parsed = try HostSyntax.parse(bytes)
        name = bytes.extracting(parsed.nameRange)
        port = parsed.port
        isAddressLiteral = parsed.isAddressLiteral
    }

    /// The port by which configured names are matched.
    public func effectivePort(_ scheme: Scheme) -> UInt16 { port ?? scheme.defaultPort }

    /// What the name stands for in a table of configured names.
    @inlinable
    public func look<Value>(up names: NameTable<Value>, scheme: Scheme) -> Value? {
        names.find(name, port: effectivePort(scheme))
    }
}
