// Pool, Group and Site as the patent's Appendix A defines them: the Pool is all Sites; a Group is
// an ordered list of Sites that serves one client base; a Site may be in several Groups.

import Fields

/// One or more machines that share session state among themselves, and with nobody else.
public struct Site: Hashable, Sendable {
    /// The Site Name: unique, and resolved by DNS failover.
    public let name: HostName
    /// IP addresses as text, for generated DNS configuration; may be empty.
    public let addresses: [String]

    public init(name: HostName, addresses: [String] = []) {
        self.name = name
        self.addresses = addresses
    }

    /// A Site's index in its Pool's list of Sites.
    public struct ID: Hashable, Sendable {
        /// Half as wide as an Int, so that decisions, which are copied for each request, stay small.
        private let number: Int32
        public var index: Int { Int(number) }
        public init(_ index: Int) { number = Int32(index) }
    }
}

/// An ordered list of Sites, walked with wraparound on overflow: the ring.
public struct Group: Hashable, Sendable {
    /// The Group Name: resolved by DNS load balancing over the Group's Sites.
    public let name: HostName
    /// The ring.
    public let sites: [Site.ID]

    public init(name: HostName, sites: [Site.ID]) {
        self.name = name
        self.sites = sites
    }

    /// A Group's index in its Pool's list of Groups.
    public struct ID: Hashable, Sendable {
        /// Half as wide as an Int, so that decisions, which are copied for each request, stay small.
        private let number: Int32
        public var index: Int { Int(number) }
        public init(_ index: Int) { number = Int32(index) }
    }

    /// The other Sites of the ring, from the one after `site` around to the one before it;
    /// nil if `site` is not in this Group.
    public func ring(after site: Site.ID) -> [Site.ID]? {
        guard let index = sites.firstIndex(of: site) else { return nil }
        return Array(sites[(index + 1)...] + sites[..<index])
    }
}

/// All Sites of one stateful application, and their Groups.
public struct Pool: Sendable {
    /// The Pool Name: resolved by DNS load balancing over all Sites.
    public let name: HostName
    public let sites: [Site]
    /// At least one: without configured Groups, the Pool is its only Group, under the Pool Name.
    public let groups: [Group]
    /// Whether Groups were configured.
    public let hasGroups: Bool
    /// Whether one label before a Site Name counts as that Site's Name. Browsers keep a name's address
    /// for a minute, whatever its TTL; a name that they have not seen yet is resolved anew.
    public let acceptsSubNames: Bool
    /// What each name stands for.
    public let names: NameTable<NameMeaning>
    private let groupTexts: TextIndex
    private let siteTexts: TextIndex

    /// - Throws: everything that is wrong with the Pool, not only the first finding.
    public init(
        name: HostName, sites: [Site], groups: [Group] = [], acceptsSubNames: Bool = false
    ) throws(PoolError) {
        let findings = PoolFinding.all(pool: name, sites: sites, groups: groups)
        guard findings.isEmpty else { throw PoolError(findings: findings) }
        self.name = name
        self.sites = sites
        self.groups =
            groups.isEmpty ? [Group(name: name, sites: sites.indices.map(Site.ID.init))] : groups
        hasGroups = !groups.isEmpty
        self.acceptsSubNames = acceptsSubNames
        groupTexts = TextIndex(self.groups.map(\.name.bytes))
        siteTexts = TextIndex(sites.map(\.name.bytes))
        names = NameTable(
            Pool.meanings(pool: name, sites: sites, groups: groups),
            subNamesOf: acceptsSubNames ? Set(sites.map(\.name)) : [])
    }

    // Inlined, so that a caller that wants a name does not get a copy of all the rest.
    @inlinable public subscript(site: Site.ID) -> Site { sites[site.index] }
    @inlinable public subscript(group: Group.ID) -> Group { groups[group.index] }

    /// The Site of that name.
    public func site(named name: HostName) -> Site.ID? {
        sites.firstIndex { $0.name == name }.map(Site.ID.init)
    }

    /// The Group of that name.
    public func group(named name: HostName) -> Group.ID? {
        groups.firstIndex { $0.name == name }.map(Group.ID.init)
    }

    /// The Group whose name equals these bytes, letter case aside: `name`, or `name:port` if a port belongs
    /// to the name.
    public func group(writtenAs text: Span<UInt8>) -> Group.ID? {
        let groups = groups.span
        var candidates = TextIndex.Candidates(for: text, in: groupTexts.slots.span)
        while let index = candidates.next() {
            if groups[index].name.isWritten(text) { return Group.ID(index) }
        }
        return nil
    }

    /// The Site whose name equals these bytes, as with a Group.
    public func site(writtenAs text: Span<UInt8>) -> Site.ID? {
        let sites = sites.span
        var candidates = TextIndex.Candidates(for: text, in: siteTexts.slots.span)
        while let index = candidates.next() {
            if sites[index].name.isWritten(text) { return Site.ID(index) }
        }
        return nil
    }

    /// The Sites that are none of these, in the Pool's order.
    public func sites(besides others: [Site.ID]) -> [Site.ID] {
        sites.indices.map(Site.ID.init).filter { !others.contains($0) }
    }

    /// The Sites that follow this one in the rings that it is in, each once: so many of each ring, however large it is.
    package func neighbours(of site: Site.ID, atMost count: Int) -> [Site.ID] {
        var neighbours: [Site.ID] = []
        for group in groups {
            for other in (group.ring(after: site) ?? []).prefix(count)
            where !neighbours.contains(other) {
                neighbours.append(other)
            }
        }
        return neighbours
    }

    private static func meanings(
        pool: HostName, sites: [Site], groups: [Group]
    ) -> [(HostName, NameMeaning)] {
        // The Pool Name comes first: a Group may share it, and then the Pool Name's rows apply.
        [(pool, .pool)]
            + groups.enumerated().map { ($1.name, .group(Group.ID($0))) }
            + sites.enumerated().map { ($1.name, .site(Site.ID($0))) }
    }
}

/// What a configured name stands for in its Pool.
public enum NameMeaning: Hashable, Sendable {
    case pool
    case group(Group.ID)
    case site(Site.ID)
}
