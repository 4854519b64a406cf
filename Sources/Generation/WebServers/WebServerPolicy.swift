/// How web servers and the component are to work together: the values of `web_server:`.
package struct WebServerPolicy: Hashable, Sendable {
    /// Where the component listens; nil stands for the address in the web server's example.
    package var component: SocketText?
    package var application = Application.http(.port("127.0.0.1:8080"))
    /// Nil if the configuration does not say it; then nothing can be generated.
    package var sessionCookie: String?
    /// The attributes with which the application sets it.
    package var sessionCookieAttributes = "Path=/"
    /// Whether requests go straight to the application while the component is down; otherwise the answer is 503.
    package var failsOpen = true
    /// Paths with one of these prefixes, or one of these suffixes, never begin a session. A prefix without a
    /// slash at its end is that path alone or what is below it.
    package var assetPaths = [
        "/assets/", "/static/", "/.well-known/", "/favicon.ico", "/robots.txt",
    ]
    package var assetSuffixes = [
        "css", "gif", "ico", "jpeg", "jpg", "js", "map", "png", "svg", "webp", "woff", "woff2",
    ]
    /// The source of the client's country; nil if there is none.
    package var country: Country?
    /// The IP addresses at which the web server listens; empty means every address of the machine.
    package var listen: [String] = []
    /// The port of names that have none of their own; nil: 443 with TLS, else 80.
    package var port: Int?
    package var tls: TLSPolicy?
    /// The largest body of a request.
    package var uploadLimit = ByteCount(number: 16, unit: .m)

    package init() {}

    /// Whether the web server takes this path, which has no marker, for an asset.
    package func isAsset(_ path: String) -> Bool {
        let end = path.lowercased()
        return assetSuffixes.contains { end.hasSuffix(".\($0.lowercased())") }
            || assetPaths.contains { start in
                path == start || path.hasPrefix(start.hasSuffix("/") ? start : "\(start)/")
            }
    }

    package enum Country: Hashable, Sendable {
        /// A header field that a web server in front sets or removes.
        case header(String)
        /// A variable of nginx that a module with a database sets.
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
