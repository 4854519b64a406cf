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

    /// All that are free have the same room, so that the client's address alone decides between them.
    package func view(of site: Site.ID) -> any KnownSites {
        var told = ToldStates()
        for (other, state) in known(at: site) {
            told.states[other] = ToldStates.Told(state: state, room: state == .free ? 1 : 0)
        }
        return told
    }
}

/// What a Site knows of those that it asks.
struct ToldStates: KnownSites {
    struct Told {
        var state: SiteState
        var room = 0
    }

    var states: [Site.ID: Told] = [:]

    var knowsFreeSite: Bool { states.values.contains { $0.state == .free } }
    func state(of site: Site.ID) -> SiteState { states[site]?.state ?? .unknown }
    func room(of site: Site.ID) -> Int { states[site]?.room ?? 0 }
}
