// How a web server recognises a request of a session of this Site. The expressions mean the same in PCRE and in
// RE2, and stand in any kind of quotes but double ones. They look at the whole field: its lines may have been
// joined by commas on the way.

import Distribution
import Topology

extension WebServerSite {
    /// Matches a Cookie field with the application's session cookie, its value not empty.
    var sessionCookiePattern: String {
        let name = policy.sessionCookie ?? ""
        return "(?:^|[;,]\\s*)\(name.escapedForRegularExpression)=\"?[^;,\"\\s]"
    }

    /// Matches a Cookie field with the cookie of `remember_site`, where that names this Site.
    var siteCookiePattern: String? {
        siteCookie.map { cookie in
            "(?:^|[;,]\\s*)\(cookie.name.escapedForRegularExpression)="
                + "\"?\(cookieValue.escapedForRegularExpression)\"?\\s*(?:[;,]|$)"
        }
    }

    /// What the cookie of `remember_site` holds.
    var cookieValue: String { "\(name)" }

    /// Matches a Host that is this Site's Name, in small letters. A name without a port is that of every port.
    var hostPattern: String {
        let start = pool.acceptsSubNames ? "^(?:[^.:]+\\.)?" : "^"
        let host = "\(start)\(name.dnsName.escapedForRegularExpression)\\.?"
        guard let port = name.port else { return "\(host)(?::[0-9]*)?$" }
        let isSecure = scheme.map { $0 == .https } ?? (policy.tls != nil)
        let usual = isSecure ? 443 : 80
        return Int(port) == usual ? "\(host)(?::\(port))?$" : "\(host):\(port)$"
    }

    /// The value of Set-Cookie that ends a session.
    var sessionEnd: String {
        "\(policy.sessionCookie ?? "")=; Max-Age=0; \(policy.sessionCookieAttributes)"
    }

    /// The value of Set-Cookie that says that the client's session is here, as the component writes it.
    func siteCookieText(isSecure: Bool) -> String? {
        siteCookie.map { cookie in
            let domain = cookie.domain.map { "; Domain=\($0)" } ?? ""
            return "\(cookie.name)=\(cookieValue)\(domain); Path=/\(isSecure ? "; Secure" : "")"
                + "; HttpOnly; SameSite=Lax"
        }
    }

    /// The paths of assets: those that stand for themselves, and the beginnings of others.
    var assetPaths: (whole: [String], starts: [String]) {
        let whole = policy.assetPaths.filter { !$0.hasSuffix("/") }
        return (whole, policy.assetPaths.map { $0.hasSuffix("/") ? $0 : "\($0)/" })
    }

    /// What the files of the web servers that are only examples of HTTP can't do.
    func faultsBesideHTTP(of webServer: String) -> [String] {
        guard case .fastCGI = policy.application else { return [] }
        return [
            "pool \(pool.name): the files for \(webServer) reach the application by HTTP: "
                + "web_server: { application: { http: 127.0.0.1:8080 } }"
        ]
    }
}
