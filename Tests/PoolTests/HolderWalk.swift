import Distribution
import Simulation
import Topology

/// The walks of the holders of a place through one Pool, from every Name and with every trip so far.
struct HolderWalk {
    private let pool: Pool
    /// Under Sites' Names and aliases.
    private var holders: Prover
    /// Under the names at which everybody is a newcomer.
    private var newcomers: Prover

    var faults: [String] { holders.faults + newcomers.faults }
    var rows: Set<Row> { holders.rows.union(newcomers.rows) }

    /// When the holder arrived, milliseconds since 1970.
    private static let time = (ExhaustiveWalks.now - 90) * 1000

    /// - Parameter keepsPlaces: whether every Site believes the place, so that its holder goes on waiting until the
    ///   session starts
    init(_ pool: SimulatedPool, _ oracle: HopOracle, keepsPlaces: Bool = true) {
        self.pool = pool.pool
        holders = Prover(pool, oracle) {
            keepsPlaces ? HolderWalk.fault(of: $0, in: pool) : nil
        }
        newcomers = Prover(pool, oracle) { _ in nil }
    }

    mutating func prove(_ markers: ReferenceMarker, limit: Int) {
        let names = pool.sites.map(\.name.bytes) + [Array("alias.example".utf8)]
        let shared = [pool.name.bytes] + pool.groups.map(\.name.bytes)
        for trip in trips {
            let target = HolderWalk.target(trip, markers)
            for name in names {
                for sendsHost in [true, false] {
                    holders.prove(
                        SimulatedRequest(name: name, sendsHost: sendsHost, target: target),
                        limit: limit)
                }
            }
            for name in shared {
                newcomers.prove(SimulatedRequest(name: name, target: target), limit: limit)
            }
        }
    }

    /// Every Site alone, the first ones in order, and none.
    private var trips: [[String]] {
        let names = pool.sites.map(\.name.description)
        return [[]] + names.map { [$0] } + (2...max(2, names.count)).map { Array(names.prefix($0)) }
    }

    private static func target(_ trip: [String], _ markers: ReferenceMarker) -> [UInt8] {
        let renewed = (ExhaustiveWalks.now - 10) * 1000
        let place = "~normal+\(time)+\(renewed)+0000002a+w"
        let signature = ".k0." + String(repeating: "A", count: 22)
        let marker = trip.map { $0 + "+" }.joined() + place + signature
        return markers.adding(marker, to: Array("/a/?q=1".utf8))
    }

    /// Nobody who waits is sent back to load balancing, gets the page, or another place.
    private static func fault(of hop: Hop, in pool: SimulatedPool) -> String? {
        guard hop.decision.marker?.freshPlace?.time == time else { return "the place is lost" }
        let door = pool.admitting[hop.site.index] as! ModelDoor
        switch hop.decision.action {
        case .redirectToGroup, .allSitesBusy: return "no answer for the holder of a place"
        case .redirectToSite(_, let marking):
            return marking.place?.time == time ? nil : "the place is not taken along"
        case .wait(let waiting, _):
            guard waiting.place.time == time else { return "another place" }
            return door.letsHoldersIn ? "it waits though it is called" : nil
        case .startSession:
            return door.letsHoldersIn ? nil : "a session though it is not called"
        }
    }
}
