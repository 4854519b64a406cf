import Topology

/// A zone in the syntax of RFC 1035, section 5, as far as it does not differ between nameservers.
struct ZoneFile {
    let zone: DNSPlan.Zone
    let pools: [DNSPool]

    /// - Parameter dynamic: type and data of the resource records of a name whose answer may change
    func text(dynamic: (DNSPlan.Record) -> [String]) -> String {
        var text = """
            @ 0 SOA \(nameserverName(0)) hostmaster ( 1 7200 1800 259200 0 )

            """
        for index in zone.nameservers.indices { text += "@ 3600 NS \(nameserverName(index))\n" }
        text += addresses
        for record in zone.records {
            let label = label(record.name)
            if case .delegated(let nameservers) = record.content {
                for nameserver in nameservers {
                    text += "\(label) 3600 NS \(nameserver.name.dnsName).\n"
                }
            } else {
                let time = pools[record.pool].policy.timeToLive
                let labels = hasSubNames(record) ? [label, wildcard(label)] : [label]
                for label in labels {
                    text += dynamic(record).map { "\(label) \(time) \($0)\n" }.joined()
                }
            }
        }
        for include in zone.includes { text += "$INCLUDE \(include.file) \(include.origin).\n" }
        return text
    }

    /// The addresses of nameservers that have their names in this zone.
    private var addresses: String {
        zone.policies.flatMap { $0.nameservers + $0.failoverNameservers }.uniqued()
            .filter { $0.name.dnsName.isWithin(zone.name) }
            .map { nameserver in
                let type = nameserver.address.isIPv6 ? "AAAA" : "A"
                return "\(label(nameserver.name.dnsName)) 3600 \(type) \(nameserver.address)\n"
            }.joined()
    }

    private func nameserverName(_ index: Int) -> String {
        "\(zone.nameservers[index].name.dnsName)."
    }

    private func hasSubNames(_ record: DNSPlan.Record) -> Bool {
        guard case .failover = record.content else { return false }
        return pools[record.pool].pool.acceptsSubNames
    }

    private func label(_ name: String) -> String {
        name == zone.name ? "@" : String(name.dropLast(zone.name.count + 1))
    }

    private func wildcard(_ label: String) -> String { label == "@" ? "*" : "*.\(label)" }
}

extension String {
    /// Of an address.
    var isIPv6: Bool { contains(":") }
}
