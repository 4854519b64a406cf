import Distribution
import Topology

/// What `distrib.lua` needs to know of a Site.
struct LighttpdScript {
    let site: WebServerSite

    private var policy: WebServerPolicy { site.policy }

    var text: String {
        """
        -- The Site, for distrib.lua.

        package.path = "/etc/lighttpd/distrib/?.lua"

        return require("distrib").run(lighty, {
            id = \(quoted(site.identifier)),
            name = \(quoted("\(site.name)")),
            names = \(set(site.names)),
            acceptsSubNames = \(site.pool.acceptsSubNames),
            marker = \(quoted(site.markerName.lowercased())),
            placement = \(quoted(site.placement.rawValue)),
            sessionCookie = \(quoted(policy.sessionCookie ?? "")),
            sessionEnd = \(quoted(site.sessionEnd)),
        \(siteCookie)\(scheme)    wholeAssets = \(set(site.assetPaths.whole)),
            assetStarts = \(list(site.assetPaths.starts)),
            assetSuffixes = \(set(policy.assetSuffixes)),
        \(country)\(ports)    failsOpen = \(policy.failsOpen),
        })

        """
    }

    private var siteCookie: String {
        guard let cookie = site.siteCookie, let text = site.siteCookieText(isSecure: false),
            let secureText = site.siteCookieText(isSecure: true)
        else { return "" }
        return """
                siteCookie = \(quoted(cookie.name)),
                siteCookieText = \(quoted(text)),
                secureSiteCookieText = \(quoted(secureText)),

            """
    }

    private var scheme: String {
        site.scheme.map { "    scheme = \(quoted($0.rawValue)),\n" } ?? ""
    }

    private var country: String {
        guard case .header(let name) = policy.country else { return "" }
        return "    country = \(quoted(name)),\n"
    }

    /// What is different at ports without TLS, or for health checks only.
    private var ports: String {
        site.plainPorts.map { port in
            port.leadsToTLS
                ? "    plainPort = \(port.number),\n    securePort = \(quoted(site.securePort)),\n"
                : "    healthPort = \(port.number),\n"
        }.joined()
    }

    private func set(_ words: [String]) -> String {
        "{ " + words.map { "[\(quoted($0))] = true" }.joined(separator: ", ") + " }"
    }

    private func list(_ words: [String]) -> String {
        "{ " + words.map(quoted).joined(separator: ", ") + " }"
    }

    private func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}
