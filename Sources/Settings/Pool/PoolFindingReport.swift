import Topology

/// What a Pool finds wrong with itself, in words and with the place in the file.
struct PoolFindingReport {
    private let reading: Reading
    private let topology: PoolTopology
    private let sitesNode: Node?
    private let siteNames: [String]
    private let firstPlaces: [HostName: (mark: Mark, role: String)]
    /// For each Group, the Sites that its misspelt members seem to mean; they are not also reported
    /// as missing.
    private var meantNames: [Set<String>]
    /// The same Sites, of all Groups together.
    private var allMeantNames: Set<String>
    private let areRingsComplete: Bool
    /// Sites with the name of an earlier Site. Where a ring has that name, it means the earlier one.
    private var repeatedSites: Set<Int> = []

    /// The node is the value of `sites`, where there is one.
    init(reading: Reading, topology: PoolTopology, sitesNode: Node?) {
        self.reading = reading
        self.topology = topology
        self.sitesNode = sitesNode
        siteNames = topology.sites.compactMap(\.name?.description)
        let places = topology.names.map { ($0.name, (mark: $0.node.mark, role: $0.role)) }
        firstPlaces = Dictionary(places, uniquingKeysWith: { first, _ in first })
        meantNames = topology.groups.map(\.ring.meantNames)
        allMeantNames = meantNames.reduce(into: []) { $0.formUnion($1) }
        areRingsComplete = topology.groups.allSatisfy(\.ring.isComplete)
    }

    mutating func add(_ finding: PoolFinding) {
        switch finding {
        case .noSites:
            guard let sitesNode, sitesNode.list != nil else { return }
            reading.error("a pool needs at least one Site", at: sitesNode)
        case .duplicateSite(let index):
            let site = topology.sites[index]
            if site.name != topology.poolName { repeatedSites.insert(index) }
            add(duplicate: site.name, "Site Name", at: site.node)
        case .duplicateGroup(let index):
            let group = topology.groups[index]
            add(duplicate: group.name, "Group Name", at: group.node)
        case .poolNamedGroupLacksSites(let group):
            addLackingSites(group)
        case .emptyGroup:
            // The reader of the ring has reported why it has no members.
            return
        case .unknownSite(let group, let member):
            addUnknownSite(group, at: topology.groups[group].ring.members[member].node)
        case .repeatedSite(let group, let member):
            addRepeatedSite(group, member)
        case .siteInNoGroup(let site):
            addSiteInNoGroup(site)
        }
    }

    private func add(duplicate name: HostName?, _ title: String, at node: Node?) {
        guard let name, let node, let first = firstPlaces[name] else { return }
        reading.error(
            "the \(title) \(Quoting.quoted(name.description)) is already "
                + "\(first.mark.described(beside: node)), as \(first.role)", at: node)
    }

    private func addLackingSites(_ index: Int) {
        let group = topology.groups[index]
        let members = Set(group.ring.members.map(\.site.index))
        let lacking = topology.sites.indices
            .filter { !members.contains($0) && !repeatedSites.contains($0) }
            .compactMap { topology.sites[$0].name?.description }
            .filter { !meantNames[index].contains($0) }
        guard group.ring.isComplete, !lacking.isEmpty, let node = group.node else { return }
        reading.error(
            "this Group has the Pool Name but lacks Sites of the Pool "
                + "(\(Quoting.list(lacking, atMost: 3))): "
                + "clients of those would be redirected for ever", at: node)
    }

    private mutating func addUnknownSite(_ group: Int, at node: Node) {
        guard let text = node.plainText, let name = try? HostName(text) else { return }
        let meant = reading.nearest(to: text, among: siteNames)
        if let meant {
            meantNames[group].insert(meant)
            allMeantNames.insert(meant)
        }
        guard !topology.unreadSites.mayInclude(name, reading) else { return }
        let hint = meant.map { "; did you mean \(Quoting.quoted($0))?" } ?? ""
        reading.error("\(Quoting.quoted(text)) is not a Site of this pool\(hint)", at: node)
    }

    private func addRepeatedSite(_ group: Int, _ member: Int) {
        let members = topology.groups[group].ring.members
        let (site, node) = members[member]
        guard let first = members.first(where: { $0.site == site }),
            let name = topology.sites[site.index].name?.description ?? node.plainText
        else { return }
        reading.error(
            "the Site \(Quoting.quoted(name)) is already in this ring, "
                + first.node.mark.described(beside: node), at: node)
    }

    private func addSiteInNoGroup(_ index: Int) {
        let site = topology.sites[index]
        guard let name = site.name?.description, let node = site.node,
            areRingsComplete, !repeatedSites.contains(index), !allMeantNames.contains(name)
        else { return }
        reading.error(
            "the Site \(Quoting.quoted(name)) is in no Group: add it to a ring, or take it out",
            at: node)
    }
}
