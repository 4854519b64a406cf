import Topology
import Yams

/// The names of a pool as they were read, with the places where they stand.
struct PoolTopology {
    /// Nil where something is wrong with it.
    var pool: Pool?
    var poolName: HostName?
    var poolNode: Node?
    var sites: [Site] = []
    var siteNodes: [Node] = []
    var groups: [Group] = []
    var groupNodes: [Node] = []
    /// For each Group, the names of its ring.
    var memberNodes: [[Node]] = []
    var groupIDs: [HostName: Group.ID] = [:]
    /// Whether `groups` stands in the file, readable or not.
    var hasGroups = false
    /// Whether every Site, Group and ring could be read: if not, what seems to be missing may not be.
    var isComplete = true

    var names: [(name: HostName, node: Node)] {
        let pool = poolName.flatMap { name in poolNode.map { (name: name, node: $0) } }
        return (pool.map { [$0] } ?? [])
            + zip(sites, siteNodes).map { (name: $0.name, node: $1) }
            + zip(groups, groupNodes).map { (name: $0.name, node: $1) }
    }
}

/// `pool`, `sites` and `groups`.
struct TopologyReader {
    let reading: Reading

    func read(_ section: Section) -> PoolTopology {
        var topology = PoolTopology()
        topology.poolNode = section.required("pool")
        topology.poolName = topology.poolNode.flatMap { reading.name($0, "Pool Name") }
        readSites(section, &topology)
        readGroups(section, &topology)
        check(section, &topology)
        return topology
    }

    private func readSites(_ section: Section, _ topology: inout PoolTopology) {
        guard let node = section.required("sites"), let nodes = reading.list(node, "\"sites\"")
        else {
            topology.isComplete = false
            return
        }
        for node in nodes {
            let site = Section(node, "a site", keys: ["site", "addresses"], reading)
            let nameNode = site?.required("site")
            let addresses = (site?.list("addresses") ?? []).compactMap { reading.address($0) }
            if let nameNode, let name = reading.name(nameNode, "Site Name") {
                topology.sites.append(Site(name: name, addresses: addresses))
                topology.siteNodes.append(nameNode)
            } else {
                topology.isComplete = false
            }
        }
    }

    private func readGroups(_ section: Section, _ topology: inout PoolTopology) {
        topology.hasGroups = section.has("groups")
        guard let node = section["groups"] else {
            topology.isComplete = topology.isComplete && !topology.hasGroups
            return
        }
        let nodes = reading.list(node, "\"groups\"")
        if nodes?.isEmpty ?? true { topology.isComplete = false }
        if nodes?.isEmpty == true {
            reading.error("\"groups\" needs at least one Group, or leave it out", at: node)
        }
        let rings = RingReader(reading: reading, sites: topology.sites)
        for node in nodes ?? [] {
            let group = Section(node, "a group", keys: ["group", "sites"], reading)
            let nameNode = group?.required("group")
            let ring = group?.required("sites").flatMap { rings.read($0) }
            guard let nameNode, let name = reading.name(nameNode, "Group Name"), let ring else {
                topology.isComplete = false
                continue
            }
            let id = Group.ID(topology.groups.count)
            topology.groups.append(Group(name: name, sites: ring.map(\.site)))
            topology.groupNodes.append(nameNode)
            topology.memberNodes.append(ring.map(\.node))
            if topology.groupIDs[name] == nil { topology.groupIDs[name] = id }
        }
    }

    private func check(_ section: Section, _ topology: inout PoolTopology) {
        // A stand-in lets the other checks run where the Pool Name is missing or malformed.
        guard let name = topology.poolName ?? (try? HostName("pool.invalid")) else { return }
        do {
            topology.pool = try Pool(name: name, sites: topology.sites, groups: topology.groups)
        } catch {
            var report = PoolFindingReport(
                reading: reading, topology: topology, sitesNode: section["sites"])
            for finding in error.findings { report.add(finding) }
        }
    }
}

/// The rings of a pool's Groups.
private struct RingReader {
    private let reading: Reading
    private let places: [HostName: Int]
    /// A place past the end of the Sites: the Pool finds it, like all that is wrong with its rings.
    private let unknown: Site.ID

    init(reading: Reading, sites: [Site]) {
        self.reading = reading
        places = Dictionary(
            sites.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
        unknown = Site.ID(sites.count)
    }

    /// Nil where a member could not be read.
    func read(_ node: Node) -> [(site: Site.ID, node: Node)]? {
        guard let nodes = reading.list(node, "\"sites\" of a group") else { return nil }
        if nodes.isEmpty {
            reading.error("the ring of a Group needs at least one Site", at: node)
            return nil
        }
        let members = nodes.compactMap { node in member(node).map { (site: $0, node: node) } }
        return members.count == nodes.count ? members : nil
    }

    private func member(_ node: Node) -> Site.ID? {
        guard let name = reading.name(node, "Site Name") else { return nil }
        return places[name].map(Site.ID.init) ?? unknown
    }
}
