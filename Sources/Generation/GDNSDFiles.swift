// Configuration and zones of gdnsd (3.8). Every label that comes from a name has something before or
// behind it, because gdnsd has options and labels in the same place.

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
        let name = "\(plan.role.rawValue)config"
        let configuration = TextFile(
            name: name,
            text: provenance.head(of: name, comment: "#") + GDNSDConfiguration(plan: plan).text)
        return [configuration]
            + plan.zones.map { zone in
                let name = "\(plan.role.rawValue)zones/\(zone.name)"
                let text = ZoneFile(zone: zone, pools: plan.pools).text { record in
                    ["DYNA metafo!\(resource(record))"]
                }
                return TextFile(name: name, text: provenance.head(of: name, comment: ";") + text)
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
        for (title, isOfFamily) in [
            ("IPv4", { !$0.isIPv6 }), ("IPv6", { $0.isIPv6 }),
        ] as [(String, (String) -> Bool)] {
            let addresses = pool.pool.sites.map { $0.addresses.filter(isOfFamily) }
            let count = addresses.reduce(0) { $0 + $1.count }
            if count > 64 {
                messages.append(
                    "pool \(pool.pool.name): gdnsd balances over at most 64 \(title) addresses, "
                        + "not over \(count)")
            }
            let lacking = pool.pool.sites.indices.filter { addresses[$0].isEmpty }
            guard count > 0, !lacking.isEmpty else { continue }
            let names = lacking.map { "\(pool.pool.sites[$0].name)" }.joined(separator: ", ")
            messages.append(
                "pool \(pool.pool.name): gdnsd fails over the IPv4 and IPv6 addresses of a name "
                    + "together, so that either every Site needs \(title) addresses, or none; "
                    + "without: \(names)")
        }
        return messages
    }
}
