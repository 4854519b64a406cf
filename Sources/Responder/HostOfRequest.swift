import CGI
import Distribution
import Fields
import Topology

/// The Host that a request was sent to.
enum HostOfRequest {
    /// What stands in for HTTP_HOST where there is none.
    static let substitutes: Set<CGIVariable> = [.serverName, .serverPort, .serverProtocol]

    /// - Returns: nil where the client sent none.
    @_lifetime(copy variables)
    static func find(
        _ variables: CGIVariables, _ scheme: Scheme
    ) throws(Refusal) -> RequestHost? {
        guard let field = variables.value(of: .host) else { return substitute(variables, scheme) }
        guard !field.isEmpty else { return nil }
        do throws(HostNameError) {
            return try RequestHost(parsing: field)
        } catch {
            throw .malformedHost(error)
        }
    }

    /// HTTP/2 and HTTP/3 have the name in `:authority`, and nginx makes no HTTP_HOST of it in HTTP/3. Of a request
    /// by HTTP/1.0 nobody knows which name the client meant: SERVER_NAME is then a name of the web server's own,
    /// the same for all of them, and would send the client round for ever.
    @_lifetime(copy variables)
    private static func substitute(_ variables: CGIVariables, _ scheme: Scheme) -> RequestHost? {
        guard let name = variables.value(of: .serverName), saysItsName(variables) else {
            return nil
        }
        // The name is the web server's: a malformed one, or nginx's `_`, is no mistake of the client's.
        guard let host = try? RequestHost(parsing: name), host.port == nil,
            host.name[0] != UInt8(ascii: "_")
        else { return nil }
        guard let text = variables.value(of: .serverPort), let port = port(text),
            port != scheme.defaultPort
        else { return host }
        return host.with(port: port)
    }

    private static func saysItsName(_ variables: CGIVariables) -> Bool {
        if let version = variables.value(of: .serverProtocol),
            version.hasPrefixIgnoringCase(lowerCased: "http/"), version.count > 5
        {
            if version.equalsIgnoringCase(lowerCased: "http/1.0") { return false }
            if (UInt8(ascii: "2")...UInt8(ascii: "9")).contains(version[5]) { return true }
        }
        guard let scheme = variables.value(of: .requestScheme) else { return false }
        return scheme.equalsIgnoringCase(lowerCased: "https")
    }

    private static func port(_ text: Span<UInt8>) -> UInt16? {
        guard (1...5).contains(text.count) else { return nil }
        var port = 0
        for index in text.indices {
            guard ASCII.isDigit(text[index]) else { return nil }
            port = port * 10 + Int(text[index] - UInt8(ascii: "0"))
        }
        return port > 0 ? UInt16(exactly: port) : nil
    }
}
