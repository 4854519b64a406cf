import Generation
import Topology

/// Pools of the tests, in few words.
enum Pools {
    /// Boston and Chicago serve the Americas, Geneva and Chicago Europe.
    static func threeSites(
        _ policy: DNSPolicy = .oneNameserver, acceptsSubNames: Bool = false
    ) throws -> DNSPool {
        let sites = [
            try site("boston.app.com", "192.0.2.10"), try site("chicago.app.com", "192.0.2.20"),
            try site("geneva.app.com", "192.0.2.30"),
        ]
        let groups = [
            Group(name: try HostName("americas.app.com"), sites: [Site.ID(0), Site.ID(1)]),
            Group(name: try HostName("europe.app.com"), sites: [Site.ID(2), Site.ID(1)]),
        ]
        let pool = try Pool(
            name: try HostName("app.com"), sites: sites, groups: groups,
            acceptsSubNames: acceptsSubNames)
        return DNSPool(pool: pool, policy: policy)
    }

    /// Without Groups.
    static func pool(
        _ name: String, _ sites: [Site], _ policy: DNSPolicy = .oneNameserver
    ) throws -> DNSPool {
        DNSPool(pool: try Pool(name: try HostName(name), sites: sites), policy: policy)
    }

    static func site(_ name: String, _ addresses: String...) throws -> Site {
        Site(name: try HostName(name), addresses: addresses)
    }

    static let provenance = Provenance(
        command: "distrib-fcgi generate gdnsd", configuration: "/etc/distrib/distrib.yaml")
}

extension DNSPolicy {
    /// Fig. 4A of US 6,813,635.
    static var oneNameserver: DNSPolicy {
        var policy = DNSPolicy()
        policy.nameservers = [nameserver("ns1.app.com", "192.0.2.53")]
        return policy
    }

    /// Fig. 4B.
    static var twoNameservers: DNSPolicy {
        var policy = oneNameserver
        policy.failoverNameservers = [nameserver("ns2.app.com", "192.0.2.54")]
        return policy
    }

    static func nameserver(_ name: String, _ address: String) -> Nameserver {
        guard let name = try? HostName(name) else { preconditionFailure("a name of the tests") }
        return Nameserver(name: name, address: address)
    }

    func with(_ change: (inout DNSPolicy) throws -> Void) rethrows -> DNSPolicy {
        var policy = self
        try change(&policy)
        return policy
    }
}
