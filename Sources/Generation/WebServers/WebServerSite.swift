package import Answers
package import Distribution
package import Topology

/// One Site of a Pool, as its web server needs to know it.
package struct WebServerSite: Sendable {
    package let pool: Pool
    package let site: Site.ID
    package let policy: WebServerPolicy
    package let placement: MarkerPolicy.Placement
    package let sessionStart: SessionStart
    package let healthCheck: HealthCheckPolicy

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

    package var name: HostName { pool[site].name }

    /// The only file of a web server, named after the Site.
    /// - Parameter otherFaults: what is wrong for this web server, besides what is wrong for any
    func file(
        faults otherFaults: [String], _ provenance: Provenance, text: (_ name: String) -> String
    ) throws(GenerationError) -> [TextFile] {
        let messages = faults + otherFaults
        guard messages.isEmpty else { throw GenerationError(messages: messages) }
        let name = "\(name.dnsName.prefix { $0 != "." }).conf"
        return [TextFile(name: name, text: provenance.head(of: name, comment: "#") + text(name))]
    }

    /// Every name under which clients come here, which is what the certificate must be good for: the
    /// Pool Name, the Names of this Site's Groups, its own Name, and those of Sites that fail over to it.
    package var names: [String] {
        let groups = pool.groups.filter { $0.sites.contains(site) }.map(\.name)
        return ([pool.name] + groups).map(\.dnsName).uniqued() + siteNames
    }

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
            [pool.name] + pool.groups.filter { $0.sites.contains(site) }.map(\.name)
            + sites.map { pool[$0].name }
        return names.map { $0.port.map(Int.init) ?? usual }.uniqued().sorted()
    }

    /// A port without TLS besides those at which clients come.
    struct PlainPort {
        let number: Int
        /// Whether everything except health checks is redirected to https; otherwise, the port has nothing else.
        let leadsToTLS: Bool
    }

    var plainPorts: [PlainPort] {
        let leadsToTLS = policy.tls?.redirectsPlainHTTP == true && !ports.contains(80)
        let redirecting = leadsToTLS ? [PlainPort(number: 80, leadsToTLS: true)] : []
        let taken = ports + redirecting.map(\.number)
        guard !taken.contains(healthCheck.port) else { return redirecting }
        return redirecting + [PlainPort(number: healthCheck.port, leadsToTLS: false)]
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
