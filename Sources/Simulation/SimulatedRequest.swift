package import CGI
package import Distribution
package import Fields

/// A client's request as the simulation passes it on.
package struct SimulatedRequest {
    /// The name that the client resolves and goes to, with its port.
    package var name: [UInt8]
    /// Whether the client says that name in a Host field; HTTP/1.0 clients may not.
    package var sendsHost: Bool
    package var target: [UInt8]
    package var scheme: Scheme
    package var client: IPAddress?
    /// Cookies, header fields and whatever else the rules look at.
    package var environment: CGIEnvironment

    package init(
        name: [UInt8], sendsHost: Bool = true, target: [UInt8], scheme: Scheme = .http,
        client: IPAddress? = nil, environment: CGIEnvironment = CGIEnvironment([])
    ) {
        self.name = name
        self.sendsHost = sendsHost
        self.target = target
        self.scheme = scheme
        self.client = client
        self.environment = environment
    }

    /// The request that follows a Location of the form `scheme://host[:port]/path`.
    /// - Precondition: the Location is one that a Distributor wrote.
    func following(_ location: [UInt8]) -> SimulatedRequest {
        var next = self
        let scheme = location.firstIndex(of: UInt8(ascii: ":"))!
        let authority = scheme + 3
        let path = location[authority...].firstIndex(of: UInt8(ascii: "/"))!
        next.scheme = scheme == 5 ? .https : .http
        next.name = Array(location[authority..<path])
        next.target = Array(location[path...])
        return next
    }

    /// The request as a Site with these markers sees it.
    package func withView<Result>(
        _ markers: MarkerPolicy, _ body: (borrowing SessionlessRequest) throws -> Result
    ) rethrows -> Result {
        let host = sendsHost ? try? RequestHost(parsing: name.span) : nil
        let view = SessionlessRequest(
            host: host, target: markers.marked(RequestTarget(target.span)), scheme: scheme,
            client: client, variables: environment.variables)
        return try body(view)
    }
}
