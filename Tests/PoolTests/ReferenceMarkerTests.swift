import CGI
import Distribution
import SeededRandom
import Simulation
import Testing
import Topology

/// The walks judge targets by a model. Here the model is proved on odd targets, and the product held against it.
@Suite struct ReferenceMarkerTests {
    private static let pieces = [
        "/", "/", "/", "//", "?", "&", "&&", "=", "+", ".", "%2F", "%3D", ";", ";p=1", "a", "b.png",
        "1",
        "Distrib", "Distrib=", "distrib%3D", "/Distrib=", "/Distrib=1", "/DISTRIB=a.com+b:80+170/",
        "/Distrib=foo", "/Distrib=1.k1.abcdefghijklmnopqrstuv", "&Distrib=", "&Distrib=1&",
        "?Distrib=1",
        "?Distrib=1&", "/Distrib=/", "/Distribution=1", "&xDistrib=1",
    ]

    private static func target(_ random: inout SplitMix64) -> [UInt8] {
        let count = Int.random(in: 0...10, using: &random)
        return Array("/".utf8)
            + (0..<count).flatMap { _ in Array(pieces.randomElement(using: &random)!.utf8) }
    }

    @Test(
        "Deleting after adding is the identity, and nothing makes a `//`",
        arguments: [false, true], ["Distrib", "t"])
    func identity(isInQuery: Bool, name: String) throws {
        let model = ReferenceMarker(isInQuery: isInQuery, name: name)
        let policy = MarkerPolicy(name: name, placement: isInQuery ? .query : .path)
        var random = SplitMix64(seed: 11)
        var faults: [String] = []
        var reserved = 0
        for _ in 0..<5000 {
            let target = Array(
                String(decoding: Self.target(&random), as: UTF8.self).replacing(
                    "Distrib", with: name
                ).utf8)
            let clean = model.deletingMarkers(from: target)
            let marked = model.adding("5", to: clean)
            if clean != target { reserved += 1 }
            let isInverse =
                model.deletingMarkers(from: marked) == clean
                && model.deletingMarkers(from: clean) == clean
                && model.marker(in: marked) == "5" && model.marker(in: clean) == nil
            let isGrown =
                doubleSlashes(clean) > doubleSlashes(target)
                || doubleSlashes(marked) > doubleSlashes(clean)
            let isProducts =
                try product(policy, target) == (clean, model.marker(in: target) != nil, marked)
            if !isInverse || isGrown || !isProducts {
                faults.append(String(decoding: target, as: UTF8.self))
            }
        }
        #expect(faults.prefix(5) == [])
        #expect(reserved > 1000 && reserved < 4900)
    }

    /// The clean target, whether it had a marker, and the target of a lockdown at second 5.
    private func product(_ policy: MarkerPolicy, _ target: [UInt8]) throws -> (
        [UInt8], Bool, [UInt8]
    ) {
        let pool = try Pool(
            name: HostName("app.com"), sites: [Site(name: try HostName("s0.app.com"))])
        let distributor = Distributor(pool: pool, site: Site.ID(0), markers: policy)
        let request = SimulatedRequest(name: pool.name.bytes, target: target)
        return request.withView(policy) { view in
            var clean: [UInt8] = []
            clean.appendClean(view.target)
            var location: [UInt8] = []
            let marking = Marking(timestamp: 5, keepsTrip: false, adds: .none)
            distributor.appendLocation(toSite: Site.ID(0), marking, for: view, to: &location)
            let hasMarker = view.target.marker != nil
            return (clean, hasMarker, Array(location.dropFirst("http://s0.app.com".utf8.count)))
        }
    }

    private func doubleSlashes(_ target: [UInt8]) -> Int {
        zip(target, target.dropFirst()).count { $0 == UInt8(ascii: "/") && $1 == $0 }
    }
}
