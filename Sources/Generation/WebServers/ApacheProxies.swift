import Distribution
import Topology

/// What the Site's file for Apache says of the proxies in front, and of the scheme.
struct ApacheProxies {
    let site: WebServerSite

    private var proxies: WebServerSite.Proxies { site.proxies }
    /// Every client of Apache has an address.
    private var networks: [String] { proxies.networks }

    /// It reads one field with a list of addresses, and nothing else.
    var needsRemoteIP: Bool {
        !networks.isEmpty && proxies.fields != .forwarded && proxies.addressField != nil
    }

    var text: String {
        """
            # (7) Proxies in front of Apache, as in "trusted_proxies" of the component's configuration. They say the
            #     client's address\(isForwarded ? "" : " (for which Apache needs mod_remoteip)") and the scheme\(limit).
        \(lines)    # The scheme of all requests, where "scheme" of that configuration says it.
        \(scheme)

        """
    }

    private var isForwarded: Bool { proxies.fields == .forwarded && !networks.isEmpty }

    private var limit: String {
        isForwarded
            ? ", in the\n    #     field Forwarded, which Apache itself does not know: its own rules and its log have the proxy's address"
            : ""
    }

    private var lines: String {
        let isExample = networks.isEmpty
        let prefix = isExample ? "    # " : "    "
        let networks = isExample ? ["192.0.2.0/24"] : networks
        var lines: [String] = []
        if isExample || needsRemoteIP {
            lines.append("RemoteIPHeader \(isExample ? "X-Forwarded-For" : proxies.addressField!)")
            lines += networks.map { "RemoteIPInternalProxy \($0)" }
        }
        lines += networks.map {
            "SetEnvIfExpr \"%{CONN_REMOTE_ADDR} -ipmatch '\($0)'\" distrib_trusted"
        }
        if !isExample { lines += fields }
        return lines.map { "\(prefix)\($0)\n" }.joined()
    }

    private var fields: [String] {
        switch proxies.fields {
        case .xForwarded: []
        case .forwarded:
            [ApacheText.setting("forwarded", networks.joined(separator: " "))]
        case .fields:
            [
                ApacheText.setting("address_field", proxies.addressField ?? "-"),
                ApacheText.setting("scheme_field", proxies.schemeField ?? "-"),
            ]
        }
    }

    private var scheme: String {
        site.scheme.map { "    \(ApacheText.setting("own_scheme", $0.rawValue))" }
            ?? "    # \(ApacheText.setting("own_scheme", "https"))"
    }
}
