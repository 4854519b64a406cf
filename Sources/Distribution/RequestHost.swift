public import Topology

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

    public var other: Scheme {
        switch self {
        case .http: .https
        case .https: .http
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

extension RequestHost {
    @_lifetime(copy name)
    private init(name: Span<UInt8>, port: UInt16, isAddressLiteral: Bool) {
        self.name = name
        self.port = port
        self.isAddressLiteral = isAddressLiteral
    }

    /// The same name with the port of the connection, where the client could not write one.
    @_lifetime(copy self)
    public func with(port: UInt16) -> RequestHost {
        RequestHost(name: name, port: port, isAddressLiteral: isAddressLiteral)
    }
}
