package import Distribution
internal import Synchronization
package import Topology

/// What the other Sites said last. Every worker reads it without a lock; whoever asks a Site writes what it said.
package final class PeerTable: KnownSites {
    /// The Sites that are asked.
    package let sites: [Site.ID]
    /// By Site: its place in `cells`, or -1.
    private let places: [Int32]
    private let cells: [Cell]
    private let freeCount = Atomic<Int>(0)

    private final class Cell: Sendable {
        /// The state's place in `SiteState.allCases`, and eight bits further the room.
        let bits: Atomic<UInt32>
        init(_ bits: UInt32) { self.bits = Atomic(bits) }
    }

    /// - Parameter siteCount: of the Pool
    package init(_ sites: [Site.ID], siteCount: Int) {
        self.sites = sites
        var places = [Int32](repeating: -1, count: siteCount)
        for (place, site) in sites.enumerated() { places[site.index] = Int32(place) }
        self.places = places
        cells = sites.map { _ in Cell(PeerTable.bits(.unknown, room: 0)) }
    }

    package func set(_ state: SiteState, room: Int, of site: Site.ID) {
        let place = Int(places[site.index])
        guard place >= 0 else { return }
        let before = cells[place].bits.exchange(
            PeerTable.bits(state, room: room), ordering: .relaxed)
        let change = (state == .free ? 1 : 0) - (PeerTable.state(before) == .free ? 1 : 0)
        if change != 0 { freeCount.add(change, ordering: .relaxed) }
    }

    // MARK: KnownSites

    package var knowsFreeSite: Bool { freeCount.load(ordering: .relaxed) > 0 }

    package func state(of site: Site.ID) -> SiteState {
        let place = Int(places[site.index])
        return place < 0 ? .unknown : PeerTable.state(cells[place].bits.load(ordering: .relaxed))
    }

    package func room(of site: Site.ID) -> Int {
        let place = Int(places[site.index])
        return place < 0 ? 0 : Int(cells[place].bits.load(ordering: .relaxed) >> 8)
    }

    private static func bits(_ state: SiteState, room: Int) -> UInt32 {
        UInt32(room) << 8 | UInt32(state.bits)
    }

    private static func state(_ bits: UInt32) -> SiteState {
        switch bits & 0xff {
        case 0: .free
        case 1: .busy
        case 2: .draining
        case 3: .down
        default: .unknown
        }
    }
}

extension SiteState {
    fileprivate var bits: UInt8 {
        switch self {
        case .free: 0
        case .busy: 1
        case .draining: 2
        case .down: 3
        case .unknown: 4
        }
    }
}
