// Which name is to resolve to what, before it becomes any nameserver's configuration.

package import Topology

/// A Pool and how its names are to resolve.
package struct DNSPool: Sendable {
    package let pool: Pool
    package let policy: DNSPolicy

    package init(pool: Pool, policy: DNSPolicy) {
        self.pool = pool
        self.policy = policy
    }

    var zone: String { (policy.zone ?? pool.name).dnsName }
    /// Whether other nameservers answer for the Site Names.
    var hasFailoverNameservers: Bool { !policy.failoverNameservers.isEmpty }

    func weight(of site: Site.ID) -> Int { policy.weights[pool[site].name] ?? 1 }

    /// The Pool Name, its aliases and the Group Names, each with the Sites over which it is balanced.
    var balancedNames: [(name: HostName, sites: [Site.ID])] {
        ([pool.name] + policy.aliases).map { ($0, pool.sites.indices.map(Site.ID.init)) }
            + pool.groups.filter { $0.name != pool.name }.map { ($0.name, $0.sites) }
    }
}

/// What the nameservers of one kind answer.
struct DNSPlan {
    /// One nameserver for all names (Fig. 4A of US 6,813,635), or one for load balancing and one for
    /// failover (Fig. 4B).
    enum Purpose: String {
        case all = ""
        case loadBalancing = "load-balancing/"
        case failover = "failover/"
    }

    struct Zone {
        let name: String
        /// The policies of the Pools that have names in it; at least one.
        let policies: [DNSPolicy]
        let nameservers: [Nameserver]
        let records: [Record]
        /// Further records, each with the zone that the configuration gives them.
        let includes: [Include]

        var timeToLive: Int64 { policies.map(\.timeToLive).min() ?? 0 }
    }

    struct Record {
        let name: String
        /// The index of its Pool.
        let pool: Int
        let content: Content
    }

    enum Content {
        /// The Pool Name or a Group Name.
        case balanced(over: [Site.ID])
        /// A Site Name.
        case failover(order: [Site.ID])
        /// A Site Name that other nameservers answer for.
        case delegated(to: [Nameserver])
    }

    struct Include: Hashable {
        let file: String
        let origin: String
    }

    let purpose: Purpose
    let pools: [DNSPool]
    let zones: [Zone]
    /// The Pools whose names these nameservers answer for.
    var answeredPools: [DNSPool] {
        pools.filter { purpose != .failover || $0.hasFailoverNameservers }
    }

    /// The purposes for which the Pools need nameservers.
    static func purposes(of pools: [DNSPool]) -> [Purpose] {
        pools.contains(where: \.hasFailoverNameservers) ? [.loadBalancing, .failover] : [.all]
    }

    /// - Precondition: `DNSPlanCheck` has found nothing wrong with the Pools.
    init(purpose: Purpose, pools: [DNSPool]) {
        self.purpose = purpose
        self.pools = pools
        let records = pools.indices.flatMap {
            DNSPlan.records(of: pools[$0], at: $0, purpose: purpose)
        }
        zones = DNSPlan.apexes(records, purpose: purpose, pools: pools).map { apex in
            DNSPlan.zone(
                apex, records.filter { $0.name.isWithin(apex) }, purpose: purpose, pools: pools)
        }
    }

    private static func records(of pool: DNSPool, at index: Int, purpose: Purpose) -> [Record] {
        let balanced = pool.balancedNames.map {
            Record(name: $0.name.dnsName, pool: index, content: .balanced(over: $0.sites))
        }
        let sites = pool.pool.sites.indices.map { place in
            Record(
                name: pool.pool.sites[place].name.dnsName, pool: index,
                content: .failover(order: pool.pool.failoverOrder(of: Site.ID(place))))
        }
        guard pool.hasFailoverNameservers else {
            return purpose == .failover ? [] : balanced + sites
        }
        guard purpose != .failover else { return sites }
        return balanced
            + sites.map {
                Record(
                    name: $0.name, pool: index,
                    content: .delegated(to: pool.policy.failoverNameservers))
            }
    }

    /// The zones of the configuration, and names outside of them as zones of their own. No zone stands
    /// within another one: gdnsd refuses that.
    private static func apexes(_ records: [Record], purpose: Purpose, pools: [DNSPool]) -> [String]
    {
        let names = records.filter { record in
            if case .delegated = record.content { return false }
            return purpose == .failover || !record.name.isWithin(pools[record.pool].zone)
        }
        let zones = purpose == .failover ? [] : pools.map(\.zone)
        let candidates = (zones + names.map(\.name)).uniqued()
        return candidates.filter { name in
            !candidates.contains { $0 != name && name.isWithin($0) }
        }
    }

    private static func zone(
        _ apex: String, _ records: [Record], purpose: Purpose, pools: [DNSPool]
    ) -> Zone {
        let owners = records.map(\.pool).uniqued().map { pools[$0] }
        let includes = owners.filter { $0.zone.isWithin(apex) }.compactMap { owner in
            owner.policy.recordsFile.map { Include(file: $0, origin: owner.zone) }
        }
        return Zone(
            name: apex, policies: owners.map(\.policy),
            nameservers: owners.first?.policy.nameservers(for: purpose) ?? [],
            records: records, includes: purpose == .failover ? [] : includes.uniqued())
    }
}

extension DNSPolicy {
    func nameservers(for purpose: DNSPlan.Purpose) -> [Nameserver] {
        purpose == .failover ? failoverNameservers : nameservers
    }

    func listen(for purpose: DNSPlan.Purpose) -> [String] {
        purpose == .failover ? failoverListen : listen
    }
}

extension Pool {
    /// The Site, then those that replace it when it fails: the ring of the first Group that has it.
    func failoverOrder(of site: Site.ID) -> [Site.ID] {
        [site] + (groups.lazy.compactMap { $0.ring(after: site) }.first ?? [])
    }
}

extension HostName {
    /// The name without its port, of which DNS knows nothing.
    var dnsName: String { String(decoding: name, as: UTF8.self) }
}

extension String {
    /// Whether this name is the zone's apex, or stands below it.
    func isWithin(_ zone: String) -> Bool { self == zone || hasSuffix(".\(zone)") }
}

extension Sequence where Element: Hashable {
    /// The elements in their order, each of them once.
    func uniqued() -> [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
