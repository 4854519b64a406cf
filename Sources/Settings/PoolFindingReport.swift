import Topology
import Yams

/// What a Pool finds wrong with itself, in words and with the place in the file.
struct PoolFindingReport {
    private let reading: Reading
    private let topology: PoolTopology
    private let sitesNode: Node?
    private let firstPlaces: [HostName: (line: Int, role: String)]
    /// Sites that a misspelt member of a ring seems to mean: they are not missing on top of that.
    private var meantSites: Set<String> = []

    /// The node is the value of `sites`, where there is one.
    init(reading: Reading, topology: PoolTopology, sitesNode: Node?) {
        self.reading = reading
        self.topology = topology
        self.sitesNode = sitesNode
        let roles =
            (topology.poolName == nil ? [] : ["the Pool Name"])
            + topology.sites.map { _ in "a Site Name" }
            + topology.groups.map { _ in "a Group Name" }
        let places = zip(topology.names, roles).map { ($0.name, (line: $0.node.line, role: $1)) }
        firstPlaces = Dictionary(places, uniquingKeysWith: { first, _ in first })
    }

    mutating func add(_ finding: PoolFinding) {
        switch finding {
        case .noSites:
            guard let sitesNode, topology.isComplete else { return }
            reading.error("a pool needs at least one Site", at: sitesNode)
        case .duplicateSite(let site):
            add(duplicate: topology.sites[site].name, "Site Name", at: topology.siteNodes[site])
        case .duplicateGroup(let group):
            add(
                duplicate: topology.groups[group].name, "Group Name",
                at: topology.groupNodes[group])
        case .poolNamedGroupLacksSites(let group):
            addLackingSites(group)
        case .emptyGroup(let group):
            reading.error(
                "the ring of a Group needs at least one Site", at: topology.groupNodes[group])
        case .unknownSite(let group, let member):
            addUnknownSite(at: topology.memberNodes[group][member])
        case .repeatedSite(let group, let member):
            addRepeatedSite(group, member)
        case .siteInNoGroup(let site):
            let name = topology.sites[site].name.description
            guard topology.isComplete, !meantSites.contains(name) else { return }
            reading.error(
                "the Site \(Quoting.quoted(name)) is in no Group: add it to a ring, or take it out",
                at: topology.siteNodes[site])
        }
    }

    private func add(duplicate name: HostName, _ title: String, at node: Node) {
        guard let first = firstPlaces[name] else { return }
        reading.error(
            "the \(title) \(Quoting.quoted(name.description)) is already at line \(first.line), "
                + "as \(first.role)", at: node)
    }

    private func addLackingSites(_ group: Int) {
        let members = Set(topology.groups[group].sites.map(\.index))
        let lacking = topology.sites.indices.filter { !members.contains($0) }
            .map { topology.sites[$0].name.description }
            .filter { !meantSites.contains($0) }
        guard topology.isComplete, !lacking.isEmpty else { return }
        reading.error(
            "this Group has the Pool Name but lacks Sites of the Pool "
                + "(\(Quoting.list(lacking, atMost: 3))): "
                + "clients of those would be redirected for ever", at: topology.groupNodes[group])
    }

    private mutating func addUnknownSite(at node: Node) {
        guard case .scalar(let scalar) = node else { return }
        let meant = reading.nearest(
            to: scalar.string, among: topology.sites.lazy.map(\.name.description))
        if let meant { meantSites.insert(meant) }
        let hint = meant.map { "; did you mean \(Quoting.quoted($0))?" } ?? ""
        reading.error(
            "\(Quoting.quoted(scalar.string)) is not a Site of this pool\(hint)", at: node)
    }

    private func addRepeatedSite(_ group: Int, _ member: Int) {
        let ring = topology.groups[group].sites
        let first = ring.firstIndex(of: ring[member]) ?? member
        let name = Quoting.quoted(topology.sites[ring[member].index].name.description)
        let line = topology.memberNodes[group][first].line
        reading.error(
            "the Site \(name) is already in this ring, at line \(line)",
            at: topology.memberNodes[group][member])
    }
}
