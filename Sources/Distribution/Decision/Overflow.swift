// Step 3 of the decision: the session starts, or the trip goes on to another Site, or the client waits, or gets the
// page (US 6,813,635, Fig. 5B). Those who wait hold a place (US 6,006,269).

import Fields
import Topology

extension Distributor {
    /// Asks the door, and sends on whom it refuses.
    func startOrGoOn(
        _ request: borrowing SessionlessRequest, at now: Int64, _ door: any Admitting,
        _ known: any KnownSites, _ look: inout Look
    ) -> Decision {
        let admissionClass = admissionClass(of: request, at: now, &look)
        if let place = judgeMarker(of: request, at: now, &look).freshPlace {
            let place = promoted(place, to: admissionClass, request, door)
            if let decision = present(place, request, at: now, door, known, &look) {
                return decision
            }
        }
        let refusal = door.ask(admissionClass, client: request.client)
        look.door = DoorAnswer(admissionClass: admissionClass, refusal: refusal)
        guard refusal != nil else {
            noteProperGroup(for: request, &look)
            return look.decision(.row3a, .startSession)
        }
        return overflow(request, at: now, door, known, &look)
    }

    // MARK: Newcomers

    private func overflow(
        _ request: borrowing SessionlessRequest, at now: Int64, _ door: any Admitting,
        _ known: any KnownSites, _ look: inout Look
    ) -> Decision {
        let trip = trip(of: request, at: now, &look)
        guard let next = trip.mayGoOn ? next(on: trip, request, known) : nil else {
            let row: Row = trip.isUnderWay ? .row3d : .row3b
            if let waiting = door.join(look.door!.admissionClass) {
                return look.decision(row, .wait(waiting, retry: trip.properGroup))
            }
            return look.decision(row, .allSitesBusy(retry: trip.properGroup))
        }
        let marking = Marking(
            timestamp: trip.isUnderWay ? trip.timestamp : now, keepsTrip: trip.isUnderWay,
            adds: trip.adds)
        return look.decision(
            trip.isUnderWay ? .row3e : .row3c, .redirectToSite(next, marking))
    }

    /// Straight to a Site that is known to be free, where this one would refuse: the client is spared a redirect to
    /// this one.
    func handOver(
        _ request: borrowing SessionlessRequest, at now: Int64, _ door: any Admitting,
        _ known: any KnownSites, _ look: inout Look
    ) -> Decision? {
        guard known.knowsFreeSite, maxSites > 1,
            judgeMarker(of: request, at: now, &look).freshness == nil
        else { return nil }
        let admissionClass = admissionClass(of: request, at: now, &look)
        guard let refusal = door.look(admissionClass, client: request.client) else { return nil }
        let trip = trip(of: request, at: now, &look)
        guard let next = freeSite(on: trip, request, known) else { return nil }
        look.door = DoorAnswer(admissionClass: admissionClass, refusal: refusal)
        let marking = Marking(timestamp: now, keepsTrip: false, adds: .thisSiteAndDestination)
        return look.decision(.row1f, .redirectToSite(next, marking))
    }

    // MARK: Which Site is next

    /// Of the Sites that were not led to: one that is known to be free, else the first in ring order of which nothing
    /// is known, that is busy or draining, that is down. So what is known changes only the order, and where it is
    /// wrong, the trip ends all the same.
    private func next(
        on trip: Trip, _ request: borrowing SessionlessRequest, _ known: any KnownSites
    ) -> Site.ID? {
        if known.knowsFreeSite, let free = freeSite(on: trip, request, known) { return free }
        var best: (site: Site.ID, rank: Int)?
        for other in trip.others where !wasTried(other, on: trip, request) {
            let rank = known.state(of: other).rank
            if rank == SiteState.unknown.rank { return other }
            if best.map({ rank < $0.rank }) ?? true { best = (other, rank) }
        }
        return best?.site
    }

    /// Two of the free Sites are drawn by the client's address, and the one with more room wins, so that one Site's
    /// overflow does not fall on one neighbour (the power of two choices: Mitzenmacher 2001).
    private func freeSite(
        on trip: Trip, _ request: borrowing SessionlessRequest, _ known: any KnownSites
    ) -> Site.ID? {
        var count: UInt64 = 0
        for other in trip.others where isFree(other, on: trip, request, known) { count += 1 }
        guard count > 0 else { return nil }
        let draw = request.client?.scattered ?? 0
        let first = draw % count
        var second = first
        if count > 1 {
            second = (draw >> 32) % (count - 1)
            if second >= first { second += 1 }
        }
        guard let one = freeSite(number: first, on: trip, request, known),
            let other = freeSite(number: second, on: trip, request, known)
        else { return nil }
        return known.room(of: other) > known.room(of: one) ? other : one
    }

    /// What is known may change meanwhile, so that there may be fewer than there were.
    private func freeSite(
        number: UInt64, on trip: Trip, _ request: borrowing SessionlessRequest,
        _ known: any KnownSites
    ) -> Site.ID? {
        var (last, left): (Site.ID?, UInt64) = (nil, number)
        for other in trip.others where isFree(other, on: trip, request, known) {
            if left == 0 { return other }
            (last, left) = (other, left - 1)
        }
        return last
    }

