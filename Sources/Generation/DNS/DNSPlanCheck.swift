import Topology

/// What prevents a configuration that is good in itself from becoming that of a nameserver.
struct DNSPlanCheck {
    let pools: [DNSPool]
    private(set) var messages: [String] = []

    /// The plans for one nameserver, or for the two that the Pools ask for.
    static func plans(of pools: [DNSPool]) throws(GenerationError) -> [DNSPlan] {
        let plans = DNSPlan.purposes(of: pools).map { DNSPlan(purpose: $0, pools: pools) }
        var check = DNSPlanCheck(pools: pools)
        check.checkPools()
        check.checkNames()
        // What is missing would be reported again for every zone.
        if check.messages.isEmpty { plans.forEach { check.check($0) } }
        guard check.messages.isEmpty else { throw GenerationError(messages: check.messages) }
        return plans
    }

    private init(pools: [DNSPool]) { self.pools = pools }

    private mutating func checkPools() {
        for pool in pools {
            let name = pool.pool.name
            let lacking = pool.pool.sites.filter(\.addresses.isEmpty).map(\.name.description)
            if !lacking.isEmpty {
                messages.append(
                    "pool \(name): DNS needs the addresses of every Site; without \"addresses\": "
                        + lacking.joined(separator: ", "))
            }
            if pool.policy.nameservers.isEmpty {
                messages.append(
                    "pool \(name): a zone needs a nameserver: dns: { nameservers: "
                        + "[{ name: ns1.\(pool.zone), address: 192.0.2.53 }] }")
            }
            let names = pool.balancedNames.map(\.name) + pool.pool.sites.map(\.name)
            if !names.contains(where: { $0.dnsName.isWithin(pool.zone) }) {
                messages.append("pool \(name): none of its names is in the zone \(pool.zone)")
            }
        }
    }

    /// Names that are told apart by their ports alone have one address in DNS.
    private mutating func checkNames() {
        var names: [String: HostName] = [:]
        for pool in pools {
            for name in pool.balancedNames.map(\.name) + pool.pool.sites.map(\.name) {
                guard let other = names.updateValue(name, forKey: name.dnsName) else { continue }
                messages.append(
                    "\(other) and \(name) are one name in DNS, which knows nothing of ports")
            }
            for nameserver in pool.policy.nameservers + pool.policy.failoverNameservers
            where pool.hasName(nameserver.name.dnsName) {
                messages.append(
                    "the nameserver \(nameserver.name) needs a name of its own: this one leads to "
                        + "Sites of the pool \(pool.pool.name)")
            }
        }
    }

    private mutating func check(_ plan: DNSPlan) {
        for zone in plan.zones {
            let others = zone.policies.dropFirst().map { $0.nameservers(for: plan.purpose) }
            if others.contains(where: { $0 != zone.nameservers }) {
                messages.append(
                    "the pools with names in the zone \(zone.name) have different nameservers for it"
                )
            }
            for record in zone.records {
                guard case .delegated = record.content else { continue }
                check(delegation: record.name, in: zone)
            }
        }
    }

    private mutating func check(delegation name: String, in zone: DNSPlan.Zone) {
        let hidden = zone.records.first { $0.name != name && $0.name.isWithin(name) }
        if let hidden {
            messages.append(
                "\(hidden.name) can't be below the Site Name \(name), which is delegated to the "
                    + "nameservers for failover")
        }
        if name == zone.name {
            messages.append(
                "the Site Name \(name) can't be delegated to the nameservers for failover, because "
                    + "it is the zone itself")
        }
    }
}

extension DNSPool {
    fileprivate func hasName(_ name: String) -> Bool {
        (balancedNames.map(\.name) + pool.sites.map(\.name)).contains { $0.dnsName == name }
    }
}
