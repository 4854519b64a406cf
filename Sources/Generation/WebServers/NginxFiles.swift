// The Site's file for nginx, with the numbered lines filled in. What is the same in all installations is in
// the files that it includes.

import Answers
import Topology

/// `distrib-fcgi generate nginx`.
package enum NginxFiles {
    package static func make(
        _ sites: [WebServerSite], provenance: Provenance
    ) throws(GenerationError) -> [TextFile] {
        try sites.files(faults: faults, provenance) { NginxSiteFile(site: $0).text }
    }

    private static func faults(of site: WebServerSite) -> [String] {
        var messages: [String] = []
        if site.sessionStart != .namedLocation("@app") {
            messages.append(
                "pool \(site.pool.name): nginx's files begin sessions at \"@app\", not as "
                    + "\"x_accel_redirect\" says")
        }
        if site.markerName != "Distrib" {
            messages.append(
                "pool \(site.pool.name): nginx's files cut markers named \"Distrib\", not "
                    + "\"\(site.markerName)\"")
        }
        if site.proxies.fields == .forwarded, !site.proxies.peers.isEmpty {
            messages.append(
                "nginx does not read addresses from \"Forwarded\": let the proxies set "
                    + "X-Forwarded-For and X-Forwarded-Proto, and write forwarded: x-forwarded")
        }
        return messages
    }
}

private struct NginxSiteFile {
    let site: WebServerSite

    private var policy: WebServerPolicy { site.policy }

    var text: String {
        """
        #
        # One Site of the Pool behind nginx (tried with 1.22). This file holds every line that differs
        # between installations, numbered; the files under distrib/ need no edit. http.conf is for all Sites
        # of this nginx together, and comes before them.
        #
        #     cp -r distrib /etc/nginx/
        #     cp distrib/http.conf /etc/nginx/conf.d/00-distrib.conf
        #     cp \(site.fileName) /etc/nginx/conf.d/
        #     nginx -t && systemctl reload nginx
        #
        # Debian's own site, /etc/nginx/sites-enabled/default, takes what no "server_name" names: aliases,
        # and requests of HTTP/1.0. Remove it, and they come to the first Site.

        \(upstreams)
        \(proxies)
        \(NginxServers(site: site).text)
        """
    }

    private var upstreams: String {
        let address =
            switch policy.application {
            case .http(let address), .fastCGI(let address, _): address
            }
        return """
            # (1) The component, where spawn-fcgi or systemd lets it listen.
            upstream distrib_\(site.identifier) {
                server \(policy.component?.description ?? "unix:/run/distrib/distrib.sock");
                keepalive 16;
            }

            # (2) The application: an address for HTTP, or PHP-FPM's socket (see 11).
            upstream application_\(site.identifier) {
                server \(address);
            }

            """
    }

    private var proxies: String {
        let networks = site.proxies.networks.map { "    \($0) 1;\n" }
        let lines = networks.isEmpty ? ["    # 192.0.2.1 1;\n"] : networks
        return """
            # (3) The proxies in front that say the client's address and scheme, as in "trusted_proxies"; also
            #     in (6).
            geo $realip_remote_addr $distrib_trusts_\(site.identifier) {
                default 0;
            \(lines.joined())}

            """
    }
}

extension WebServerSite.Proxies {
    /// Without `unix:`, which is no address.
    var networks: [String] { peers.filter { $0 != "unix:" } }
    var trustsUnixSockets: Bool { peers.contains("unix:") }

    /// The field that has the client's address.
    var clientField: String {
        switch fields {
        case .xForwarded, .forwarded: "X-Forwarded-For"
        case .fields(let names): names.first { !isScheme($0) } ?? "X-Forwarded-For"
        }
    }

    /// The field that has the scheme; nil if there is none.
    var schemeField: String? {
        switch fields {
        case .xForwarded, .forwarded: "X-Forwarded-Proto"
        case .fields(let names): names.first(where: isScheme)
        }
    }

    /// The component tells fields apart by their values, which nobody knows here.
    private func isScheme(_ name: String) -> Bool {
        let name = name.lowercased()
        return name.contains("proto") || name.contains("scheme")
    }
}
