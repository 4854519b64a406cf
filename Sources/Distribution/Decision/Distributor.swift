// The algorithm of US 6,813,635, Appendix B (Fig. 5A and 5B), as the decision table has it.

public import Topology

/// Decides, for one Site of one Pool, what becomes of a request without a valid session.
/// A pure value: no clock, no input or output, no state.
public struct Distributor: Sendable {
    public let pool: Pool
    public let site: Site.ID
    public let markers: MarkerPolicy
    public let properGroups: ProperGroupPolicy
    /// A trip ends once that many Sites have been tried: browsers give up after about 20 redirects.
    public let maxSites: Int

    /// For each Group: the other Sites of its ring from this one on; nil where this Site is not in it.
    private let rings: [[Site.ID]?]
    private let firstGroup: Group.ID

    /// - Parameters:
    ///   - site: a Site of `pool`
    ///   - maxSites: at least 1; 1 means that nothing overflows
    public init(
        pool: Pool, site: Site.ID, markers: MarkerPolicy = MarkerPolicy(),
        properGroups: ProperGroupPolicy = ProperGroupPolicy(), maxSites: Int = 8
    ) {
        precondition(pool.sites.indices.contains(site.index) && maxSites >= 1)
        self.pool = pool
        self.site = site
        self.markers = markers
        self.properGroups = properGroups
        self.maxSites = maxSites
        rings = pool.groups.map { $0.ring(after: site) }
        firstGroup = Group.ID(rings.firstIndex { $0 != nil }!)
    }

    /// - Parameters:
    ///   - request: with a target whose markers were looked for where `markers` has them
    ///   - now: seconds since 1970
    ///   - isBusy: whether this Site is too busy to start a session
    public func decide(
        _ request: borrowing SessionlessRequest, at now: Int64, isBusy: Bool
    ) -> Decision {
        precondition(request.target.placement == markers.placement)
        var look = Look(host: hostMeaning(of: request))
        return distribute(request, at: now, &look)
            ?? redistribute(request, at: now, &look)
            ?? overflowOrStart(request, at: now, isBusy: isBusy, &look)
    }

    /// What the decision has looked at so far.
    private struct Look {
        let host: HostMeaning
        var marker: MarkerState?
        var properGroup: ProperGroup?

        func decision(_ row: Row, _ action: Decision.Action) -> Decision {
            Decision(
                row: row, action: action, host: host, marker: marker, properGroup: properGroup)
        }
    }

    /// The Group that should serve the request.
    public func properGroup(for request: borrowing SessionlessRequest) -> ProperGroup {
        properGroups.choose(for: request, in: pool, otherwise: firstGroup)
    }

    // MARK: Step 1: load distribution (balancing and lockdown)

    private func distribute(
        _ request: borrowing SessionlessRequest, at now: Int64, _ look: inout Look
    ) -> Decision? {
        switch look.host {
        case .absent, .thisSite:
            return nil
        case .poolName:
            guard pool.hasGroups else {
                return look.decision(.row1a, lockdown(newAt: now))
            }
            let proper = properGroup(for: request, &look)
            return isMember(of: proper)
                ? look.decision(.row1a, lockdown(newAt: now))
                : look.decision(.row1b, .redirectToGroup(proper))
        case .groupName:
            noteProperGroup(for: request, &look)
            return look.decision(.row1c, lockdown(newAt: now))
        case .otherSite(let other):
            let marker = judgeMarker(of: request, at: now, &look)
            let known = names(other, request)
            return look.decision(
                .row1d, lockdown(at: now, marker, adding: known ? .none : .site(other)))
        case .unknown:
            let marker = judgeMarker(of: request, at: now, &look)
            noteProperGroup(for: request, &look)
            return look.decision(
                .row1c, lockdown(at: now, marker, adding: unknownHost(request)))
        }
    }

    private func lockdown(newAt now: Int64) -> Decision.Action {
        .redirectToSite(site, Marking(timestamp: now, keepsTrip: false, adds: .none))
    }

    /// The trip kept: a Site that was found down counts as tried, so that the trip ends.
    private func lockdown(
        at now: Int64, _ marker: MarkerState, adding name: Marking.AddedName
    ) -> Decision.Action {
        guard marker.isTrip else { return lockdown(newAt: now) }
        return .redirectToSite(
            site, Marking(timestamp: marker.timestamp, keepsTrip: true, adds: name))
    }

