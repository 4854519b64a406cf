import CGI
import Distribution
import SeededRandom
import Simulation
import Testing
import Topology

/// Walks through random Pools, most of them with Sites that disagree.
@Suite struct RandomWalks {
    private static let placements = [
        ReferenceMarker(isInQuery: false), ReferenceMarker(isInQuery: true, name: "trip"),
    ]

    @Test("Sites that believe each other's markers", arguments: 1...8)
    func disagreeingSites(_ seed: Int) throws {
        var pools = RandomPools(seed: UInt64(seed))
        pools.markers = Self.placements[seed % 2]
        try prove(&pools, rounds: 600, seed) { 2 * $0 }
    }

    @Test("Trips that go on beyond the Group", arguments: 11...14)
    func beyondGroup(_ seed: Int) throws {
        var pools = RandomPools(seed: UInt64(seed))
        pools.goesBeyondGroup = true
        try prove(&pools, rounds: 400, seed) { 2 * $0 }
    }

    @Test(
        "Sites that do not believe each other's markers, for want of keys or right clocks",
        arguments: 21...28)
    func mistrust(_ seed: Int) throws {
        var pools = RandomPools(seed: UInt64(seed))
        pools.markers = Self.placements[seed % 2]
        pools.disagree = false
        pools.mistrusts = seed % 4 < 3
        if seed % 4 > 0 { pools.clocks = -300...300 }
        pools.goesBeyondGroup = seed % 3 == 0
        try prove(&pools, rounds: 300, seed, judgesPages: false) { 3 * $0 + 1 }
    }

    /// A redistribution may then lead to a name that the next Site takes for the wrong one (row 1b).
    @Test("Sites that neither agree nor believe each other's markers", arguments: 31...34)
    func disagreementAndMistrust(_ seed: Int) throws {
        var pools = RandomPools(seed: UInt64(seed))
        pools.mistrusts = true
        pools.clocks = -300...300
        try prove(&pools, rounds: 300, seed, judgesPages: false) { 4 * $0 + 1 }
    }

    @Test("Clients that remember a Site", arguments: [false, true], 41...44)
    func rememberedSites(mistrusts: Bool, _ seed: Int) throws {
        var pools = RandomPools(seed: UInt64(seed))
        pools.mistrusts = mistrusts
        if mistrusts { pools.clocks = -300...300 }
        try prove(&pools, rounds: 60, seed, judgesPages: !mistrusts, remembers: true) {
            mistrusts ? 4 * $0 + 1 : 2 * $0 + 1
        }
    }

    /// Whatever Sites believe of each other changes the order, and neither the bound nor where the page appears.
    @Test("Sites that believe anything of each other, true or not", arguments: 51...62)
    func beliefs(_ seed: Int) throws {
        var pools = RandomPools(seed: UInt64(seed))
        pools.markers = Self.placements[seed % 2]
        pools.believes = true
        pools.signs = seed % 2 > 0
        // Whom nobody takes gets a place instead of the page.
        pools.hasLine = seed % 4 == 3
        pools.disagree = seed % 3 > 0
        pools.goesBeyondGroup = seed % 4 == 0
        try prove(&pools, rounds: 400, seed) { 2 * $0 }
    }

    @Test(
        "Sites that believe anything of each other, but not each other's markers",
        arguments: 71...76)
    func beliefsAndMistrust(_ seed: Int) throws {
        var pools = RandomPools(seed: UInt64(seed))
        pools.believes = true
        pools.disagree = false
        pools.mistrusts = true
        if seed % 2 > 0 { pools.clocks = -300...300 }
        try prove(&pools, rounds: 300, seed, judgesPages: false) { 3 * $0 + 1 }
    }

    private func prove(
        _ pools: inout RandomPools, rounds: Int, _ seed: Int, judgesPages: Bool = true,
        remembers: Bool = false, limit: (Int) -> Int
    ) throws {
        var faults: [String] = []
        var rows: Set<Row> = []
        let oracle = HopOracle(markers: pools.markers)
        for round in 0..<rounds {
            let count = Int.random(in: 2...6, using: &pools.random)
            let pool = try pools.next(sites: count)
            for cookie in remembers ? pool.pool.sites.map(\.name.description) : [nil] {
                var prover = Prover(
                    pool, oracle, judgesPages: judgesPages,
                    goesBeyondGroup: pools.goesBeyondGroup)
                for request in entries(to: pool.pool, remembering: cookie) {
                    prover.prove(request, limit: limit(count))
                }
                faults += prover.faults.prefix(1).map { "seed \(seed), round \(round): \($0)" }
                rows.formUnion(prover.rows)
            }
        }
        #expect(faults.prefix(5) == [])
        #expect(
            rows.contains(.row1e) == remembers && rows.isSuperset(of: [.row1d, .row3e, .row3d]))
    }

    private func entries(to pool: Pool, remembering site: String?) -> [SimulatedRequest] {
        let names = [pool.name] + pool.groups.map(\.name) + pool.sites.map(\.name)
        let environment = CGIEnvironment(
            site.map { site in
                [(name: "HTTP_COOKIE", value: RandomPools.cookie + Array("=\(site)".utf8))]
            } ?? [])
        return [true, false].flatMap { sendsHost in
            names.map {
                SimulatedRequest(
                    name: $0.bytes, sendsHost: sendsHost, target: Array("/a/?q=1".utf8),
                    environment: environment)
            }
        }
    }
}
