/// The ways of a request in the Site's file for Caddy.
struct CaddyWays {
    let site: WebServerSite

    private var policy: WebServerPolicy { site.policy }

    private func snippet(_ name: String) -> String { CaddyParts.snippet(name, of: site) }

    var text: String {
        """
        \(healthChecks)
        \(past)
        \(session)
        \(upgrade)
        \(question)
        """
    }

    var healthChecks: String {
        """
        \t\t# For the health checks of the nameservers: "health" for Site Names, "ready" for the Pool Name
        \t\t# and the Group Names.
        \(endpoint("health"))\(endpoint("ready"))
        """
    }

    private func endpoint(_ name: String) -> String {
        """
        \t\thandle /distrib/\(name) {
        \t\t\tvars distrib_way \(name)
        \t\t\treverse_proxy {
        \t\t\t\timport \(snippet("component"))
        \t\t\t\ttransport fastcgi {
        \t\t\t\t\timport \(snippet("question"))
        \t\t\t\t\tenv DISTRIB_ENDPOINT \(name)
        \t\t\t\t}
        \t\t\t}
        \t\t}

        """
    }

    private var past: String {
        let paths = site.assetPaths
        let patterns =
            paths.whole + paths.starts.map { "\($0)*" }
            + policy.assetSuffixes.map { "*.\($0)" }
        let assets =
            patterns.isEmpty
            ? "" : "\t\t@distrib_asset path \(patterns.joined(separator: " "))\n" + handle("asset")
        return """
            \t\t# What never begins a session, and so bypasses the component: preflights of CORS, which carry no
            \t\t# cookies, and paths whose answers must not depend on a session.
            \t\t@distrib_preflight method OPTIONS
            \(handle("preflight"))\(assets)
            """
    }

    private func handle(_ matcher: String) -> String {
        """
        \t\thandle @distrib_\(matcher) {
        \t\t\treverse_proxy {
        \t\t\t\timport \(snippet("application"))
        \t\t\t}
        \t\t}

        """
    }

    /// The matcher of requests that are of a session here.
    private var sessionMatcher: String {
        let cookie = "header_regexp Cookie `\(site.sessionCookiePattern)`"
        guard let siteCookie = site.siteCookiePattern else {
            return "\t\t@distrib_session \(cookie)\n"
        }
        return """
            \t\t@distrib_here vars_regexp {http.request.hostport} `(?i)^$|\(site.hostPattern)`
            \t\tvars @distrib_here distrib_here yes
            \t\t@distrib_session {
            \t\t\tvars distrib_here yes
            \t\t\t\(cookie)
            \t\t\tvars_regexp {http.request.header.Cookie} `\(siteCookie)`
            \t\t}

            """
    }

    private var session: String {
        """
        \t\t# A request with a session. If the session has ended, the application may hand the request back by
        \t\t# 440. The body is gone by then, so the component makes the client come again, without its cookie.
        \(sessionMatcher)\t\thandle @distrib_session {
        \t\t\treverse_proxy {
        \t\t\t\timport \(snippet("application"))
        \t\t\t\t@distrib_ended status 440
        \t\t\t\thandle_response @distrib_ended {
        \t\t\t\t\tvars distrib_way ended
        \t\t\t\t\treverse_proxy {
        \t\t\t\t\t\timport \(snippet("component"))
        \t\t\t\t\t\ttransport fastcgi {
        \t\t\t\t\t\t\timport \(snippet("question"))
        \t\t\t\t\t\t\tenv DISTRIB_SESSION_COOKIE "\(policy.sessionCookie ?? ""); \(policy.sessionCookieAttributes)"
        \t\t\t\t\t\t\tenv REDIRECT_STATUS 440
        \t\t\t\t\t\t}
        \t\t\t\t\t}
        \t\t\t\t}
        \t\t\t}
        \t\t}

        """
    }

    private var upgrade: String {
        """
        \t\t# Whoever opens a WebSocket follows no redirect, and can't begin a session.
        \t\t@distrib_upgrade header_regexp Upgrade (?i)websocket
        \t\thandle @distrib_upgrade {
        \t\t\theader X-Distrib-Decision no-session
        \t\t\trespond "A WebSocket needs a session here: load a page first.
        " 403
        \t\t}

        """
    }

    private var question: String {
        """
        \t\t# The component decides: redirect, All Sites Busy page, or X-Accel-Redirect, upon which the
        \t\t# application takes the original request, body included.
        \t\thandle {
        \t\t\tvars distrib_way distrib
        \t\t\treverse_proxy {
        \t\t\t\timport \(snippet("component"))
        \t\t\t\ttransport fastcgi {
        \t\t\t\t\timport \(snippet("question"))
        \t\t\t\t}
        \t\t\t\t@distrib_start header X-Accel-Redirect *
        \t\t\t\thandle_response @distrib_start {
        \(start)\t\t\t\t}
        \t\t\t}
        \t\t}

        """
    }

    /// What the component says of the client goes on to the application. For what it does not say, Caddy has
    /// the placeholder's name, or "<nil>".
    private var start: String {
        let told = ["Scheme", "Client", "Country", "Trip"].map { name in
            let matcher = "@distrib_says_\(name.lowercased())"
            let field = "{http.reverse_proxy.header.X-Distrib-\(name)}"
            return """
                \t\t\t\t\t\t\(matcher) vars_regexp \(field) ^[0-9A-Za-z:]
                \t\t\t\t\t\trequest_header \(matcher) X-Distrib-\(name) \(field)

                """
        }.joined()
        return """
            \t\t\t\t\troute {
            \t\t\t\t\t\tvars distrib_way start
            \t\t\t\t\t\tcopy_response_headers {
            \t\t\t\t\t\t\tinclude Set-Cookie X-Distrib-Decision
            \t\t\t\t\t\t}
            \(told)\t\t\t\t\t\tvars @distrib_says_scheme distrib_scheme {http.reverse_proxy.header.X-Distrib-Scheme}
            \t\t\t\t\t\tvars @distrib_says_client distrib_client {http.reverse_proxy.header.X-Distrib-Client}
            \t\t\t\t\t\treverse_proxy {
            \t\t\t\t\t\t\timport \(snippet("application"))
            \t\t\t\t\t\t\theader_up X-Distrib-Session start
            \t\t\t\t\t\t}
            \t\t\t\t\t}

            """
    }
}
