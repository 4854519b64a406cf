// Configuration and zones of gdnsd (3.8). Every label that comes from a name has something added before
// or behind it, because gdnsd takes options and labels in the same place.

import Topology

/// `distrib-fcgi generate gdnsd`.
package enum GDNSDFiles {
    package static func make(
        _ pools: [DNSPool], provenance: Provenance
    ) throws(GenerationError) -> [TextFile] {
        let plans = try DNSPlanCheck.plans(of: pools)
        let messages = pools.flatMap(GDNSDFiles.faults)
        guard messages.isEmpty else { throw GenerationError(messages: messages) }
        return plans.flatMap { files($0, provenance) }
    }

    private static func files(_ plan: DNSPlan, _ provenance: Provenance) -> [TextFile] {
        let configuration = provenance.file(
            "\(plan.purpose.rawValue)config", comment: "#", GDNSDConfiguration(plan: plan).text)
        return [configuration]
            + plan.zones.map { zone in
                let name = "\(plan.purpose.rawValue)zones/\(zone.name)"
                let text = ZoneFile(zone: zone, pools: plan.pools).text { record in
                    ["DYNA metafo!\(resource(record))"]
                }
                return provenance.file(name, comment: ";", text)
            }
    }

    /// The name under which gdnsd's metafo knows it.
    static func resource(_ record: DNSPlan.Record) -> String {
        switch record.content {
        case .balanced: "pool_\(record.name)"
        case .failover, .delegated: "site_\(record.name)"
        }
    }

    private static func faults(of pool: DNSPool) -> [String] {
        var messages: [String] = []
        let name = pool.pool.name
        let addresses = pool.pool.sites.flatMap(\.addresses)
        let ipv6Count = addresses.count(where: \.isIPv6)
        let ipv4Count = addresses.count - ipv6Count
        for (title, count) in [("IPv4", ipv4Count), ("IPv6", ipv6Count)] where count > 64 {
            messages.append(
                "pool \(name): gdnsd balances over at most 64 \(title) addresses, not over \(count)"
            )
        }
        let lacking = pool.pool.sites.filter { $0.addresses.allSatisfy(\.isIPv6) }
        if ipv4Count > 0, !lacking.isEmpty {
            messages.append(
                "pool \(name): gdnsd fails over the IPv4 and IPv6 addresses of a name together, so "
                    + "that either every Site needs IPv4 addresses, or none; without: "
                    + lacking.map(\.name.description).joined(separator: ", "))
        }
        return messages
    }
}
