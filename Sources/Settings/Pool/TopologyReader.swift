import Topology

/// `pool`, `aliases`, `sites`, `groups` and `sub_names`.
struct TopologyReader {
    let reading: Reading

    func read(_ section: Section) -> PoolTopology {
        var topology = PoolTopology()
        topology.poolNode = section.required("pool")
        topology.poolName = topology.poolNode.flatMap { reading.name($0, "Pool Name") }
        readSites(section, &topology)
        readGroups(section, &topology)
        readAliases(section, &topology)
        topology.acceptsSubNames = section.flag("sub_names", default: false)
        check(section, &topology)
        return topology
    }

    private func readSites(_ section: Section, _ topology: inout PoolTopology) {
        guard let node = section.required("sites") else {
            topology.unreadSites.add(nil)
            return
        }
        for node in node.items {
            let site = self.site(node)
            if site.name == nil { topology.unreadSites.add(site.node) }
            topology.sites.append(site)
        }
    }

    /// A Site Name alone, or with what else is known of the Site.
    private func site(_ node: Node) -> PoolTopology.ReadSite {
        if node.plainText != nil {
            return PoolTopology.ReadSite(name: reading.name(node, "Site Name"), node: node)
        }
        guard
            let site = Section(node, "a site", keys: ["site", "addresses", "weight"], reading)
        else { return PoolTopology.ReadSite(name: nil, node: node) }
        let nameNode = site.required("site")
        return PoolTopology.ReadSite(
            name: nameNode.flatMap { reading.name($0, "Site Name") }, node: nameNode,
            addresses: (site.list("addresses") ?? []).compactMap { reading.address($0) },
            weight: site.integer("weight", in: 1...1000, default: 1))
    }

    private func readGroups(_ section: Section, _ topology: inout PoolTopology) {
        topology.hasGroups = section.has("groups")
        guard topology.hasGroups else { return }
        guard let node = section["groups"] else {
            topology.unreadGroups.add(nil)
            return
        }
        let nodes = node.items
        if nodes.isEmpty {
            reading.error(
                "\"groups\" needs at least one Group; leave it out if there is none", at: node)
            topology.unreadGroups.add(nil)
        }
        let rings = RingReader(reading: reading, sites: topology.sites)
        for node in nodes {
            let group = Section(node, "a group", keys: ["group", "sites"], reading)
            let nameNode = group.map { $0.required("group") } ?? node
            let name = group == nil ? nil : nameNode.flatMap { reading.name($0, "Group Name") }
            let ring = rings.read(group?.required("sites"))
            if let name, topology.groupIDs[name] == nil {
                topology.groupIDs[name] = Group.ID(topology.groups.count)
            }
            if name == nil { topology.unreadGroups.add(nameNode) }
            topology.groups.append(PoolTopology.ReadGroup(name: name, node: nameNode, ring: ring))
        }
    }

    /// Aliases are read last, so that a name that is given twice is reported where it is an alias.
    private func readAliases(_ section: Section, _ topology: inout PoolTopology) {
        guard let node = section["aliases"] else { return }
        for node in reading.oneOrMore(node, "\"aliases\"") {
            guard let name = reading.name(node, "alias") else { continue }
            if let other = topology.names.first(where: { $0.name == name }) {
                reading.error(
                    "the alias \(Quoting.quoted(name.description)) is already "
                        + "\(other.node.mark.described(beside: node)), as \(other.role)", at: node)
            } else {
                topology.aliases.append((name, node))
            }
        }
    }

    private func check(_ section: Section, _ topology: inout PoolTopology) {
        var standIns = StandIns(taken: Set(topology.names.map(\.name)))
        let name = topology.poolName ?? standIns.next()
        let sites = topology.sites.map {
            Site(name: $0.name ?? standIns.next(), addresses: $0.addresses)
        }
        let groups = topology.groups.map {
            Group(name: $0.name ?? standIns.next(), sites: $0.ring.members.map(\.site))
        }
        do {
            let pool = try Pool(
                name: name, sites: sites, groups: groups, acceptsSubNames: topology.acceptsSubNames)
            if standIns.count == 0 { topology.pool = pool }
        } catch {
            var report = PoolFindingReport(
                reading: reading, topology: topology, sitesNode: section["sites"])
            for finding in error.findings { report.add(finding) }
        }
    }
}

/// Names in place of those that could not be read, so that the Pool can be checked all the same.
/// RFC 6761, section 6.4, reserves `.invalid` for such names.
private struct StandIns {
    let taken: Set<HostName>
    private(set) var count = 0

    init(taken: Set<HostName>) { self.taken = taken }

    mutating func next() -> HostName {
        while true {
            count += 1
            if let name = try? HostName("unread-\(count).invalid"), !taken.contains(name) {
                return name
            }
        }
    }
}
