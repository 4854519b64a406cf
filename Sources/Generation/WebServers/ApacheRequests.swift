import Distribution
import Topology

/// What the Site's file for Apache says of requests: which of them belong to a session, which need none, and who
/// sent them.
struct ApacheRequests {
    let site: WebServerSite

    private var policy: WebServerPolicy { site.policy }

    var text: String {
        """
        \(session)
        \(assets)
        \(ApacheProxies(site: site).text)
        \(country)
        \(marker)
        """
    }

    private var session: String {
        let attributes = policy.sessionCookieAttributes
        let cookie = (policy.sessionCookie ?? "") + (attributes.isEmpty ? "" : "; \(attributes)")
        return """
                # (4) This Site's Name, and the application's session cookie with the attributes under which the
                #     application sets it; without them, a browser would not delete the cookie of a session
                #     that has ended.
                \(ApacheText.setting("site", site.name.description))
                \(ApacheText.setting("session_cookie", cookie))

                # (5) The cookie of "remember_site" in the component's configuration, with its Domain: a request
                #     belongs to a session here if it came under this Site's Name and this cookie names this Site, too.
                #     Without it, the session cookie must not be set for a whole domain.
                \(siteCookie)

            """
    }

    private var siteCookie: String {
        guard let cookie = site.siteCookie else {
            return "# " + ApacheText.setting("site_cookie", "DistribSite; Domain=app.com")
        }
        let domain = cookie.domain.map { "; Domain=\($0)" } ?? ""
        return ApacheText.setting("site_cookie", cookie.name + domain)
    }

    private var assets: String {
        let patterns = [
            ("^(?:\(assetPaths))", policy.assetPaths),
            ("(?i)\\.(?:\(policy.assetSuffixes.alternatives))$", policy.assetSuffixes),
        ].filter { !$0.1.isEmpty }
        let blocks = patterns.map { pattern, _ in
            """
                <LocationMatch "\(pattern)">
                    SetEnvIf Request_URI ^ distrib_asset
                </LocationMatch>

            """
        }
        return """
                # (6) What never begins a session, and so bypasses the component. Answers to these paths must
                #     not depend on a session.
            \(blocks.joined())
            """
    }

    /// A path without a slash at its end is that path alone or what is below it.
    private var assetPaths: String {
        policy.assetPaths.map { path in
            path.escapedForRegularExpression + (path.hasSuffix("/") ? "" : "(?:/|$)")
        }.joined(separator: "|")
    }

    private var country: String {
        let code = "\"^([A-Z][A-Z])$\" GEOIP_COUNTRY_CODE=$1"
        let line =
            if case .header(let name) = policy.country {
                "SetEnvIf \(name) \(code)"
            } else {
                "# SetEnvIf X-Country \(code)"
            }
        return """
                # (8) The client's country, for rules with "country:"; here, another web server in front says it.
                #     A module may also set this variable.
                \(line)

            """
    }

    private var marker: String {
        let placement = ApacheText.setting("placement", "query")
        let isUsualName = site.markerName == "Distrib"
        return """
                # (9) As in the component's configuration, where "marker" has another placement than "path", or another
                #     name than "Distrib".
                \(site.placement == .query ? "" : "# ")\(placement)
                \(isUsualName ? "# " : "")\(ApacheText.setting("marker", site.markerName))

            """
    }
}

/// How Apache's configuration writes things.
enum ApacheText {
    /// A setting of the scripts is a variable that is always set.
    static func setting(_ name: String, _ value: String) -> String {
        let text = "distrib_\(name)=\(value)"
        return "SetEnvIf Request_URI ^ \(text.contains(" ") ? "\"\(text)\"" : text)"
    }
}
