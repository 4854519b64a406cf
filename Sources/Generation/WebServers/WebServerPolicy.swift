/// How web servers and the component are to work together: the values of `web_server:`.
package struct WebServerPolicy: Hashable, Sendable {
    /// Where the component listens; nil for what the web server's example has.
    package var component: SocketText?
    package var application = Application.http(.port("127.0.0.1:8080"))
    /// Nil where the configuration does not say it; nothing can be generated then.
    package var sessionCookie: String?
    /// Those under which the application sets it.
    package var sessionCookieAttributes = "Path=/"
    /// While the component is down, requests go straight to the application; else 503.
    package var failsOpen = true
    /// Paths that begin so, or end in such a suffix, never begin a session.
    package var assetPaths = ["/assets/", "/static/"]
    package var assetSuffixes = [
        "css", "gif", "ico", "jpeg", "jpg", "js", "map", "png", "svg", "webp", "woff", "woff2",
    ]
    /// What says the client's country; nil where nothing does.
    package var country: Country?
    /// The port of names that have none of their own; nil: 443 with TLS, else 80.
    package var port: Int?
    package var tls: TLSPolicy?
    /// Of a request's body.
    package var uploadLimit = ByteCount(number: 16, unit: .m)

    package init() {}

    package enum Country: Hashable, Sendable {
        /// A header field that a web server in front sets or removes.
        case header(String)
        /// A variable of nginx, of a module with a database.
        case variable(String)
    }

    package enum Application: Hashable, Sendable {
        case http(SocketText)
        /// With the directory of `index.php`.
        case fastCGI(SocketText, root: String)
    }
}

/// A socket, as web servers write it: `unix:/path`, or `host:port`.
package enum SocketText: Hashable, Sendable, CustomStringConvertible {
    case unix(String)
    case port(String)

    package var description: String {
        switch self {
        case .unix(let path): "unix:\(path)"
        case .port(let text): text
        }
    }
}

package struct TLSPolicy: Hashable, Sendable {
    /// Paths of PEM files.
    package let certificate: String
    package let key: String
    /// In seconds; nil sends no Strict-Transport-Security.
    package var strictTransportSecurity: Int64?
    /// Whether requests for plain HTTP, at port 80, are led to https.
    package var redirectsPlainHTTP = true

    package init(certificate: String, key: String) {
        self.certificate = certificate
        self.key = key
    }
}

/// A size as it is written: a whole number and a unit.
package struct ByteCount: Hashable, Sendable {
    package enum Unit: String, CaseIterable, Sendable {
        case k, m, g
    }

    package let number: Int
    package let unit: Unit

    package init(number: Int, unit: Unit) {
        self.number = number
        self.unit = unit
    }

    var text: String { "\(number)\(unit.rawValue)" }

    var bytes: Int {
        switch unit {
        case .k: number << 10
        case .m: number << 20
        case .g: number << 30
        }
    }
}