    /// A Site that was taken out of this Site's configuration may still be in that of others.
    private func unknownHost(_ request: borrowing SessionlessRequest) -> Marking.AddedName {
        guard let host = request.host, !host.isAddressLiteral,
            !(request.target.marker?.names(host.name) ?? false)
        else {
            return .none
        }
        return .host
    }

    // MARK: Step 2: load redistribution

    private func redistribute(
        _ request: borrowing SessionlessRequest, at now: Int64, _ look: inout Look
    ) -> Decision? {
        let marker = judgeMarker(of: request, at: now, &look)
        // Without a Host, the Group Name could not be told from the Site Name: an endless cycle.
        if look.host == .absent || marker.isFresh { return nil }
        let proper = properGroup(for: request, &look)
        let row: Row = marker.freshness == nil ? .row2a : .row2b
        return look.decision(row, .redirectToGroup(proper))
    }

    // MARK: Step 3: load overflow

    private func overflowOrStart(
        _ request: borrowing SessionlessRequest, at now: Int64, isBusy: Bool, _ look: inout Look
    ) -> Decision {
        guard isBusy else {
            noteProperGroup(for: request, &look)
            return look.decision(.row3a, .startSession)
        }
        let marker = judgeMarker(of: request, at: now, &look)
        let proper = properGroup(for: request, &look)
        let others = rings[proper.index] ?? rings[firstGroup.index]!
        guard marker.isTrip else {
            guard let next = others.first, maxSites > 1 else {
                return look.decision(.row3b, .allSitesBusy(retry: proper))
            }
            let marking = Marking(timestamp: now, keepsTrip: false, adds: .site(site))
            return look.decision(.row3c, .redirectToSite(next, marking))
        }
        let known = names(site, request)
        let tried = marker.triedSites + (known ? 0 : 1)
        // Without a Host, a Site that is down cannot be told from the one that took its place.
        guard look.host != .absent, tried < maxSites, let next = firstUntried(of: others, request)
        else {
            return look.decision(.row3d, .allSitesBusy(retry: proper))
        }
        let marking = Marking(
            timestamp: marker.timestamp, keepsTrip: true, adds: known ? .none : .site(site))
        return look.decision(.row3e, .redirectToSite(next, marking))
    }

    private func firstUntried(
        of others: [Site.ID], _ request: borrowing SessionlessRequest
    ) -> Site.ID? {
        for other in others where !names(other, request) { return other }
        return nil
    }

    // MARK: Looks at the request

    /// What the Host stands for here.
    private func hostMeaning(of request: borrowing SessionlessRequest) -> HostMeaning {
        guard let host = request.host else { return .absent }
        switch host.look(up: pool.names, scheme: request.scheme) {
        case .pool: return .poolName
        case .group(let group): return .groupName(group)
        case .site(site): return .thisSite
        case .site(let other): return .otherSite(other)
        case nil: return .unknown
        }
    }

    private func judgeMarker(
        of request: borrowing SessionlessRequest, at now: Int64, _ look: inout Look
    ) -> MarkerState {
        if let judged = look.marker { return judged }
        let state: MarkerState
        if let marker = request.target.marker {
            let freshness = markers.freshness(of: marker, at: now)
            state = MarkerState(
                freshness: freshness, timestamp: marker.timestamp,
                triedSites: freshness == .fresh ? marker.siteCount : 0)
        } else {
            state = MarkerState(freshness: nil, timestamp: 0, triedSites: 0)
        }
        look.marker = state
        return state
    }

    private func properGroup(
        for request: borrowing SessionlessRequest, _ look: inout Look
    ) -> Group.ID {
        if let judged = look.properGroup { return judged.group }
        let choice = properGroup(for: request)
        look.properGroup = choice
        return choice.group
    }

    /// The remembered Group is renewed wherever a client is bound to a Site.
    private func noteProperGroup(for request: borrowing SessionlessRequest, _ look: inout Look) {
        if properGroups.remember != nil { _ = properGroup(for: request, &look) }
    }

    /// Whether the request's marker names the Site.
    private func names(_ site: Site.ID, _ request: borrowing SessionlessRequest) -> Bool {
        guard let marker = request.target.marker else { return false }
        // A span lends its elements; an array would copy the Site.
        let sites = pool.sites.span
        return marker.names(sites[site.index].name.bytes.span)
    }

    private func isMember(of group: Group.ID) -> Bool { rings[group.index] != nil }
}
