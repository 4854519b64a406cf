import CGI
import Daemon
import Distribution
import Fields
import Generation
import Settings
import Topology

/// The web server's part: it passes requests of a session here, assets and preflights to the application
/// without asking.
enum WebServerPart {
    /// Nil where the configuration names no session cookie, because then it says nothing of the web server; and
    /// where the web server asks because the request has no such cookie.
    static func text(
        _ variables: CGIVariables, _ host: HostMeaning, _ settings: PoolConfiguration,
        _ site: Site.ID
    ) -> String? {
        guard let name = settings.webServer.sessionCookie else { return nil }
        if let why = neverBegins(variables, settings) { return "does not ask: \(why)" }
        guard has(name, nil, variables) else { return nil }
        guard let remembered = settings.distributor(at: site).rememberedSite else {
            return "does not ask: the session cookie \(name) is there"
        }
        let cookie = String(decoding: remembered.cookie, as: UTF8.self)
        let siteName = settings.pool[site].name
        guard host == .thisSite, has(cookie, siteName.bytes, variables) else {
            return "asks: the session cookie \(name) is there, but not at this Site's Name with "
                + "\(cookie)=\(siteName)"
        }
        return "does not ask: the session cookie \(name) is there, and \(cookie)=\(siteName)"
    }

    /// Why such a request never begins a session, whoever sends it; nil where it may.
    private static func neverBegins(
        _ variables: CGIVariables, _ settings: PoolConfiguration
    ) -> String? {
        if let method = variables.value(of: .requestMethod), method.equals("OPTIONS") {
            return "an OPTIONS request begins no session"
        }
        guard let target = variables.value(of: .requestURI) else { return nil }
        var clean: [UInt8] = []
        clean.appendClean(settings.markers.marked(RequestTarget(target)))
        let path = String(decoding: clean.prefix { $0 != UInt8(ascii: "?") }, as: UTF8.self)
        return settings.webServer.isAsset(path) ? "\(path) is one of its `assets`" : nil
    }

    /// Whether the cookie is there with this value; nil stands for any value but an empty one.
    private static func has(
        _ name: String, _ value: [UInt8]?, _ variables: CGIVariables
    ) -> Bool {
        let name = Array(name.utf8)
        guard let field = variables.value(of: .cookie),
            let found = Cookies(field).value(of: name.span)
        else { return false }
        return value.map { found.equalsIgnoringCase($0.span) } ?? !found.isEmpty
    }
}