    private func isFree(
        _ other: Site.ID, on trip: Trip, _ request: borrowing SessionlessRequest,
        _ known: any KnownSites
    ) -> Bool {
        known.state(of: other) == .free && !wasTried(other, on: trip, request)
    }

    // MARK: Holders of a place

    /// - Returns: nil where the place is lost, and its holder a newcomer who sent no Host.
    private func present(
        _ place: Place, _ request: borrowing SessionlessRequest, at now: Int64,
        _ door: any Admitting, _ known: any KnownSites, _ look: inout Look
    ) -> Decision? {
        switch door.present(place, client: request.client) {
        case .start:
            look.door = DoorAnswer(admissionClass: place.admissionClass, refusal: nil)
            noteProperGroup(for: request, &look)
            return look.decision(
                .row3a, .startSession, secondsWaited: max(0, now - place.time / 1000))
        case .wait(let refusal, let waiting):
            look.door = DoorAnswer(admissionClass: place.admissionClass, refusal: refusal)
            let trip = trip(of: request, at: now, &look)
            guard let next = siteForHolder(on: trip, request, refusal, known) else {
                return look.decision(.row3g, .wait(waiting, retry: trip.properGroup))
            }
            var kept = place
            kept.renewed = now &* 1000
            let marking = Marking(
                timestamp: now, keepsTrip: trip.isUnderWay, adds: trip.adds, place: kept)
            return look.decision(.row3f, .redirectToSite(next, marking))
        case .lost:
            look.marker!.freshness = .lostPlace
            if look.host == .absent { return nil }
            // With its marker the client would come back from a Site that takes the Group Name for an alias.
            let proper = properGroup(for: request, &look)
            return look.decision(.row2b, .redirectToGroup(proper, deletesMarkers: true))
        }
    }

    /// The place in the line of the request's own class, where that stands before the place's or would be let in at
    /// once: whoever shows a better class while waiting is seen as one of it. Nobody falls behind.
    private func promoted(
        _ place: Place, to own: Int, _ request: borrowing SessionlessRequest,
        _ door: any Admitting
    ) -> Place {
        guard own != place.admissionClass,
            own < place.admissionClass || door.look(own, client: request.client) == nil
        else { return place }
        var promoted = place
        promoted.admissionClass = own
        return promoted
    }

    /// Whoever waits is sent only where it will hardly wait again; but nobody waits for a Site that is to be emptied.
    private func siteForHolder(
        on trip: Trip, _ request: borrowing SessionlessRequest, _ refusal: DoorRefusal,
        _ known: any KnownSites
    ) -> Site.ID? {
        guard trip.mayGoOn else { return nil }
        if known.knowsFreeSite, let free = freeSite(on: trip, request, known) { return free }
        return refusal == .draining ? next(on: trip, request, known) : nil
    }

    // MARK: The trip

    /// A client's trip as it stands at this Site, which refuses the client.
    private struct Trip {
        let isUnderWay: Bool
        let timestamp: Int64
        /// Whether the marker names this Site.
        let namesThisSite: Bool
        /// Whether the client may be led to one Site more.
        let mayGoOn: Bool
        let properGroup: Group.ID
        /// Where it leads from this Site, in order.
        let others: [Site.ID]

        /// What the marker of the next redirect names beyond the Sites of the trip.
        var adds: Marking.AddedSites { namesThisSite ? .destination : .thisSiteAndDestination }
    }

    private func trip(
        of request: borrowing SessionlessRequest, at now: Int64, _ look: inout Look
    ) -> Trip {
        let marker = judgeMarker(of: request, at: now, &look)
        let proper = properGroup(for: request, &look)
        // With a Host the marker is fresh here. Without one, a marker that this Site cannot verify is a trip, too:
        // two busy Sites that do not believe each other would send the client back and forth for ever.
        let isUnderWay = marker.hasTripToKeep
        let isNamed = isUnderWay && names(site, request)
        let tried = (isUnderWay ? marker.namedSites : 0) + (isNamed ? 0 : 1)
        return Trip(
            isUnderWay: isUnderWay, timestamp: marker.timestamp, namesThisSite: isNamed,
            // Without a Host, a Site that is down cannot be told from the one that took its place.
            mayGoOn: tried < maxSites && (!isUnderWay || look.host != .absent),
            properGroup: proper, others: rings[proper.index] ?? rings[firstGroup.index]!)
    }

    private func wasTried(
        _ other: Site.ID, on trip: Trip, _ request: borrowing SessionlessRequest
    ) -> Bool {
        trip.isUnderWay && names(other, request)
    }
}

extension SiteState {
    /// What is tried first, of the Sites that are not known to be free.
    fileprivate var rank: Int {
        switch self {
        case .free, .unknown: 0
        case .busy, .draining: 1
        case .down: 2
        }
    }
}

extension IPAddress {
    /// Bits that each depend on every bit of the address.
    fileprivate var scattered: UInt64 {
        let (high, low) = halves
        return (high ^ low &* .goldenRatio).scattered
    }
}
