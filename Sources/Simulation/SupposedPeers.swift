package import Distribution
package import Topology

/// What the Sites of a simulated Pool know of each other: each of those that it asks, and all of them the same, true
/// or not.
package struct SupposedPeers {
    private let pool: Pool
    private let maxSites: Int
    private var states: [Site.ID: SiteState] = [:]

    /// Nothing is known.
    /// - Parameter maxSites: how many of each of its rings a Site asks
    package init(of pool: Pool, maxSites: Int) {
        self.pool = pool
        self.maxSites = maxSites
    }

    /// Nil where nothing is supposed, and thus nothing is known.
    package subscript(site: Site.ID) -> SiteState? {
        get { states[site] }
        set { states[site] = newValue }
    }

    /// The Sites that this one asks, and what it knows of them.
    package func known(at site: Site.ID) -> [(site: Site.ID, state: SiteState)] {
        pool.neighbours(of: site, atMost: maxSites).map { ($0, self[$0] ?? .unknown) }
    }

    package func view(of site: Site.ID) -> any KnownSites {
        SupposedView(
            states: Dictionary(uniqueKeysWithValues: known(at: site).map { ($0.site, $0.state) }))
    }
}

private struct SupposedView: KnownSites {
    let states: [Site.ID: SiteState]

    var knowsFreeSite: Bool { states.values.contains(.free) }
    func state(of site: Site.ID) -> SiteState { states[site] ?? .unknown }
    /// All have the same, so that the client's address alone decides between them.
    func room(of site: Site.ID) -> Int { state(of: site) == .free ? 1 : 0 }
}
