import Topology

/// gdnsd's `config`.
struct GDNSDConfiguration {
    let plan: DNSPlan

    private var pools: [DNSPool] { plan.answeredPools }

    var text: String {
        """

        options => {
        \(options)}

        service_types => {
        \(pools.map { serviceTypes($0) }.joined())}

        plugins => {
          # free_: the Sites that welcome new sessions. live_: all Sites that can serve. site_: the machines of
          # one Site. An address that fails its checks is answered only if all others of the list fail, too.
          # free4_, live4_: the same without IPv6, if only some of the Sites have IPv6 addresses.
          weighted => {
            up_thresh => 0.001
        \(records.map { weighted($0) }.joined())  }

          # The first list with an address that is up answers; if there is none, the first list does.
          metafo => { resources => {
        \(records.map { metafo($0) }.joined())  } }
        }

        """
    }

    /// The records whose answers may change.
    private var records: [DNSPlan.Record] {
        plan.zones.flatMap(\.records).filter { record in
            if case .delegated = record.content { false } else { true }
        }
    }

    private var options: String {
        let listen = pools.flatMap { $0.policy.listen(for: plan.purpose) }.uniqued()
            .map { "\"\($0)\"" }.joined(separator: ", ")
        let others = pools.flatMap(\.policy.gdnsdOptions).uniqued()
        return """
              listen => \(listen.isEmpty ? "any" : "[ \(listen) ]")
              min_ttl => 0

            """ + others.map { "  \($0.name) => \"\($0.value)\"\n" }.joined()
    }

    private func serviceTypes(_ pool: DNSPool) -> String {
        let health = serviceType("health", pool.policy.healthCheck.healthPath, pool)
        guard plan.purpose != .failover else { return health }
        return health + serviceType("ready", pool.policy.healthCheck.readyPath, pool)
    }

    private func serviceType(_ kind: String, _ path: String, _ pool: DNSPool) -> String {
        let check = pool.policy.healthCheck
        return """
              \(kind)_\(pool.pool.name.dnsName) => {
                plugin => http_status
                port => \(check.port)
                vhost => "\(pool.pool.name)"
                url_path => "\(path)"
                interval => \(check.interval)
                timeout => \(check.timeout)
                down_thresh => \(check.downAfter)
                ok_thresh => 1
                up_thresh => \(check.upAfter)
              }

            """
    }

    /// The lists of addresses that a name needs: the free Sites and the live ones, or one Site's.
    private func weighted(_ record: DNSPlan.Record) -> String {
        let pool = plan.pools[record.pool]
        let name = pool.pool.name.dnsName
        switch record.content {
        case .balanced(let sites):
            let multi = pool.policy.answers == .several
            return preferences(sites, pool).map { preference in
                let types =
                    preference.isFree ? "[ health_\(name), ready_\(name) ]" : "health_\(name)"
                return list(
                    "\(preference.label)_\(record.name)", types, multi, sites, pool,
                    hasIPv6: preference.hasIPv6)
            }.joined()
        case .failover(let order):
            return list(GDNSDFiles.resource(record), "health_\(name)", false, [order[0]], pool)
        case .delegated: return ""
        }
    }

    /// A list of addresses for a Pool or Group Name.
    private struct Preference {
        let label: String
        /// Whether it is the list of the Sites that are free; otherwise of those that are live.
        let isFree: Bool
        var hasIPv6 = true
    }

    /// The lists of a Pool or Group Name, in their order. A list fails if all of its IPv4 or all of its
    /// IPv6 addresses do. If only some Sites have IPv6, their failure must not affect the other Sites.
    private func preferences(_ sites: [Site.ID], _ pool: DNSPool) -> [Preference] {
        let haveIPv6 = sites.map { pool.pool[$0].addresses.contains(where: \.isIPv6) }
        guard haveIPv6.contains(true), haveIPv6.contains(false) else {
            return [
                Preference(label: "free", isFree: true), Preference(label: "live", isFree: false),
            ]
        }
        return [
            Preference(label: "free", isFree: true),
            Preference(label: "free4", isFree: true, hasIPv6: false),
            Preference(label: "live", isFree: false),
            Preference(label: "live4", isFree: false, hasIPv6: false),
        ]
    }

    private func list(
        _ name: String, _ serviceTypes: String, _ isMulti: Bool, _ sites: [Site.ID],
        _ pool: DNSPool, hasIPv6: Bool = true
    ) -> String {
        """
            \(name) => {
              service_types => \(serviceTypes)
              multi => \(isMulti)
        \(family("addrs_v4", sites, pool) { !$0.isIPv6 })\
        \(hasIPv6 ? family("addrs_v6", sites, pool) { $0.isIPv6 } : "")    }

        """
    }

    private func family(
        _ key: String, _ sites: [Site.ID], _ pool: DNSPool, isMember: (String) -> Bool
    ) -> String {
        let lines = sites.flatMap { id in
            let site = pool.pool[id]
            return site.addresses.filter(isMember).enumerated().map { place, address in
                "        \(site.name.dnsName)_\(place + 1) => [ \(address), \(pool.weight(of: id)) ]\n"
            }
        }
        return lines.isEmpty ? "" : "      \(key) => {\n\(lines.joined())      }\n"
    }

    private func metafo(_ record: DNSPlan.Record) -> String {
        let pool = plan.pools[record.pool]
        let lists =
            switch record.content {
            case .balanced(let sites):
                preferences(sites, pool).map { "\($0.label)_\(record.name)" }
            case .failover(let order): order.map { "site_\(pool.pool[$0].name.dnsName)" }
            case .delegated: [String]()
            }
        let map = lists.map { "        \($0) => %weighted!\($0)\n" }.joined()
        return """
                \(GDNSDFiles.resource(record)) => {
                  datacenters => [ \(lists.joined(separator: ", ")) ]
                  dcmap => {
            \(map)      }
                }

            """
    }
}
