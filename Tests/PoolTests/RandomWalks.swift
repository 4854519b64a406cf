import Distribution
import SeededRandom
import Simulation
import Testing
import Topology

/// Pools in which the Sites disagree: each has its own rings, its own proper Group, some have
/// forgotten a Site that others still know, and clocks differ within the tolerance.
@Suite struct RandomWalks {
    @Test(arguments: 1...8)
    func disagreeingSites(_ seed: Int) throws {
        var random = SplitMix64(seed: UInt64(seed))
        var faults: [String] = []
        for round in 0..<1500 {
            let count = Int.random(in: 2...6, using: &random)
            let pool = try disagreeingPool(sites: count, &random)
            var prover = Prover(pool)
            for request in entries(to: pool.pool) { prover.prove(request, limit: 2 * count) }
            faults += prover.faults.prefix(1).map { "seed \(seed), round \(round): \($0)" }
        }
        #expect(faults.prefix(5) == [])
    }

    private func disagreeingPool(
        sites count: Int, _ random: inout SplitMix64
    ) throws -> SimulatedPool {
        let names = try (0..<count).map { try HostName("s\($0).app.com") }
        let truth = try pool(of: names, &random)
        let distributors = try (0..<count).map { own -> Distributor in
            let known = names.enumerated().filter { index, _ in
                index == own || Int.random(in: 0..<10, using: &random) > 0
            }
            let view = try pool(of: known.map(\.element), &random)
            return Distributor(
                pool: view, site: view.site(named: names[own])!,
                properGroups: ProperGroupPolicy(
                    defaultGroup: view.groups.indices.map { Group.ID($0) }
                        .randomElement(using: &random)))
        }
        var simulated = SimulatedPool(
            pool: truth, distributors: distributors, now: ExhaustiveWalks.now)
        simulated.clockOffsets = (0..<count).map { _ in Int64.random(in: -2...3, using: &random) }
        for site in 0..<count {
            switch Int.random(in: 0..<4, using: &random) {
            case 0, 1: simulated.busy.insert(Site.ID(site))
            case 2: simulated.down.insert(Site.ID(site))
            default: break
            }
        }
        return simulated
    }

    /// Up to three Groups of random rings that cover the Sites, or none.
    private func pool(of names: [HostName], _ random: inout SplitMix64) throws -> Pool {
        let groupCount = Int.random(in: 0...3, using: &random)
        var groups: [Group] = []
        for index in 0..<groupCount {
            var ring = names.indices.filter { _ in Bool.random(using: &random) }
            if index == groupCount - 1 {
                ring += names.indices.filter { site in
                    !ring.contains(site) && !groups.contains { $0.sites.contains(Site.ID(site)) }
                }
            }
            if ring.isEmpty { ring = [0] }
            groups.append(
                Group(
                    name: try HostName("g\(index).app.com"),
                    sites: ring.shuffled(using: &random).map(Site.ID.init)))
        }
        return try Pool(
            name: HostName("app.com"), sites: names.map { Site(name: $0) }, groups: groups)
    }

    private func entries(to pool: Pool) -> [SimulatedRequest] {
        let names = [pool.name] + pool.groups.map(\.name) + pool.sites.map(\.name)
        return [true, false].flatMap { sendsHost in
            names.map {
                SimulatedRequest(
                    name: $0.bytes, sendsHost: sendsHost, target: Array("/a".utf8))
            }
        }
    }
}
