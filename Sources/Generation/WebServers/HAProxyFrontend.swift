import Distribution
import Topology

/// The frontends of the Site's file for HAProxy: which way a request goes.
struct HAProxyFrontend {
    let site: WebServerSite

    private var policy: WebServerPolicy { site.policy }
    private var id: String { site.identifier }

    var text: String {
        """
        defaults distrib_\(id)
            mode http
            log global
            log-format "%ci [%tr] %{+Q}r %ST %B host=%{+Q}[var(txn.host)] way=%b decision=%{+Q}[var(txn.decision)] location=%{+Q}[var(txn.location)] time=%Ta"
            timeout client 60s
            timeout connect 2s
            timeout server 60s
            timeout tunnel 1h

        # The Pool Name, the Group Names, the Names of failed Sites and aliases arrive here, too. A certificate
        # needs all of them (distrib-fcgi generate names).
        frontend distrib_\(id) from distrib_\(id)
        \(binds(site.ports, isSecure: policy.tls != nil))\(strict)
        \(marker)
            # Rules of your own go here, such as
            #
            #     http-request deny if { path /admin } || { path_beg /admin/ }
            #
            # They judge the URI that the application gets. (The next run overwrites this file: keep a copy.)

        \(origin)
        \(ways)
        \(pass)
        \(words)
        \(backends)
        \(others)
        """
    }

    private func binds(_ ports: [Int], isSecure: Bool) -> String {
        let certificate = policy.tls.map { isSecure ? " ssl crt \($0.certificate)" : "" }
        return ports.flatMap { port in
            policy.listen.isEmpty
                ? ["    bind :::\(port) v4v6\(certificate ?? "")\n"]
                : site.listenHosts.map { "    bind \($0):\(port)\(certificate ?? "")\n" }
        }.joined()
    }

    private var strict: String {
        guard let seconds = policy.tls?.strictTransportSecurity else { return "" }
        return """

                http-after-response set-header Strict-Transport-Security "max-age=\(seconds)"

            """
    }

    // MARK: Before the rules of the operator

    private var marker: String {
        let name = site.markerName.escapedForRegularExpression
        let comment = """

                # After a session has begun, the address bar still shows the marker, so reloads, empty form actions
                # and relative links carry it, too. The application does not see it; the component does.
                http-request set-var(txn.target) pathq

            """
        switch site.placement {
        case .path:
            return comment + """
                    http-request set-var(txn.path) "path,regsub('/\(name)(=|%3D)[^/]*','',gi)"
                    http-request set-path %[var(txn.path)] if { var(txn.path) -m len gt 0 }
                    http-request set-path / unless { var(txn.path) -m len gt 0 }

                """
        case .query:
            return comment + """
                    http-request set-var(txn.query) "query,regsub('^(\(name)(=|%3D)[^&]*&?)+','',i),regsub('&\(name)(=|%3D)[^&]*','',gi)"
                    acl is_marked query -m reg -i (?:^|&)\(name)(?:=|%3D)
                    acl is_first query -m reg -i ^\(name)(?:=|%3D)[^&]*(?:&\(name)(?:=|%3D)[^&]*)*$
                    http-request set-uri %[path] if is_marked is_first
                    http-request set-query %[var(txn.query)] if is_marked

                """
        }
    }

    private var origin: String {
        """
            # What a client sends in these fields does not reach the application.
            http-request del-header ^x[^a-z0-9]distrib -m reg

            # The client's address and scheme, as the component believes them.
            http-request set-var(txn.host) req.hdr(Host)
            http-request set-var(txn.client) src
            http-request set-var(txn.scheme) str(\(scheme))
        \(HAProxyProxies(site: site).text)
        """
    }

    private var scheme: String {
        site.scheme?.rawValue ?? (policy.tls == nil ? "http" : "https")
    }

    // MARK: Ways

    private var ways: String {
        """
            # For the health checks of the nameservers: "health" for Site Names, "ready" for the Pool Name
            # and the Group Names.
            acl is_endpoint path /distrib/health /distrib/ready
            acl is_down nbsrv(distrib_\(id)) lt 1

            # What never begins a session, and so bypasses the component: preflights of CORS, which carry no
            # cookies, and paths whose answers must not depend on a session.
            acl is_past method OPTIONS
        \(assets)
            # A request of a session here. (A client of HTTP/1.0 may name no host.)
            acl is_here req.hdr(Host) -m reg -i \(site.hostPattern)
            acl is_here req.hdr_cnt(Host) eq 0
            acl has_cookie req.fhdr(Cookie) -m reg \(quoted(site.sessionCookiePattern))
        \(session)
        """
    }

    private var assets: String {
        let paths = site.assetPaths
        return [
            ("path", paths.whole), ("path_beg", paths.starts),
            ("path_end -i", policy.assetSuffixes.map { ".\($0)" }),
        ].filter { !$0.1.isEmpty }
            .map { "    acl is_past \($0.0) \($0.1.joined(separator: " "))\n" }.joined()
    }

    private var session: String {
        guard let pattern = site.siteCookiePattern else {
            return "    http-request set-var(txn.session) bool(true) if has_cookie\n"
        }
        return """
                acl has_site_cookie req.fhdr(Cookie) -m reg \(quoted(pattern))
                http-request set-var(txn.session) bool(true) if is_here has_cookie has_site_cookie

            """
    }

