public import CGI
public import Fields

/// A request without a valid session, as far as the decision looks at it.
public struct SessionlessRequest: ~Escapable {
    /// Nil where the client sent no Host (HTTP/1.0).
    public let host: RequestHost?
    /// Its markers are where the policy of the Distributor that decides has them.
    public let target: MarkedTarget
    public let scheme: Scheme
    /// The client's address, after trusted proxies; nil where the web server names none.
    public let client: IPAddress?
    /// For the rules of the proper Group: cookies, header fields and other CGI variables.
    public let variables: CGIVariables
    /// Where the client is, for whoever asks; nil where there is no atlas. It outlives the request.
    @usableFromInline package var atlasLook: UnsafeMutablePointer<AtlasLook>? = nil

    /// - Parameter target: by `MarkerPolicy.marked(_:)`
    @inlinable
    @_lifetime(copy host, copy target, copy variables)
    public init(
        host: consuming RequestHost?, target: consuming MarkedTarget, scheme: Scheme = .http,
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
