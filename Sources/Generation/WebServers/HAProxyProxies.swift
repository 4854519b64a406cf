import Topology

/// What the Site's file for HAProxy believes of the proxies in front.
struct HAProxyProxies {
    let site: WebServerSite

    var text: String {
        let networks = site.proxies.networks.joined(separator: " ")
        guard !networks.isEmpty else { return "" }
        return """
                acl is_proxy var(txn.client) -m ip \(networks)
            \(schemes)\(clients)
            """
    }

    private var isForwarded: Bool { site.proxies.fields == .forwarded }

    private var schemes: String {
        guard site.scheme == nil, let field = site.proxies.schemeField else { return "" }
        let element =
            isForwarded
            ? part(1, #"^(.*;)?\s*proto="?([^;"]*)"?\s*(;.*)?$"#) : "req.hdr(\(field),-1)"
        let schemes = ["https", "http"].map { scheme in
            "    http-request set-var(txn.scheme) str(\(scheme)) if is_proxy "
                + "{ var(txn.proto) -m str -i \(scheme) }\n"
        }
        return "    http-request set-var(txn.proto) \(element)\n\(schemes.joined())"
    }

    /// The second group of a pattern in an element of the field Forwarded, counted from the right; all of the
    /// element if it does not match.
    private func part(_ number: Int, _ pattern: String) -> String {
        let quoted = pattern.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            .replacing("$", with: "\\$")
        return "\"req.hdr(Forwarded,-\(number)),regsub('\(quoted)','\\\\2',i)\""
    }

    /// As many proxies in a row as anybody has. Where one names no address, nobody knows who is further left.
    private var clients: String {
        guard let field = site.proxies.addressField else { return "" }
        return (1...WebServerSite.Proxies.depth).map { number in
            isForwarded ? forwarded(number) : listed(field, number)
        }.joined()
    }

    private func listed(_ field: String, _ number: Int) -> String {
        let element = "req.hdr_ip(\(field),-\(number))"
        return """
                http-request set-var(txn.last) bool(true) if !{ \(element) -m found }
                http-request set-var(txn.client) \(element) if is_proxy !{ var(txn.last) -m bool }

            """
    }

    private func forwarded(_ number: Int) -> String {
        let address = part(number, #"^(.*;)?\s*for="?\[?([0-9a-f.:]+?)\]?(:\d+)?"?\s*(;.*)?$"#)
        return """
                http-request set-var(txn.for) \(address)
                http-request set-var(txn.last) bool(true) if !{ var(txn.for) -m ip 0.0.0.0/0 ::/0 }
                http-request set-var(txn.client) var(txn.for) if is_proxy !{ var(txn.last) -m bool }

            """
    }
}
