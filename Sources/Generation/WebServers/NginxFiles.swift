// The Site's file for nginx, with the numbered lines filled in. What is the same in all installations is in
// the files that it includes.

import Answers
import Topology

/// `distrib-fcgi generate nginx`.
package enum NginxFiles {
    package static func make(
        _ sites: [WebServerSite], provenance: Provenance
    ) throws(GenerationError) -> [TextFile] {
        try sites.files(faults: faults, provenance) { site, _, _ in NginxSiteFile(site: site).text }
    }

    private static func faults(of site: WebServerSite) -> [String] {
        guard site.sessionStart != .namedLocation("@app") else { return [] }
        return [
            "pool \(site.pool.name): nginx's files begin sessions at \"@app\", not as "
                + "\"x_accel_redirect\" says"
        ]
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
        #     cp -r conf-examples/nginx/distrib /etc/nginx/
        #     cp conf-examples/nginx/distrib/http.conf /etc/nginx/conf.d/00-distrib.conf
        #     cp \(site.fileName) /etc/nginx/conf.d/
        #     nginx -t && systemctl reload nginx
        #
        # Debian's own site, /etc/nginx/sites-enabled/default, takes what no "server_name" names: other names,
        # and requests of HTTP/1.0. Remove it, and they come to the first Site.

        \(upstreams)
        \(NginxProxies(site: site).maps)
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
}
