// The Site's file for Apache, with the numbered lines filled in. What is the same in all installations is in
// the files that it includes.

import Topology

/// `distrib-fcgi generate apache`.
package enum ApacheFiles {
    package static func make(
        _ site: WebServerSite, provenance: Provenance
    ) throws(GenerationError) -> [TextFile] {
        try site.file(faults: faults(of: site), provenance) { name in
            ApacheSiteFile(site: site, file: name).text
        }
    }

    private static func faults(of site: WebServerSite) -> [String] {
        guard case .unix = site.policy.component else { return [] }
        return [
            "pool \(site.pool.name): Apache's mod_authnz_fcgi knows no unix sockets: "
                + "web_server: { component: 127.0.0.1:9000 }"
        ]
    }
}

private struct ApacheSiteFile {
    let site: WebServerSite
    let file: String

    private var policy: WebServerPolicy { site.policy }

    var text: String {
        """
        #
        # One Site of the Pool behind Apache (tried with 2.4.71). This file holds every line that differs
        # between installations, numbered; the files under distrib/ need no edit.
        #
        #     a2enmod alias asis authn_core authnz_fcgi authz_core authz_user env headers proxy proxy_fcgi \\
        #         proxy_http rewrite setenvif\(policy.tls == nil ? "" : " ssl http2")
        #     cp -r distrib /etc/apache2/
        #     cp \(file) /etc/apache2/sites-available/
        #     a2dissite 000-default && a2ensite \(file.dropLast(".conf".count))
        #     apache2ctl configtest && systemctl reload apache2

        \(component)
        \(application)
        # (3) The application's session cookie: its name, and the attributes under which the application
        #     sets it; without them, a browser would not delete the cookie of a session that has ended.
        Define distrib_session_cookie \(policy.sessionCookie ?? "")
        Define distrib_session_cookie_attributes "\(policy.sessionCookieAttributes)"

        # (4) While the component is down, requests go straight to the application (the service goes on,
        #     load distribution stops). With this line, they are answered with 503 instead.
        \(policy.failsOpen ? "# " : "")Define distrib_closed

        Include distrib/server.conf

        \(ApacheVirtualHosts(site: site).text)
        """
    }

    private var component: String {
        """
        # (1) The component, where spawn-fcgi or systemd lets it listen. It must be TCP: mod_authnz_fcgi knows no
        #     unix sockets. The variable names the addresses that may connect.
        #
        #         FCGI_WEB_SERVER_ADDRS=127.0.0.1 spawn-fcgi -a 127.0.0.1 -p 9000 -- \\
        #             /usr/local/sbin/distrib-fcgi --config /etc/distrib/distrib.yaml --site \(site.name)
        Define distrib_component \(policy.component?.description ?? "127.0.0.1:9000")
        #     Or Apache starts the component itself, with mod_fcgid (without mod_authnz_fcgi). Many requests that
        #     begin sessions at the same time then wait for each other, in steps of a second.
        # Define distrib_program "/usr/local/sbin/distrib-fcgi --config /etc/distrib/distrib.yaml --site \(site.name)"

        """
    }

    private var application: String {
        let address =
            switch policy.application {
            case .http(.port(let address)): "http://\(address)"
            case .http(.unix(let path)): "\"unix:\(path)|http://localhost\""
            case .fastCGI(.port(let address), _): "fcgi://\(address)"
            case .fastCGI(.unix(let path), _): "\"unix:\(path)|fcgi://localhost\""
            }
        return """
            # (2) The application: an address for HTTP, or PHP-FPM's socket (see 9).
            Define distrib_application \(address)
            # Define distrib_application "unix:/run/php/php8.2-fpm.sock|fcgi://localhost"

            """
    }
}
