// A whole Pool without machines: each Site's own Distributor, a nameserver that balances and fails
// over, and a client that follows redirects byte for byte. `simulate` shows the client's walks; with
// such walks the tests prove that every trip ends.

package import Distribution
package import Topology

/// A Pool with Sites that are free, busy or down.
package struct SimulatedPool {
    /// Each Site's own view of the Pool, which may differ from the others'; in the Pool's order.
    package let distributors: [Distributor]
    /// What the nameserver knows.
    package let pool: Pool
    package var busy: Set<Site.ID> = []
    package var down: Set<Site.ID> = []
    /// Each Site's door, in the Pool's order; if this is empty, whoever is not busy lets everybody in.
    package var admitting: [any Admitting] = []
    /// Whether the holders of places are called; nil where nobody is told to wait.
    package var callsHolders: Bool?
    /// The classes that never wait.
    package var always: Set<Int> = []
    /// What a Site knows of the others.
    package var known: (Site.ID) -> any KnownSites = { _ in NothingKnown() }
    /// How many seconds each Site's clock is ahead; if this is empty, no clock is.
    package var clockOffsets: [Int64] = []
    /// Seconds since 1970.
    package var now: Int64

    package init(pool: Pool, distributors: [Distributor], now: Int64) {
        self.pool = pool
        self.distributors = distributors
        self.now = now
    }

    /// The Sites that DNS may answer with, the likeliest first: for the Pool Name and Group Names
    /// every live Site of theirs; for a Site Name that Site, or those that it fails over to.
    /// For a name that is none of the Pool's, every live Site: somebody made it an alias.
    package func answers(to request: SimulatedRequest) -> [Site.ID] {
        let name = request.name
        let host = try? RequestHost(parsing: name.span)
        return switch host?.look(up: pool.names, scheme: request.scheme) {
        case .group(let group): pool[group].sites.filter(isLive)
        case .site(let site): isLive(site) ? [site] : failover(of: site)
        case .pool, nil: pool.sites.indices.map(Site.ID.init).filter(isLive)
        }
    }

    /// Whether the request is for a Site's Name, which the nameserver does not balance.
    package func isSiteName(of request: SimulatedRequest) -> Bool {
        let name = request.name
        guard let host = try? RequestHost(parsing: name.span) else { return false }
        return switch host.look(up: pool.names, scheme: request.scheme) {
        case .site: true
        case .pool, .group, nil: false
        }
    }

    /// What that Site makes of the request.
    package func visit(_ request: SimulatedRequest, at site: Site.ID) -> Hop {
        let distributor = distributors[site.index]
        let time = now + (clockOffsets.isEmpty ? 0 : clockOffsets[site.index])
        let door = door(of: site, at: time)
        return request.withView(distributor.markers) { view in
            let decision = distributor.decide(view, at: time, door: door, known: known(site))
            var bytes: [UInt8] = []
            switch decision.action {
            case .redirectToSite(let other, let marking):
                distributor.appendLocation(toSite: other, marking, for: view, to: &bytes)
            case .redirectToGroup(let group, let deletesMarkers):
                distributor.appendLocation(
                    toGroup: group, deletingMarkers: deletesMarkers, for: view, to: &bytes)
            case .startSession:
                bytes.appendClean(view.target)
            case .allSitesBusy(let group):
                distributor.appendRetryLocation(atGroup: group, for: view, to: &bytes)
            case .wait(let waiting, _):
                distributor.appendWaitingLocation(waiting, for: view, to: &bytes)
            }
            return Hop(site: site, request: request, decision: decision, result: bytes)
        }
    }

    private func door(of site: Site.ID, at time: Int64) -> any Admitting {
        if !admitting.isEmpty { return admitting[site.index] }
        let door = SwitchedDoor(isBusy: busy.contains(site))
        guard let callsHolders else { return door }
        return SupposedLine(door, calls: callsHolders, always: always, at: time)
    }

    private func isLive(_ site: Site.ID) -> Bool { !down.contains(site) }

    /// The live Sites in the ring order of each Group that contains the Site; if there are none, any live Site.
    private func failover(of site: Site.ID) -> [Site.ID] {
        var order: [Site.ID] = []
        for group in pool.groups {
            for other in group.ring(after: site) ?? [] where !order.contains(other) {
                order.append(other)
            }
        }
        let live = order.filter(isLive)
        return live.isEmpty ? pool.sites.indices.map(Site.ID.init).filter(isLive) : live
    }
}

/// One stay at a Site.
package struct Hop {
    package let site: Site.ID
    package let request: SimulatedRequest
    package let decision: Decision
    /// The Location of a redirect, the clean target of a session, the retry address of the page.
    package let result: [UInt8]

    /// The request that the client sends next; nil where the trip ends here.
    package var next: SimulatedRequest? {
        switch decision.action {
        case .redirectToSite, .redirectToGroup: request.following(result)
        case .startSession, .allSitesBusy, .wait: nil
        }
    }

    /// What whoever waits sends when the page is over; nil where nobody waits.
    package var nextPoll: SimulatedRequest? {
        if case .wait = decision.action { return request.following(result) }
        return nil
    }
}
