import Distribution
import Simulation
import Topology

/// Says what is wrong with one answer, by a model of its own: a redirect changes nothing in the target but the
/// marker, which names every Site that the client was led to.
final class HopOracle {
    private let markers: ReferenceMarker
    private var known: [[UInt8]: Reading] = [:]

    init(markers: ReferenceMarker) { self.markers = markers }

    /// What the model finds in a target.
    private struct Reading {
        let clean: [UInt8]
        let marker: String?
        let sites: [String]
        /// Class, arrival, renewal, counter and state; empty without a place.
        let place: [String]
        /// Whether there is one marker, where it belongs, which names no Site twice.
        let isWellMarked: Bool
    }

    /// Nil where nothing is wrong.
    func fault(of hop: Hop, by distributor: Distributor) -> String? {
        let before = reading(of: hop.request.target)
        switch hop.decision.action {
        case .startSession:
            return hop.result == before.clean ? nil : "the application sees another target"
        case .wait(let waiting, _):
            let after = reading(of: Array(hop.result.suffix(from: authorityEnd(hop.result))))
            guard after.isWellMarked, after.clean == before.clean, after.sites == [] else {
                return "the waiting page has another target"
            }
            return after.place == HopOracle.text(of: waiting.place)
                ? nil : "the waiting page has the place \(after.place)"
        case .allSitesBusy:
            return hop.result.suffix(from: authorityEnd(hop.result)).elementsEqual(before.clean)
                ? nil : "the retry has another target"
        case .redirectToGroup(_, let deletesMarkers):
            let target = deletesMarkers ? before.clean : hop.request.target
            return hop.next!.target == target ? nil : "the target is changed"
        case .redirectToSite(let site, _):
            return fault(
                of: hop, before, thisSite: distributor.pool[distributor.site].name.description,
                destination: distributor.pool[site].name.description)
        }
    }

    private func fault(
        of hop: Hop, _ before: Reading, thisSite: String, destination: String
    ) -> String? {
        let after = reading(of: hop.next!.target)
        guard after.isWellMarked, after.clean == before.clean else {
            return "the target is changed"
        }
        if let fault = placeFault(of: hop, before.place, after.place) { return fault }
        switch hop.decision.row {
        case .row1f where before.marker != nil: return "a handover in spite of a marker"
        case .row1f, .row3c:
            return after.sites == [thisSite, destination] ? nil : "an overflow names \(after.sites)"
        case .row3f where hop.decision.marker?.isTrip == false:
            // Where clocks differ, a place may be fresh whose trip is long over.
            return after.sites == [thisSite, destination] ? nil : "an overflow names \(after.sites)"
        case .row3e, .row3f:
            guard !before.sites.contains(destination) else { return "led to a Site again" }
            let here = before.sites.contains(thisSite) ? [] : [thisSite]
            return after.sites == before.sites + here + [destination]
                ? nil : "an overflow names \(after.sites)"
        case .row1e:
            return before.marker == nil && after.sites.isEmpty ? nil : "a return names Sites"
        default:
            return after.sites.isEmpty || after.sites == before.sites
                ? nil : "a lockdown names \(after.sites)"
        }
    }

    /// Only a holder that is sent on renews its place, and only under a Site's own or an unknown name it keeps it.
    private func placeFault(of hop: Hop, _ before: [String], _ after: [String]) -> String? {
        switch hop.decision.row {
        case .row3f:
            var renewed = before
            if renewed.count == 5 { renewed[2] = after[2] }
            return after == renewed && !after.isEmpty ? nil : "the place becomes \(after)"
        case .row1c, .row1d:
            return after.isEmpty || after == before ? nil : "the place becomes \(after)"
        default: return after.isEmpty ? nil : "a place \(after)"
        }
    }

    private static func text(of place: Place) -> [String] {
        let counter = String(place.counter, radix: 16)
        return [
            "~normal", "\(place.time)", "\(place.renewed)",
            String(repeating: "0", count: 8 - counter.count) + counter, place.isCalled ? "c" : "w",
        ]
    }

    private func reading(of target: [UInt8]) -> Reading {
        if let reading = known[target] { return reading }
        let clean = markers.deletingMarkers(from: target)
        let marker = markers.marker(in: target)
        let sites = marker.map(ReferenceMarker.sites) ?? []
        let isWellMarked =
            Set(sites).count == sites.count
            && marker.map { markers.adding($0, to: clean) == target } == true
        let reading = Reading(
            clean: clean, marker: marker, sites: sites,
            place: marker.map(ReferenceMarker.place) ?? [], isWellMarked: isWellMarked)
        known[target] = reading
        return reading
    }

    private func authorityEnd(_ location: [UInt8]) -> Int {
        location.dropFirst("http://".utf8.count).firstIndex(of: UInt8(ascii: "/"))!
    }
}
