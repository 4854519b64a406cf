// Configuration and zones of PowerDNS (4.7), whose answers come from Lua records.

import Topology

/// `distrib-fcgi generate powerdns`.
package enum PowerDNSFiles {
    /// - Parameter directory: where the files will be; PowerDNS needs an absolute path
    package static func make(
        _ pools: [DNSPool], directory: String, provenance: Provenance
    ) throws(GenerationError) -> [TextFile] {
        guard isPlain(directory) else {
            throw GenerationError(messages: [
                "PowerDNS's settings name the directory of the files, and can't name one with a blank, a "
                    + "quote, a backslash or a control character in its path"
            ])
        }
        return try DNSPlanCheck.plans(of: pools).flatMap { plan in
            let purpose = plan.purpose.rawValue
            let files = PowerDNSPlan(plan: plan, directory: "\(directory)/\(purpose)")
            let zones = plan.zones.map { zone in
                provenance.file(
                    "\(purpose)zones/\(zone.name)", comment: ";", files.text(of: zone))
            }
            return [
                provenance.file("\(purpose)pdns.conf", comment: "#", files.settings),
                provenance.file("\(purpose)named.conf", comment: "#", files.zoneList),
            ] + zones
        }
    }

    private static func isPlain(_ path: String) -> Bool {
        path.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && !"\"'\\".utf8.contains($0) }
    }
}

private struct PowerDNSPlan {
    let plan: DNSPlan
    /// With a slash at its end.
    let directory: String

    private var pools: [DNSPool] { plan.answeredPools }

    var settings: String {
        let listen = pools.flatMap { $0.policy.listen(for: plan.purpose) }.uniqued()
        let options = pools.flatMap(\.policy.powerDNSOptions).uniqued()
        let interval = pools.map(\.policy.healthCheck.interval).min() ?? 2
        return """

            launch=bind
            bind-config=\(directory)named.conf
            \(listen.isEmpty ? "" : "local-address=\(listen.joined(separator: ", "))\n")\
            zone-cache-refresh-interval=0
            enable-lua-records=yes

            # PowerDNS has no thresholds: one failure makes a machine dead, or busy; one success makes it
            # live, or free, again.
            lua-health-checks-interval=\(interval)
            # PowerDNS checks nothing until somebody asks for a name that depends on it, and the answer to that first
            # query is not based on a check. One query for each Pool Name starts all checks of its Pool; they then
            # go on for a year.
            lua-health-checks-expire-delay=31536000
            \(options.map { "\($0.name)=\($0.value)\n" }.joined())
            """
    }

    var zoneList: String {
        let zones = plan.zones.map {
            "zone \"\($0.name)\" { type master; file \"zones/\($0.name)\"; };\n"
        }
        return """

            options { directory "\(directory)"; };
            \(zones.joined())
            """
    }

    func text(of zone: DNSPlan.Zone) -> String {
        ZoneFile(zone: zone, pools: plan.pools).text { record in
            ["A", "AAAA"].filter { hasAddresses(of: $0, plan.pools[record.pool]) }.map { type in
                LuaRecord.answer(type, answer(record, type))
            }
        } + LuaRecord.functions
    }

    private func hasAddresses(of type: String, _ pool: DNSPool) -> Bool {
        pool.pool.sites.contains { $0.addresses.contains { $0.isIPv6 == (type == "AAAA") } }
    }

    private func answer(_ record: DNSPlan.Record, _ type: String) -> String {
        let pool = plan.pools[record.pool]
        let check = pool.policy.healthCheck
        let url = "http://\(pool.pool.name.dnsName):\(check.port)"
        let health = "'\(url)\(check.healthPath)'"
        switch record.content {
        case .balanced(let sites):
            let addresses = list(sites.flatMap { pool.pool[$0].addresses }.map { "'\($0)'" })
            let found =
                "free_or_live('\(url)\(check.readyPath)', \(health), \(check.timeout), "
                + "\(addresses))"
            return pool.policy.answers == .single
                ? "one('\(type)', \(found)\(weights(of: sites, pool)))" : "all('\(type)', \(found))"
        case .failover(let order):
            let sites = list(order.map { list(pool.pool[$0].addresses.map { "'\($0)'" }) })
            return "one('\(type)', first_live(\(health), \(check.timeout), \(sites)))"
        case .delegated: return ""
        }
    }

    /// Those that are not 1, by address; nothing if there are none.
    private func weights(of sites: [Site.ID], _ pool: DNSPool) -> String {
        let items = sites.flatMap { site in
            let weight = pool.weight(of: site)
            return weight == 1 ? [] : pool.pool[site].addresses.map { "['\($0)']=\(weight)" }
        }
        return items.isEmpty ? "" : ", \(list(items))"
    }

    private func list(_ items: [String]) -> String { "{\(items.joined(separator: ", "))}" }
}
