import Topology

/// What the Site's file for Caddy does while the component is down.
struct CaddyErrors {
    let site: WebServerSite

    private func snippet(_ name: String) -> String { CaddyParts.snippet(name, of: site) }

    var text: String {
        """
        \t# While the component is down, \(consequence)
        \thandle_errors {
        \(site.policy.failsOpen ? health + direct + ended : "")\(closed)\t}

        """
    }

    private var consequence: String {
        site.policy.failsOpen
            ? "requests go straight to the application (the service goes on, load\n"
                + "\t# distribution stops)."
            : "requests without a session are answered with 503."
    }

    /// On a port that has health checks only.
    var ofHealthChecks: String {
        "\thandle_errors {\n\(site.policy.failsOpen ? health : "")\(closed)\t}\n"
    }

    private var health: String {
        """
        \t\t@distrib_health vars distrib_way health
        \t\thandle @distrib_health {
        \t\t\t# A Site that fails open still serves the sessions that are bound to it, so its Name
        \t\t\t# stays with it.
        \t\t\trespond "component down, requests go to the application
        " 200
        \t\t}

        """
    }

    private var direct: String {
        """
        \t\t@distrib_down vars distrib_way distrib
        \t\thandle @distrib_down {
        \t\t\troute {
        \(remembered)\t\t\t\theader X-Distrib-Decision direct
        \t\t\t\timport \(snippet("marker"))
        \t\t\t\treverse_proxy {
        \t\t\t\t\timport \(snippet("application"))
        \t\t\t\t\theader_up X-Distrib-Session direct
        \t\t\t\t}
        \t\t\t}
        \t\t}

        """
    }

    /// So that a session stays where it began.
    private var remembered: String {
        guard let plain = site.siteCookieText(isSecure: false),
            let secure = site.siteCookieText(isSecure: true)
        else { return "" }
        return """
            \t\t\t\t@distrib_elsewhere not vars distrib_here yes
            \(port)\t\t\t\tredir @distrib_elsewhere {vars.distrib_scheme}://\(site.name)\(portVariable){http.request.orig_uri} 307
            \t\t\t\t@distrib_secure vars distrib_scheme https
            \t\t\t\theader @distrib_secure +Set-Cookie "\(secure)"
            \t\t\t\t@distrib_plain not vars distrib_scheme https
            \t\t\t\theader @distrib_plain +Set-Cookie "\(plain)"

            """
    }

    /// A name without a port is that of every port.
    private var portVariable: String { site.name.port == nil ? "{vars.distrib_port}" : "" }

    private var port: String {
        guard site.name.port == nil else { return "" }
        return """
            \t\t\t\tvars distrib_port ""
            \t\t\t\t@distrib_port vars_regexp distrib_port {http.request.hostport} (:[0-9]+)$
            \t\t\t\tvars @distrib_port distrib_port {re.distrib_port.1}

            """
    }

    private var ended: String {
        """
        \t\t@distrib_ended vars distrib_way ended
        \t\thandle @distrib_ended {
        \t\t\troute {
        \t\t\t\theader Set-Cookie "\(site.sessionEnd)"
        \t\t\t\theader Cache-Control no-store
        \t\t\t\theader Location {http.request.orig_uri}
        \t\t\t\t# Without "/." it would name another host.
        \t\t\t\t@distrib_slashes vars_regexp {http.request.orig_uri} ^//
        \t\t\t\theader @distrib_slashes Location /.{http.request.orig_uri}
        \t\t\t\trespond 307
        \t\t\t}
        \t\t}

        """
    }

    private var closed: String {
        """
        \t\t@distrib_asked vars distrib_way health ready distrib ended
        \t\thandle @distrib_asked {
        \t\t\theader Retry-After 10
        \t\t\trespond "component down
        " 503
        \t\t}
        \t\thandle {
        \t\t\trespond "{err.status_code} {err.status_text}" {err.status_code}
        \t\t}

        """
    }
}
