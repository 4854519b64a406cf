import Topology

/// The Sites and Groups of a pool as they were read, with the places where they stand. Those whose
/// names could not be read are among them, so that one mistake does not hide others.
struct PoolTopology {
    struct ReadSite {
        /// Nil where it could not be read.
        let name: HostName?
        /// The name, or whatever stands in its place.
        let node: Node?
        var addresses: [String] = []
        /// How many clients it gets in proportion to the others, by DNS.
        var weight = 1
    }

    struct ReadGroup {
        /// Nil where it could not be read.
        let name: HostName?
        /// Where the name stands.
        let node: Node?
        let ring: Ring
    }

    /// A Group's ring, without the members that could not be read.
    struct Ring {
        var members: [(site: Site.ID, node: Node)] = []
        /// Site Names that malformed members seem to mean.
        var meantNames: Set<String> = []
        /// Whether every other member was read; if not, any Site may belong to the ring.
        var isComplete = true
    }

    /// Nil where something is wrong with it.
    var pool: Pool?
    var poolName: HostName?
    var poolNode: Node?
    /// Further names of the Pool.
    var aliases: [(name: HostName, node: Node)] = []
    var sites: [ReadSite] = []
    var groups: [ReadGroup] = []
    /// The first Group of each name.
    var groupIDs: [HostName: Group.ID] = [:]
    /// Whether `groups` stands in the file, readable or not.
    var hasGroups = false
    var acceptsSubNames = false
    var unreadSites = UnreadNames()
    var unreadGroups = UnreadNames()

    /// The names that were read, and what each is.
    var names: [(name: HostName, node: Node, role: String)] {
        var names: [(name: HostName, node: Node, role: String)] = []
        func add(_ name: HostName?, _ node: Node?, _ role: String) {
            if let name, let node { names.append((name, node, role)) }
        }
        add(poolName, poolNode, "the Pool Name")
        for alias in aliases { add(alias.name, alias.node, "an alias of the Pool") }
        for site in sites { add(site.name, site.node, "a Site Name") }
        for group in groups { add(group.name, group.node, "a Group Name") }
        return names
    }
}

/// The names of one kind that could not be read. A name that seems to be missing may be one of them.
struct UnreadNames {
    private var texts: [String] = []
    /// Whether there is a name of which nothing at all is known.
    private var hasBlank = false

    /// The node is what stands in place of the name; nil where nothing does.
    mutating func add(_ node: Node?) {
        if let text = node?.plainText { texts.append(text) } else { hasBlank = true }
    }

    mutating func add(_ others: UnreadNames) {
        texts += others.texts
        hasBlank = hasBlank || others.hasBlank
    }

    /// Whether one of them, once it is corrected, may be this name.
    func mayInclude(_ name: HostName, _ reading: Reading) -> Bool {
        hasBlank || reading.isMeant(name, by: texts)
    }
}
