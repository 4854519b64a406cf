import Distribution
import SeededRandom
import Simulation
import Testing
import Topology

/// Walks of clients that hold a place in the waiting line. Each walk begins where a client asks again, at the Name of
/// the Site that gave or renewed the place, in any state of the Pool: so it does not matter what happened to the
/// Sites while the client waited.
@Suite struct HolderWalks {
    private static let placements = [
        ReferenceMarker(isInQuery: false), ReferenceMarker(isInQuery: true, name: "trip"),
    ]

    @Test("All states of small Pools, whatever the Sites believe of each other", arguments: 1...3)
    func allStates(_ count: Int) throws {
        let sites = try (0..<count).map { Site(name: try HostName("s\($0).app.com")) }
        let pool = try Pool(name: HostName("app.com"), sites: sites)
        let signer = PairSigner(site: 0, believed: Set(0..<count))
        var simulated = SimulatedPool(
            pool: pool,
            distributors: pool.sites.indices.map {
                Distributor(
                    pool: pool, site: Site.ID($0),
                    markers: MarkerPolicy(placeKeep: 300_000, signer: signer))
            }, now: ExhaustiveWalks.now)
        let oracle = HopOracle(markers: Self.placements[0])
        let states = ModelDoor.State.allCases
        var faults: [String] = []
        var rows: Set<Row> = []
        for (number, beliefs) in Self.allBeliefs(count).enumerated() {
            simulated.known = { beliefs[$0.index] }
            for state in 0..<Self.power(states.count, count) * 2 {
                var rest = state / 2
                simulated.setDoors(
                    (0..<count).map { _ in
                        defer { rest /= states.count }
                        return ModelDoor(
                            state: states[rest % states.count], calls: state % 2 == 1,
                            now: ExhaustiveWalks.now * 1000)
                    })
                var walk = HolderWalk(simulated, oracle)
                walk.prove(Self.placements[0], limit: 2 * count)
                faults += walk.faults.prefix(1).map { "beliefs \(number), state \(state): \($0)" }
                rows.formUnion(walk.rows)
            }
        }
        #expect(faults.prefix(5) == [])
        let expected: Set<Row> = count > 1 ? [.row1d, .row3a, .row3f, .row3g] : [.row3a, .row3g]
        #expect(rows.isSuperset(of: expected))
    }

    @Test("Random Pools, most of them with Sites that disagree", arguments: 51...58)
    func disagreeingSites(_ seed: Int) throws {
        try walkRandomly(seed) { 2 * $0 }
    }

    /// Those who are newcomers again.
    @Test("Places that are none any more", arguments: 61...64)
    func lostPlaces(_ seed: Int) throws {
        try walkRandomly(seed, losesPlaces: true) { 4 * $0 + 1 }
    }

    @Test(
        "Sites that do not believe each other's places, for want of keys or right clocks",
        arguments: 71...78)
    func mistrust(_ seed: Int) throws {
        // Those who hold a place no longer are newcomers, whose trips are as long as without places.
        try walkRandomly(seed, mistrusts: true) { 6 * $0 + 1 }
    }

    private func walkRandomly(
        _ seed: Int, losesPlaces: Bool = false, mistrusts: Bool = false, limit: (Int) -> Int
    ) throws {
        var pools = RandomPools(seed: UInt64(seed))
        pools.markers = Self.placements[seed % 2]
        pools.hasLine = true
        pools.mistrusts = mistrusts
        if mistrusts { pools.clocks = -300...300 }
        pools.goesBeyondGroup = seed % 3 == 0
        let oracle = HopOracle(markers: pools.markers)
        var faults: [String] = []
        var rows: Set<Row> = []
        for round in 0..<60 {
            let count = Int.random(in: 2...5, using: &pools.random)
            var pool = try pools.next(sites: count)
            pool.setDoors(pools.nextDoors(of: pool, losesPlaces: losesPlaces))
            let beliefs = pools.nextBeliefs(of: pool)
            pool.known = { beliefs[$0.index] }
            var walk = HolderWalk(pool, oracle, keepsPlaces: !losesPlaces && !mistrusts)
            walk.prove(pools.markers, limit: limit(count))
            faults += walk.faults.prefix(1).map { "seed \(seed), round \(round): \($0)" }
            rows.formUnion(walk.rows)
        }
        #expect(faults.prefix(5) == [])
        #expect(rows.isSuperset(of: [.row1c, .row1d, .row3a, .row3f, .row3g]))
    }

    /// What each Site may take the others for: everything for two Sites; for three, all Sites believe the same.
    private static func allBeliefs(_ count: Int) -> [[Belief]] {
        let all = SiteState.allCases
        if count == 2 {
            return all.flatMap { second in
                all.map { first in
                    [[.unknown, second], [first, .unknown]].map {
                        Belief(states: $0, rooms: [1, 1])
                    }
                }
            }
        }
        return (0..<power(2, count)).map { number in
            let states = (0..<count).map { number >> $0 & 1 > 0 ? SiteState.free : .down }
            let belief = Belief(states: states, rooms: Array(repeating: 1, count: count))
            return Array(repeating: belief, count: count)
        }
    }

    private static func power(_ base: Int, _ exponent: Int) -> Int {
        (0..<exponent).reduce(1) { value, _ in value * base }
    }
}

extension RandomPools {
    mutating func nextDoors(of pool: SimulatedPool, losesPlaces: Bool) -> [ModelDoor] {
        let calls = Bool.random(using: &random)
        return pool.clockOffsets.map { offset in
            ModelDoor(
                state: ModelDoor.State.allCases.randomElement(using: &random)!, calls: calls,
                loses: losesPlaces && Bool.random(using: &random), now: (pool.now + offset) * 1000)
        }
    }

    mutating func nextBeliefs(of pool: SimulatedPool) -> [Belief] {
        pool.distributors.map { belief(of: $0.pool.sites.count) }
    }
}
