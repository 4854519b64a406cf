// The algorithm of US 6,813,635, Appendix B (Fig. 5A and 5B), as the decision table has it.

import CGI
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
    /// Nil where clients do not remember the Site of their session.
    public let rememberedSite: RememberedSite?
    /// In the order in which they are tried; whoever matches none is of class `normal`.
    public let classes: [RequestClass]
    /// For whom `decide` is to be asked; for all others, `observe`.
    public let enforcement: Enforcement

    /// For each Group: where a trip leads from this Site, in order; nil where this Site is not in it.
    let rings: [[Site.ID]?]
    let firstGroup: Group.ID
    private let exempt: RuleTable
    /// The variables by which exempt requests are told from others.
    private let exemptVariables: WantedVariables
    private let classTable: RuleTable
    /// Nil where no class asks for the indicator.
    private let indicator: IndicatorPolicy?

    /// - Parameters:
    ///   - site: a Site of `pool`
    ///   - maxSites: at least 1; 1 means that nothing overflows
    ///   - goesBeyondGroup: whether a trip goes on to the Pool's other Sites once the ring is at its end
    ///   - exempt: whose session starts here at once (row 0): a request for which all conditions of one of
    ///     these lists hold
    ///   - indicator: how requests show their class, for the conditions of `classes` that ask for it
    public init(
        pool: Pool, site: Site.ID, markers: MarkerPolicy = MarkerPolicy(),
        properGroups: ProperGroupPolicy = ProperGroupPolicy(), maxSites: Int = 8,
        goesBeyondGroup: Bool = false, exempt: [[Condition]] = [],
        rememberedSite: RememberedSite? = nil, classes: [RequestClass] = [],
        indicator: IndicatorPolicy? = nil, enforcement: Enforcement = .all
    ) {
        precondition(pool.sites.indices.contains(site.index) && maxSites >= 1)
        self.pool = pool
        self.site = site
        self.markers = markers
        self.properGroups = properGroups
        self.maxSites = maxSites
        self.rememberedSite = rememberedSite
        self.exempt = RuleTable(exempt)
        exemptVariables = WantedVariables(of: exempt.joined())
        self.classes = classes
        self.enforcement = enforcement
        classTable = RuleTable(classes.map(\.conditions))
        self.indicator = classTable.looksAtIndicators ? indicator : nil
        rings = pool.groups.map { group in
            guard let ring = group.ring(after: site) else { return nil }
            return goesBeyondGroup ? ring + pool.sites(besides: ring + [site]) : ring
        }
        firstGroup = Group.ID(rings.firstIndex { $0 != nil }!)
    }

    /// The variables that decisions look at.
    package var variables: WantedVariables {
        var variables = properGroups.variables
        variables.formUnion(exemptVariables)
        variables.formUnion(WantedVariables(of: classes.lazy.flatMap(\.conditions)))
        if rememberedSite != nil { variables.formUnion(WantedVariables(known: [.cookie])) }
        return variables
    }

    /// - Parameters:
    ///   - request: with a target whose markers were looked for where `markers` has them
    ///   - now: seconds since 1970
    ///   - door: says whether a session may start here
    ///   - known: what is known of the other Sites
    public func decide(
        _ request: borrowing SessionlessRequest, at now: Int64, door: any Admitting,
        known: any KnownSites = NothingKnown()
    ) -> Decision {
        var look = look(at: request)
        return decide(request, at: now, door, known, &look)
    }

    func look(at request: borrowing SessionlessRequest) -> Look {
        precondition(request.target.placement == markers.placement)
        return Look(host: hostMeaning(of: request))
    }

    @inline(__always)
    func decide(
        _ request: borrowing SessionlessRequest, at now: Int64, _ door: any Admitting,
        _ known: any KnownSites, _ look: inout Look
    ) -> Decision {
        exempt(request, look)
            ?? distribute(request, at: now, door, known, &look)
            ?? redistribute(request, at: now, &look)
            ?? startOrGoOn(request, at: now, door, known, &look)
    }

    /// What the decision has looked at so far.
    struct Look {
        let host: HostMeaning
        var marker: MarkerState?
        var properGroup: ProperGroup?
        /// An index of `classes`; that of `normal` is their count.
        var admissionClass: Int?
        var door: DoorAnswer?

        func decision(
            _ row: Row, _ action: Decision.Action, secondsWaited: Int64 = 0
        ) -> Decision {
            Decision(
                row: row, action: action, host: host, marker: marker, properGroup: properGroup,
                door: door, secondsWaited: secondsWaited)
        }
    }

    /// The Group that should serve the request.
    public func properGroup(for request: borrowing SessionlessRequest) -> ProperGroup {
        properGroups.choose(for: request, in: pool, otherwise: firstGroup)
    }

    // MARK: Step 0: who is not distributed at all

    private func exempt(_ request: borrowing SessionlessRequest, _ look: Look) -> Decision? {
        guard exempt.firstMatch(for: request) != nil else { return nil }
        return look.decision(.row0, .startSession)
    }

    // MARK: Step 1: load distribution (balancing and lockdown)

    private func distribute(
        _ request: borrowing SessionlessRequest, at now: Int64, _ door: any Admitting,
        _ known: any KnownSites, _ look: inout Look
    ) -> Decision? {
        switch look.host {
        case .absent, .thisSite:
            return nil
        case .poolName:
            if let decision = returnToSession(request, of: nil, at: now, known, &look) {
                return decision
            }
            if pool.hasGroups {
                let proper = properGroup(for: request, &look)
                guard isMember(of: proper) else {
                    return look.decision(.row1b, .redirectToGroup(proper))
                }
            }
            return handOver(request, at: now, door, known, &look)
                ?? lockdown(.row1a, request, at: now, &look)
        case .groupName(let group):
            if let decision = returnToSession(request, of: group, at: now, known, &look) {
                return decision
            }
            if let decision = handOver(request, at: now, door, known, &look) { return decision }
            noteProperGroup(for: request, &look)
            return lockdown(.row1c, request, at: now, &look)
        case .unknown:
            noteProperGroup(for: request, &look)
            return lockdown(.row1c, request, keepsPlace: true, at: now, &look)
        case .otherSite:
            return lockdown(.row1d, request, keepsPlace: true, at: now, &look)
        }
    }

    /// To the Site where the client's session is. A client that comes back from there with a marker, which
    /// that Site could not verify, is bound to this Site instead of being sent there again.
    /// - Parameter group: whose Sites count; nil means the proper Group's
    private func returnToSession(
        _ request: borrowing SessionlessRequest, of group: Group.ID?, at now: Int64,
        _ known: any KnownSites, _ look: inout Look
    ) -> Decision? {
        guard let rememberedSite,
            judgeMarker(of: request, at: now, &look).freshness == nil,
            let site = rememberedSite.site(in: request, of: pool), known.mayBeServing(site)
        else { return nil }
        let group = group ?? properGroup(for: request, &look)
        let groups = pool.groups.span
        guard groups[group.index].sites.contains(site) else { return nil }
        let marking = Marking(timestamp: now, keepsTrip: false, adds: .none)
        return look.decision(.row1e, .redirectToSite(site, marking))
    }

    /// To this Site, whose name the client then keeps. A trip is kept, so that it ends.
    /// - Parameter keepsPlace: whoever comes by the name of a Site, be it an unknown one, goes on waiting; by the
    ///   Pool's or a Group's Name it begins anew
    private func lockdown(
        _ row: Row, _ request: borrowing SessionlessRequest, keepsPlace: Bool = false,
        at now: Int64, _ look: inout Look
    ) -> Decision {
        let marker = judgeMarker(of: request, at: now, &look)
        let marking = Marking(
            timestamp: marker.isTrip ? marker.timestamp : now, keepsTrip: marker.hasTripToKeep,
            adds: .none, place: keepsPlace ? marker.freshPlace : nil)
        return look.decision(row, .redirectToSite(site, marking))
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

    func judgeMarker(
        of request: borrowing SessionlessRequest, at now: Int64, _ look: inout Look
    ) -> MarkerState {
        if let judged = look.marker { return judged }
        let state = markers.judge(request.target.marker, at: now, classes: classes)
        look.marker = state
        return state
    }

    func properGroup(
        for request: borrowing SessionlessRequest, _ look: inout Look
    ) -> Group.ID {
        if let judged = look.properGroup { return judged.group }
        let choice = properGroup(for: request)
        look.properGroup = choice
        return choice.group
    }

    func admissionClass(
        of request: borrowing SessionlessRequest, at now: Int64, _ look: inout Look
    ) -> Int {
        if let found = look.admissionClass { return found }
        let admissionClass = admissionClass(of: request, at: now)
        look.admissionClass = admissionClass
        return admissionClass
    }

    private func admissionClass(of request: borrowing SessionlessRequest, at now: Int64) -> Int {
        guard !classTable.isEmpty else { return 0 }
        let shown = indicator?.className(in: request, at: now)
        return classTable.firstMatch(for: request, indicator: shown) ?? classes.count
    }

    /// The remembered Group is renewed wherever a client is bound to a Site.
    func noteProperGroup(for request: borrowing SessionlessRequest, _ look: inout Look) {
        if properGroups.remember != nil { _ = properGroup(for: request, &look) }
    }

    /// Whether the request's marker names the Site.
    func names(_ site: Site.ID, _ request: borrowing SessionlessRequest) -> Bool {
        guard let marker = request.target.marker else { return false }
        // A span lends its elements; an array would copy the Site.
        let sites = pool.sites.span
        return marker.names(sites[site.index].name.bytes.span)
    }

    private func isMember(of group: Group.ID) -> Bool { rings[group.index] != nil }
}
