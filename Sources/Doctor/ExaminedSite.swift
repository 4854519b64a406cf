import Distribution
package import Generation
package import Probing
package import Settings
package import Topology

/// A Site of one Pool, as it is to be, and how it is to be looked at.
package struct ExaminedSite: Sendable {
    package let settings: PoolConfiguration
    package let site: Site.ID
    package let wiring: WebServerSite
    /// Path of the configuration, and SHA-256 of its bytes in hexadecimal.
    package let file: String
    package let identity: String
    package let options: Options

    package struct Options: Sendable {
        /// Nanoseconds that one answer may take.
        package var timeout: Int64 = 5_000_000_000
        /// Where the component listens, where `web_server` does not say it.
        package var component: PeerAddress?
        /// Where this Site's web server is asked, where the configuration does not say it.
        package var webServer: WebServerAddress?
        package var webServerUser: String?
        /// A file of PEM with the authorities that count; nil: those that the system trusts.
        package var authorities: String?
        /// A path of the application that shows what it gets, among the paths that begin no session.
        package var echoPath: String?

        package init() {}
    }

    package init(
        _ configuration: Configuration, pool: Int, site: Site.ID, options: Options = Options()
    ) {
        settings = configuration.pools[pool]
        self.site = site
        wiring = configuration.webServerSite(site, ofPool: pool)
        file = configuration.file
        identity = configuration.identity
        self.options = options
    }

    var pool: Pool { settings.pool }
    var name: HostName { pool[site].name }

    /// Where the component listens; without other words, where the examples let it.
    var componentAddress: PeerAddress {
        options.component ?? settings.webServer.component.flatMap { PeerAddress(parsing: "\($0)") }
            ?? .unix(path: "/run/distrib/distrib.sock")
    }

    /// Whether clients come by https.
    var isSecure: Bool { settings.webServer.tls != nil || settings.scheme == .https }

    /// Where they come by https.
    var securePort: UInt16 {
        pool.name.port ?? settings.webServer.tls.flatMap { _ in
            settings.webServer.port.flatMap { UInt16(exactly: $0) }
        } ?? 443
    }

    /// Where this Site's web server is asked: at those of its addresses that this machine has.
    var webServerAddresses: [WebServerAddress] {
        if let address = options.webServer { return [address] }
        let own = pool[site].addresses.filter(NameProbe.isOwn)
        let listening = settings.webServer.listen.filter(NameProbe.isOwn)
        let hosts = !own.isEmpty ? own : !listening.isEmpty ? listening : ["127.0.0.1"]
        let plainPort =
            pool.name.port ?? settings.webServer.port.flatMap { UInt16(exactly: $0) } ?? 80
        return hosts.map {
            WebServerAddress(
                isSecure: isSecure, address: .tcp(host: $0, port: isSecure ? securePort : plainPort)
            )
        }
    }
}

/// Where a web server is asked: `http://ADDRESS:PORT` or `https://ADDRESS:PORT`.
package struct WebServerAddress: Equatable, Sendable, CustomStringConvertible {
    package let isSecure: Bool
    package let address: PeerAddress

    package init(isSecure: Bool, address: PeerAddress) {
        self.isSecure = isSecure
        self.address = address
    }

    /// Nil where the text is none. Without a port it is that of the scheme.
    package init?(parsing text: String) {
        let isSecure = text.hasPrefix("https://")
        guard isSecure || text.hasPrefix("http://") else { return nil }
        var authority = text.dropFirst(isSecure ? "https://".count : "http://".count)
        if authority.hasSuffix("/") { authority = authority.dropLast() }
        let usual = PeerAddress(parsing: "\(authority):\(isSecure ? 443 : 80)")
        guard !authority.hasPrefix("unix:"), let address = PeerAddress(parsing: authority) ?? usual
        else { return nil }
        self.init(isSecure: isSecure, address: address)
    }

    package var description: String { "\(isSecure ? "https" : "http")://\(address)" }
}

extension HostName {
    /// The name without its port.
    var withoutPort: String { String(decoding: name, as: UTF8.self) }
}