    private func quoted(_ pattern: String) -> String { "'\(pattern)'" }

    private var pass: String {
        """
            # A pass is good for ten seconds, and only for the client that got it.
            http-request set-var(txn.now) date
            http-request set-var(txn.time) req.cook(DistribPass),word(1,.)
            http-request set-var(txn.age) date,sub(txn.time)
            http-request set-var(txn.signature) req.cook(DistribPass),word(2,.)
            http-request set-var-fmt(txn.told) "%[req.cook(DistribPass),field(3,.)].%[req.cook(DistribPass),field(4,.)]"
            http-request set-var-fmt(txn.claim) "%[var(txn.time)] %[src] %[var(txn.host)] \(id) %[var(txn.told)]"
            http-request set-var(txn.expected) var(txn.claim),hmac(sha256,proc.distrib_key),hex
            acl has_pass var(txn.signature),secure_memcmp(txn.expected)
            acl is_recent var(txn.age) -m int 0:10

        """
    }

    private var words: String {
        let isNew = "!is_past !is_endpoint !{ var(txn.session) -m bool }"
        return """
                # Whoever opens a WebSocket follows no redirect, and can't begin a session.
                http-request return status 403 content-type text/plain string "A WebSocket needs a session here: load a page first.\\n" hdr X-Distrib-Decision no-session if \(isNew) { req.hdr(Upgrade) -i websocket }

                # X-Distrib-Session tells the application that it may begin a session; the others, what the component
                # said of the client.
                http-request set-var(txn.word) str(start) if \(isNew) has_pass is_recent
                http-request set-header X-Distrib-Trip %[var(txn.told),field(1,.),ub64dec] if { var(txn.word) -m str start }
                http-request set-header X-Distrib-Country %[var(txn.told),field(2,.)] if { var(txn.word) -m str start } { var(txn.told),field(2,.) -m len gt 0 }
                http-request set-header X-Distrib-Client %[var(txn.client)] if { var(txn.word) -m str start }
                http-request set-header X-Distrib-Scheme %[var(txn.scheme)] if { var(txn.word) -m str start }
            \(policy.failsOpen ? open(isNew) : "")
                http-request set-header X-Distrib-Session %[var(txn.word)] if { var(txn.word) -m found }

            """
    }

    private func open(_ isNew: String) -> String {
        let home =
            site.siteCookie == nil
            ? ""
            : "    http-request set-var(txn.port) \"req.hdr(Host),regsub('^[^:]*','')\"\n"
                + "    http-request redirect location \"%[var(txn.scheme)]://\(site.name)\(port)%[var(txn.target)]\" "
                + "code 307 if { var(txn.word) -m str direct } !is_here\n"
        return """

                # While the component is down, requests go straight to the application (the service goes on,
                # load distribution stops).
                http-request set-var(txn.word) str(direct) if \(isNew) is_down
            \(home)    # A Site that fails open still serves the sessions that are bound to it, so its Name stays with it.
                http-request return status 200 content-type text/plain string "component down, requests go to the application\\n" if is_down { path /distrib/health }

            """
    }

    /// A name without a port is that of every port.
    private var port: String { site.name.port == nil ? "%[var(txn.port)]" : "" }

    private var backends: String {
        """
            use_backend distrib_\(id) if is_endpoint
            use_backend application_\(id) if is_past or { var(txn.session) -m bool } or { var(txn.word) -m found }
            default_backend distrib_\(id)

        """
    }

    /// Plain HTTP beside TLS, and a port of its own for health checks.
    private var others: String {
        site.plainPorts.map { port in
            """
            # \(port.purpose)
            frontend distrib_\(id)_\(port.number) from distrib_\(id)
            \(binds([port.number], isSecure: false))    acl is_endpoint path /distrib/health /distrib/ready
                acl is_down nbsrv(distrib_\(id)) lt 1
                http-request set-var(txn.target) pathq
            \(health)\(port.leadsToTLS ? toTLS : "    http-request return status 404 unless is_endpoint\n")\
                default_backend distrib_\(id)

            """
        }.joined(separator: "\n")
    }

    private var health: String {
        guard policy.failsOpen else { return "" }
        return """
                http-request return status 200 content-type text/plain string "component down, requests go to the application\\n" if is_down { path /distrib/health }

            """
    }

    /// A Host that is no name of this Site is not repeated.
    private var toTLS: String {
        let names = site.names.filter { !$0.hasPrefix("*.") }.joined(separator: " ")
        let wild = site.names.filter { $0.hasPrefix("*.") }.map { String($0.dropFirst()) }
        let known =
            "{ req.hdr(Host),host_only,lower -m str \(names) }"
            + (wild.isEmpty
                ? ""
                : " || { req.hdr(Host),host_only,lower -m end \(wild.joined(separator: " ")) }")
        let end = "\(site.securePort)%[pathq]\" code 308"
        return """
                http-request redirect location "https://%[req.hdr(Host),host_only]\(end) if !is_endpoint \(known)
                http-request redirect location "https://\(site.name.dnsName)\(end) unless is_endpoint

            """
    }
}
