/// One thing that is wrong with a Pool, with its place in the Pool's lists.
public enum PoolFinding: Hashable, Sendable {
    case noSites
    /// The Site's name is that of an earlier Site, or of the Pool.
    case duplicateSite(Int)
    /// The Group's name is that of an earlier Group, or of a Site.
    case duplicateGroup(Int)
    /// The Group has the Pool Name but lacks Sites: a client that the Pool Name brought to one of
    /// those Sites would be sent to the Pool Name for ever.
    case poolNamedGroupLacksSites(Int)
    case emptyGroup(Int)
    case unknownSite(group: Int, member: Int)
    case repeatedSite(group: Int, member: Int)
    case siteInNoGroup(Int)

    static func all(pool: HostName, sites: [Site], groups: [Group]) -> [PoolFinding] {
        let names = names(pool: pool, sites: sites, groups: groups)
        // Without Sites, every member of a ring is unknown, which need not be reported, too.
        guard !sites.isEmpty else { return [.noSites] + names }
        return names + members(pool: pool, sites: sites, groups: groups)
    }

    private static func names(pool: HostName, sites: [Site], groups: [Group]) -> [PoolFinding] {
        var findings: [PoolFinding] = []
        var siteNames: Set<HostName> = [pool]
        for (index, site) in sites.enumerated() where !siteNames.insert(site.name).inserted {
            findings.append(.duplicateSite(index))
        }
        var taken = siteNames.subtracting([pool])
        for (index, group) in groups.enumerated() where !taken.insert(group.name).inserted {
            findings.append(.duplicateGroup(index))
        }
        return findings
    }

    private static func members(pool: HostName, sites: [Site], groups: [Group]) -> [PoolFinding] {
        guard !groups.isEmpty else { return [] }
        var findings: [PoolFinding] = []
        var grouped: Set<Int> = []
        for (index, group) in groups.enumerated() {
            if group.sites.isEmpty { findings.append(.emptyGroup(index)) }
            var seen: Set<Site.ID> = []
            for (member, site) in group.sites.enumerated() {
                if !sites.indices.contains(site.index) {
                    findings.append(.unknownSite(group: index, member: member))
                } else if !seen.insert(site).inserted {
                    findings.append(.repeatedSite(group: index, member: member))
                }
            }
            grouped.formUnion(seen.map(\.index))
            if group.name == pool, seen.count < sites.count {
                findings.append(.poolNamedGroupLacksSites(index))
            }
        }
        return findings
            + sites.indices.filter { !grouped.contains($0) }.map { .siteInNoGroup($0) }
    }
}

/// Why a Pool is not valid: all findings at once.
public struct PoolError: Error, Hashable, Sendable {
    public let findings: [PoolFinding]
}
