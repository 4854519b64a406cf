import CGI
import Distribution
import Fields
import Topology

/// Places in markers: what is written is what is read, wherever the marker stands.
enum PlaceProperty {
    private static let classes = [RequestClass(name: "gold-1_B", conditions: [])]

    /// - Parameter target: whose bytes also choose the place
    static func check(
        _ target: [UInt8], _ clean: [UInt8], _ markers: MarkerPolicy
    ) throws(Violation) {
        let distributor = Distributor(
            pool: Example.pool, site: Site.ID(0), markers: markers, classes: classes)
        let number = target.reduce(UInt64(target.count)) { $0 &* 31 &+ UInt64($1) }
        let place = Place(
            admissionClass: Int(number & 1), time: Int64(number >> 16),
            renewed: Int64(number % 1_000_000_000_000_000),
            counter: UInt32(truncatingIfNeeded: number), isCalled: number & 2 > 0)
        let environment = CGIEnvironment([])
        let request = SessionlessRequest(
            host: nil, target: markers.marked(RequestTarget(target.span)),
            variables: environment.variables)
        let tried = request.target.marker?.siteCount ?? 0
        for (adds, keepsTrip, sites) in [
            (.none, false, 0), (.none, true, tried), (.thisSiteAndDestination, false, 2),
            (.thisSiteAndDestination, true, tried + 2),
        ] as [(Marking.AddedSites, Bool, Int)] {
            let marking = Marking(timestamp: 0, keepsTrip: keepsTrip, adds: adds, place: place)
            var location: [UInt8] = []
            distributor.appendLocation(
                toSite: Site.ID(1), marking, for: request, to: &location)
            try TargetProperty.checkURI(location)
            let next = try TargetProperty.originForm(location)
            try checkRead(next, place, sites, markers)
            let left = TargetProperty.cleaned(next, markers.placement)
            try expect(left == clean, "\(quoted(next)) leaves \(quoted(left)) of \(quoted(clean))")
        }
    }

    private static func checkRead(
        _ target: [UInt8], _ written: Place, _ sites: Int, _ markers: MarkerPolicy
    ) throws(Violation) {
        let marked = MarkedTarget(RequestTarget(target.span), placement: markers.placement)
        guard let marker = marked.marker, let read = marker.place else {
            throw Violation("\(quoted(target)) has no place")
        }
        let name = written.admissionClass == 0 ? "gold-1_B" : "normal"
        try expect(
            bytes(read.className) == Array(name.utf8) && read.time == written.time
                && read.renewed == written.renewed && read.counter == written.counter
                && read.isCalled == written.isCalled && marker.siteCount == sites
                && marker.timestamp == written.renewed / 1000
                && (marker.signature != nil) == (markers.signer != nil),
            "the place of \(quoted(target)), written of \(written) behind \(sites) Sites")
    }
}

/// A door with a line: it says the same to every holder of a place, and gives places.
struct LineDoor: Admitting {
    let isBusy: Bool

    func ask(_ admissionClass: Int, client: IPAddress?) -> DoorRefusal? { isBusy ? .line : nil }

    func look(_ admissionClass: Int, client: IPAddress?) -> DoorRefusal? { isBusy ? .line : nil }

    func present(_ place: Place, client: IPAddress?) -> PlaceAnswer {
        isBusy ? .wait(.line, waiting(place)) : place.isCalled ? .start : .lost
    }

    func join(_ admissionClass: Int) -> Waiting? {
        let now = Example.now * 1000
        return waiting(
            Place(admissionClass: admissionClass, time: now, renewed: now, counter: 1))
    }

    private func waiting(_ place: Place) -> Waiting {
        Waiting(place: place, ahead: 0, expectedWait: nil, retryAfter: 5000)
    }
}
