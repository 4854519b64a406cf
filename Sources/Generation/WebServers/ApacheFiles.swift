// The Site's file for Apache, with the numbered lines filled in. What is the same in all installations is in
// the files that it includes.

import Topology

/// `distrib-fcgi generate apache`.
package enum ApacheFiles {
    package static func make(
        _ sites: [WebServerSite], provenance: Provenance
    ) throws(GenerationError) -> [TextFile] {
        try sites.files(provenance) { site, _, _ in ApacheSiteFile(site: site).text }
    }
}

private struct ApacheSiteFile {
    let site: WebServerSite

    private var policy: WebServerPolicy { site.policy }

    var text: String {
        """
        #
        # One Site of the Pool behind Apache (tried with 2.4.71). This file holds every line that differs
        # between installations, numbered; the files under distrib/ need no edit.
        #
        #     apt-get install lua-socket
        #     a2enmod \(modules.joined(separator: " "))
        #     cp -r conf-examples/apache/distrib /etc/apache2/
        #     cp \(site.fileName) /etc/apache2/sites-available/
        #     a2dissite 000-default && a2ensite \(site.fileName.dropLast(".conf".count))
        #     apache2ctl configtest && systemctl reload apache2

        \(ApacheVirtualHosts(site: site).text)
        """
    }

    private var modules: [String] {
        var modules = ["authz_core", "headers", "lua", "proxy", "setenvif"]
        switch policy.application {
        case .http: modules.append("proxy_http")
        case .fastCGI: modules += ["dir", "proxy_fcgi"]
        }
        if policy.tls != nil { modules += ["http2", "ssl"] }
        if !site.plainPorts.isEmpty { modules.append("rewrite") }
        if ApacheProxies(site: site).needsRemoteIP { modules.append("remoteip") }
        return modules.sorted()
    }
}
