import Topology

/// The rings of a pool's Groups.
struct RingReader {
    private let reading: Reading
    private let siteNames: [String]
    private let places: [HostName: Int]
    /// The Sites whose names could not be read, by the text that stands in place of the name.
    private let unreadPlaces: [String: Int]
    /// An index past the last Site: the Pool reports it, as it reports everything wrong with its rings.
    private let unknown: Site.ID

    init(reading: Reading, sites: [PoolTopology.ReadSite]) {
        self.reading = reading
        siteNames = sites.compactMap(\.name?.description)
        places = Dictionary(
            sites.enumerated().compactMap { place, site in site.name.map { ($0, place) } },
            uniquingKeysWith: { first, _ in first })
        unreadPlaces = Dictionary(
            sites.enumerated().compactMap { place, site in
                guard site.name == nil, let text = site.node?.plainText else { return nil }
                return (text.lowercased(), place)
            }, uniquingKeysWith: { first, _ in first })
        unknown = Site.ID(sites.count)
    }

    /// The node is the value of `sites`; nil where that is missing, which has been reported already.
    func read(_ node: Node?) -> PoolTopology.Ring {
        var ring = PoolTopology.Ring()
        guard let node else {
            ring.isComplete = false
            return ring
        }
        let nodes = node.items
        if nodes.isEmpty {
            reading.error("the ring of a Group needs at least one Site", at: node)
            ring.isComplete = false
        }
        for node in nodes { add(node, to: &ring) }
        return ring
    }

    private func add(_ node: Node, to ring: inout PoolTopology.Ring) {
        let name = reading.name(node, "Site Name")
        if let site = name.flatMap({ places[$0] }) ?? unreadPlace(node) {
            ring.members.append((Site.ID(site), node))
        } else if name != nil {
            ring.members.append((unknown, node))
        } else if let meant = node.plainText.flatMap({ meantName(by: $0) }) {
            ring.meantNames.insert(meant)
        } else {
            ring.isComplete = false
        }
    }

    private func unreadPlace(_ node: Node) -> Int? {
        node.plainText.flatMap { unreadPlaces[$0.lowercased()] }
    }

    private func meantName(by text: String) -> String? {
        reading.meant(by: text, among: siteNames)
    }
}
