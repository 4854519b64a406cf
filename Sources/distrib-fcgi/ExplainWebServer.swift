import CGI
import Daemon
import Distribution
import Fields
import Generation
import Settings
import Topology

/// The web server's part: it passes a request of a session here to the application without asking.
enum WebServerPart {
    /// Nil where the configuration names no session cookie, and where the request has none: then the web server
    /// asks. Assets and preflights aside, which it never asks for.
    static func text(
        _ variables: CGIVariables, _ host: HostMeaning, _ settings: PoolConfiguration,
        _ site: Site.ID
    ) -> String? {
        guard let name = settings.webServer.sessionCookie, has(name, nil, variables) else {
            return nil
        }
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
