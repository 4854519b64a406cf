import RealPrograms
import Testing

/// The wirings of the examples: a web server, and how it speaks to the application.
enum Wiring: String, Sendable, CaseIterable, CustomTestStringConvertible {
    case nginxHTTP = "nginx, HTTP application"
    case nginxFastCGI = "nginx, FastCGI application"
    case apacheHTTP = "Apache, HTTP application"
    case apacheFastCGI = "Apache, FastCGI application"
    case lighttpd = "lighttpd, HTTP application"
    case caddy = "Caddy, HTTP application"
    case haproxy = "HAProxy, HTTP application"

    /// Those whose log names ways and decisions.
    static let logging = [Wiring.nginxFastCGI, .apacheHTTP]
    static let apache = [Wiring.apacheHTTP, .apacheFastCGI]

    var testDescription: String { rawValue }

    var webServer: any WebServer {
        switch self {
        case .nginxHTTP: Nginx(applicationFile: "application-http.conf")
        case .nginxFastCGI: Nginx(applicationFile: "application-fastcgi.conf")
        case .apacheHTTP: Apache()
        case .apacheFastCGI: Apache(isHTTP: false)
        case .lighttpd: Lighttpd()
        case .caddy: Caddy()
        case .haproxy: HAProxy()
        }
    }

    /// Whether the application is reached by HTTP.
    var isHTTP: Bool {
        switch self {
        case .nginxHTTP, .apacheHTTP, .lighttpd, .caddy, .haproxy: true
        case .nginxFastCGI, .apacheFastCGI: false
        }
    }
}

/// A web server with its example files.
protocol WebServer: Sendable {
    var abilities: Abilities { get }

    /// Lines of its example, and the same with an operator's own rules beside them, in the web server's own
    /// words: 403 for exactly `/denied`, for all that begins with `/private/`, and for all that ends in
    /// `.env`.
    var accessRules: [(String, String)] { get }

    /// Writes the example, with this test's addresses in its numbered lines.
    func write(_ files: SiteFiles) async throws

    /// Makes what was written wait longer for the component.
    func lengthenPatience(_ files: SiteFiles) throws

    /// Keys of `web_server:` in the component's configuration, where the example is generated from that for each
    /// test.
    func settings(_ files: SiteFiles) -> [String]

    /// In the foreground.
    func program(_ files: SiteFiles) throws -> Program
}

extension WebServer {
    func settings(_ files: SiteFiles) -> [String] { [] }
}

/// Where web servers differ in what they make of the contract.
struct Abilities: Sendable {
    /// The status by which the application hands an ended session back.
    var handBackStatus = 440
    var handBack = HandBack.atOnce
    /// A session starts when the client comes again, with a cookie that says so.
    var startsByReturn = false
    /// It checks by itself whether the component is up, so that it takes a moment to know.
    var checksComponent = false
    /// While the component is down, clients have to come again now and then.
    var returnsWhenDown = false
    /// What stands before the path where an ended session is led back to itself while the component is down.
    var returnWhenDown = ""
    /// Of the All Sites Busy page, whatever the component's configuration says; nil where that counts.
    var busyStatus: Int?
    /// It answers only when a request is through, whatever the answer.
    var takesWholeBodies = true
    /// In a session, it looks behind several trusted proxies in a row.
    var followsProxies = true
    /// An empty query stays where the marker is cut out of it.
    var keepsEmptyQueries = true
    /// The longest header of a request that it can refuse in so many words: a longer one gets 400.
    var longestHead = Int.max
}

/// What becomes of a request whose session ended.
enum HandBack: Sendable {
    /// The component decides; where a session is to start, the request itself starts it.
    case atOnce
    /// The component decides; where a session is to start, the client comes again without its cookie.
    case byReturn
    /// The client comes again without its cookie, whatever the component would say.
    case undecided
}
