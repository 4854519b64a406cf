package import Answers
package import Distribution
package import Topology

/// One Site of a Pool, as its web server needs to know it.
package struct WebServerSite: Sendable {
    package let pool: Pool
    package let site: Site.ID
    package var policy: WebServerPolicy
    package let placement: MarkerPolicy.Placement
    package let sessionStart: SessionStart
    package let healthCheck: HealthCheckPolicy
    /// What stands before "=" in a marker: letters, digits, "-" and "_".
    package var markerName = "Distrib"
    /// The cookie of `remember_site`; nil if the session cookie alone says that a client has a session here.
    package var siteCookie: SiteCookie?
    package var proxies = Proxies()
    /// What counts as the scheme of every request, whatever the web server and its proxies say; nil: that.
    package var scheme: Scheme?
    /// Further names that DNS resolves like the Pool Name.
    package var aliases: [HostName] = []
    /// Names that lead to other Sites behind the same web server.
    var namesElsewhere: Set<String> = []

    package init(
        pool: Pool, site: Site.ID, policy: WebServerPolicy, placement: MarkerPolicy.Placement,
        sessionStart: SessionStart, healthCheck: HealthCheckPolicy
    ) {
        self.pool = pool
        self.site = site
        self.policy = policy
        self.placement = placement
        self.sessionStart = sessionStart
        self.healthCheck = healthCheck
    }

    /// The cookie that says at which Site a client has its session; its value is a Site Name.
    package struct SiteCookie: Hashable, Sendable {
        /// A token without characters that have a meaning in any web server's configuration.
        package let name: String
        /// Nil: the cookie comes back to the Site's own Name only.
        package let domain: String?

        package init(name: String, domain: String?) {
            self.name = name
            self.domain = domain
        }
    }

    package var name: HostName { pool[site].name }

    /// For names of upstreams, maps, variables and snippets: unique to this Site, of whatever Pool.
    package var identifier: String { name.identifier }

    /// The name of this Site's file.
    package var fileName: String {
        // A colon is a nuisance in file names, and "+" is in no host name.
        "\(name.dnsName)\(name.port.map { "+\($0)" } ?? "").conf"
    }

    /// Every name under which clients come here, which is what the certificate must be good for: the
    /// Pool Name and its aliases, the Names of this Site's Groups, its own Name, and those of Sites that fail
    /// over to it.
    package var names: [String] {
        let groups = pool.groups.filter { $0.sites.contains(site) }.map(\.name)
        return ([pool.name] + aliases + groups).map(\.dnsName).uniqued() + siteNames
    }

    /// The names that lead to this Site where others are behind the same web server: without their Names, and
    /// without what leads to one of them already.
    var ownNames: [String] { names.filter { !namesElsewhere.contains($0) } }

    private var siteNames: [String] {
        let others = pool.sites.indices.map(Site.ID.init).filter { other in
            other != site && pool.failoverOrder(of: other).contains(site)
        }
        let names = ([site] + others).map { pool[$0].name.dnsName }.uniqued()
        return pool.acceptsSubNames ? names + names.map { "*.\($0)" } : names
    }

    /// The ports at which clients come, in their order.
    var ports: [Int] {
        let usual = policy.port ?? (policy.tls == nil ? 80 : 443)
        let sites = pool.sites.indices.map(Site.ID.init).filter { other in
            pool.failoverOrder(of: other).contains(site)
        }
        let names =
            [pool.name] + aliases + pool.groups.filter { $0.sites.contains(site) }.map(\.name)
            + sites.map { pool[$0].name }
        return names.map { $0.port.map(Int.init) ?? usual }.uniqued().sorted()
    }

    /// A port without TLS besides those at which clients come.
    struct PlainPort {
        let number: Int
        /// Whether everything except health checks is redirected to https; otherwise, the port has nothing else.
        let leadsToTLS: Bool

        /// For a comment.
        var purpose: String {
            leadsToTLS
                ? "Plain HTTP: everything except the nameservers' health checks is redirected to https."
                : "Only for the nameservers' health checks."
        }
    }

    var plainPorts: [PlainPort] {
        let leadsToTLS = policy.tls?.redirectsPlainHTTP == true && !ports.contains(80)
        let redirecting = leadsToTLS ? [PlainPort(number: 80, leadsToTLS: true)] : []
        let taken = ports + redirecting.map(\.number)
        guard !taken.contains(healthCheck.port) else { return redirecting }
        return redirecting + [PlainPort(number: healthCheck.port, leadsToTLS: false)]
    }

    /// The addresses at which it listens at a port: `*` for every address, IPv6 in brackets.
    var listenHosts: [String] {
        policy.listen.isEmpty ? ["*"] : policy.listen.map { $0.isIPv6 ? "[\($0)]" : $0 }
    }

    /// Matches one marker with the slash before it, if letter case is ignored. In a path, a marker is every
    /// segment that begins with the marker's name and "=", well-formed or not.
    var markerSegment: String {
        "/\(markerName.escapedForRegularExpression)(?:=|%3D)[^/?]*"
    }

    /// `:port`, where https needs it.
    var securePort: String { ports.contains(443) ? "" : ":\(ports[0])" }

    /// What prevents it from becoming a web server's configuration with the files of the examples.
    var faults: [String] {
        var messages: [String] = []
        if policy.sessionCookie == nil {
            messages.append(
                "pool \(pool.name): the web server must know the application's session cookie: "
                    + "web_server: { session_cookie: SID }")
        }
        let usual = HealthCheckPolicy()
        if (healthCheck.healthPath, healthCheck.readyPath) != (usual.healthPath, usual.readyPath) {
            messages.append(
                "pool \(pool.name): the web servers' files answer health checks at "
                    + "\(usual.healthPath) and \(usual.readyPath) only")
        }
        if policy.tls != nil, ports.contains(healthCheck.port) {
            messages.append(
                "pool \(pool.name): health checks are plain HTTP, but port \(healthCheck.port) "
                    + "speaks TLS: health_check: { port: 80 }")
        }
        return messages
    }
}
