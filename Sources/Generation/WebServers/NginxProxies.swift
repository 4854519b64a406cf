import Distribution
import Topology

/// What the Site's file for nginx says of the proxies in front, and of the scheme.
struct NginxProxies {
    let site: WebServerSite

    private var proxies: WebServerSite.Proxies { site.proxies }
    private var id: String { site.identifier }

    // MARK: Outside of the server

    var maps: String {
        """
        # (3) The proxies in front that say the client's address and scheme, as in "trusted_proxies"; also
        #     in (6).
        \(trust("$realip_remote_addr", "$distrib_trusts_\(id)"))\(chain)
        """
    }

    private func trust(_ address: String, _ variable: String) -> String {
        let networks = proxies.networks.map { "    \($0) 1;\n" }
        let lines = networks.isEmpty ? ["    # 192.0.2.1 1;\n"] : networks
        return "geo \(address) \(variable) {\n    default 0;\n\(lines.joined())}\n"
    }

    /// nginx itself does not know the field Forwarded.
    private var chain: String {
        guard isForwarded else { return "" }
        let numbers = 1...WebServerSite.Proxies.depth
        let trusts = numbers.dropLast().map { number in
            trust("$distrib_forwarded_\(number)", "$distrib_trusts_\(number)_\(id)")
        }
        let sources = numbers.dropLast().map { "$distrib_trusts_\($0)_\(id)" }.joined()
        let choices = numbers.map { number in
            let pattern = String(repeating: "1", count: number - 1)
            return
                "    ~^\(pattern)\(number == numbers.last ? "" : "0") $distrib_forwarded_\(number);\n"
        }
        return """
            # The first address, from the right, that is not such a proxy's.
            \(trusts.joined())map "\(sources)" $distrib_client_\(id) {
            \(choices.joined())}

            """
    }

    private var isForwarded: Bool { proxies.fields == .forwarded && !proxies.peers.isEmpty }

    // MARK: Within the server

    var lines: String {
        isForwarded ? forwardedComment + schemes : realIP + schemes
    }

    private var forwardedComment: String {
        """
            # (6) What the proxies in front say in the field Forwarded, all of it in one line: nginx before 1.23
            #     looks at the first line only. They must replace what a client says there, or add to its end.
            #     nginx's own rules and its log see the proxy's address.

        """
    }

    private var realIP: String {
        let comment = """
                # (6) The proxies in front once more, and the header fields in which they say the client's address
                #     and scheme. They must replace what a client says there, or add to its end.

            """
        guard let field = proxies.addressField else { return comment }
        let peers = proxies.peers.map { "    set_real_ip_from \($0);\n" }
        return comment + (peers.isEmpty ? "    # set_real_ip_from 192.0.2.1;\n" : peers.joined())
            + """
                real_ip_header \(field);
                real_ip_recursive on;

            """
    }

    private var schemes: String {
        let override = site.scheme.map { "    set $distrib_scheme \($0);\n" }
        let scheme =
            override == nil ? "        set $distrib_scheme $distrib_forwarded_scheme;\n" : ""
        let client = isForwarded ? "        set $distrib_client $distrib_client_\(id);\n" : ""
        let hasScheme = override == nil && proxies.schemeField != nil
        let body = (hasScheme ? scheme : "") + client
        let peers =
            ["$distrib_trusts_\(id)"]
            + (proxies.trustsUnixSockets ? ["$realip_remote_addr = \"unix:\""] : [])
        let blocks = body.isEmpty ? [] : peers.map { "    if (\($0)) {\n\(body)    }\n" }
        // Behind an address that nobody can read, nobody knows who is further left.
        let unknown =
            isForwarded
            ? "    if ($distrib_client = \"\") {\n        set $distrib_client $remote_addr;\n    }\n"
            : ""
        return (hasScheme ? source : "") + blocks.joined() + unknown + (override ?? "")
    }

    private var source: String {
        switch proxies.fields {
        case .xForwarded: ""
        case .forwarded: "    set $distrib_scheme_source $distrib_forwarded_proto;\n"
        case .fields:
            proxies.schemeField.map {
                "    set $distrib_scheme_source $\(NginxText.variable(of: $0));\n"
            } ?? ""
        }
    }
}

/// How nginx's configuration writes things.
enum NginxText {
    /// The variable of a header field of the request.
    static func variable(of field: String) -> String {
        "http_" + field.lowercased().replacing("-", with: "_")
    }
}
