internal import CGI
package import Distribution
internal import Fields

/// Who is asked: what is known of a request before its target is looked at.
package struct Addressee: ~Escapable {
    /// An index of the service's Pools.
    package let pool: Int
    package let host: RequestHost?
    package let scheme: Scheme

    @_lifetime(copy host)
    init(pool: Int, host: RequestHost?, scheme: Scheme) {
        self.pool = pool
        self.host = host
        self.scheme = scheme
    }

    @_lifetime(copy self, copy target, copy variables)
    func request(
        for target: MarkedTarget, _ client: IPAddress?, _ atlas: UnsafeMutablePointer<AtlasLook>?,
        _ variables: CGIVariables
    ) -> SessionlessRequest {
        var request = SessionlessRequest(
            host: host, target: target, scheme: scheme, client: client, variables: variables)
        request.atlasLook = atlas
        return request
    }
}
