import Admission
import Distribution
import Topology

/// The doors and lines of a Pool's Sites, as the program has them, on a clock that is not real; and what others know
/// of them.
final class RushSites {
    /// In the Pool's order of Sites.
    let doors: [ClockedDoor]
    /// Whether `ready` said that new sessions are welcome, when the nameserver asked last.
    private(set) var areReady: [Bool] = []
    /// What each Site knows of those that it asks.
    private(set) var known: [ToldStates] = []

    private let clock: SimulatedClock
    private let down: Set<Site.ID>
    /// Those that each Site asks.
    private let neighbours: [[Site.ID]]

    init(of rush: Rush) {
        let pool = rush.pool.pool
        let sites = pool.sites.indices.map(Site.ID.init)
        let clock = SimulatedClock()
        self.clock = clock
        down = rush.pool.down
        neighbours = sites.map { site in
            rush.peers.map { pool.neighbours(of: site, atMost: $0.maxSites) } ?? []
        }
        doors = sites.map { site in
            let door = Door(rush.admission, at: 0)
            if rush.pool.busy.contains(site) { door.publish(.busy(rush.admission), at: 0) }
            return ClockedDoor(
                door, line: RushSites.line(of: rush, at: site, clock),
                now: { clock.nanoseconds })
        }
        known = sites.map { _ in ToldStates() }
        look()
        for site in sites { inquire(site) }
    }

    /// Each Site's line, like each process, has a counter and a chance of its own.
    private static func line(of rush: Rush, at site: Site.ID, _ clock: SimulatedClock) -> Line? {
        guard let policy = rush.line else { return nil }
        let number = site.index + 1
        let start = rush.pool.now * 1000
        return Line(
            WaitingLine(policy, counter: UInt32(number), steady: 0), seed: UInt64(number),
            wallClock: { start + clock.milliseconds })
    }

    /// - Parameter time: nanoseconds since the beginning
    func set(_ time: Int64) { clock.nanoseconds = time }

    /// Calls those whose turn it is, at every Site.
    func move() {
        for door in doors {
            door.line?.move(
                steady: clock.milliseconds, door.door.supply(at: clock.nanoseconds))
        }
    }

    /// The nameserver asks every Site whether new sessions are welcome.
    func look() { areReady = doors.map(\.isOpen) }

    /// A Site asks the others how they are, as `peers` has it.
    func inquire(_ site: Site.ID) {
        for other in neighbours[site.index] { known[site.index].states[other] = told(by: other) }
    }

    private func told(by site: Site.ID) -> ToldStates.Told {
        if down.contains(site) { return ToldStates.Told(state: .down) }
        let door = doors[site.index]
        guard door.isOpen else { return ToldStates.Told(state: .busy) }
        return ToldStates.Told(
            state: .free, room: min(RushSites.mostRoom, max(0, door.room ?? RushSites.mostRoom)))
    }

    /// That a Site says it has.
    private static let mostRoom = 1000
}

extension SignalVerdicts {
    /// A signal says that the Site is too busy for every class.
    fileprivate static func busy(_ policy: AdmissionPolicy) -> SignalVerdicts {
        SignalVerdicts(
            isDraining: false,
            classes: policy.classes.map { _ in ClassVerdict(isBusy: true, shed: 0) })
    }
}
