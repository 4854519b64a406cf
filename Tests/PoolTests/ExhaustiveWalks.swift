import Distribution
import Simulation
import Testing
import Topology

/// All small topologies, all states of their Sites, all ways in, all answers of DNS.
@Suite struct ExhaustiveWalks {
    static let now: Int64 = 1_700_000_000
    private let oracle = HopOracle(markers: ReferenceMarker(isInQuery: false))

    @Test(arguments: 1...4)
    func oneGroupOfSites(_ count: Int) throws {
        let pool = try Pool(name: HostName("app.com"), sites: sites(count), acceptsSubNames: true)
        let (faults, decisions, rows) = try proveAllStates(of: pool, properGroups: [nil])
        #expect(faults.prefix(5) == [])
        #expect(decisions > 0)
        // Without Groups nobody is at the wrong one; nobody is exempt or waits, and no Site is remembered.
        var expected = Set(Row.allCases).subtracting(
            [.row0, .row1b, .row1e, .row1f, .row3f, .row3g])
        if count == 1 { expected.subtract([.row1d, .row3c, .row3d, .row3e]) }
        if count > 1 { expected.remove(.row3b) }
        if count == 2 { expected.remove(.row3e) }
        #expect(rows == expected)
    }

    /// Up to three Sites in up to three overlapping Groups, and four in one; each ring in every order.
    @Test(arguments: [
        (1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3), (3, 1), (3, 2), (3, 3), (4, 1),
    ])
    func overlappingGroups(_ siteCount: Int, _ groupCount: Int) throws {
        var faults: [String] = []
        var decisions = 0
        var topologies = 0
        for rings in canonicalRings(sites: siteCount, groups: groupCount) {
            let pool = try Pool(
                name: HostName("app.com"), sites: sites(siteCount),
                groups: rings.enumerated().map { index, ring in
                    Group(name: try HostName("g\(index).app.com"), sites: ring.map(Site.ID.init))
                }, acceptsSubNames: true)
            let proof = try proveAllStates(
                of: pool, properGroups: pool.groups.indices.map { Group.ID($0) } + [nil])
            faults += proof.faults.prefix(2)
            decisions += proof.decisions
            topologies += 1
        }
        #expect(faults.prefix(5) == [])
        #expect(topologies > 0)
        print(
            "\(siteCount) Sites in \(groupCount) Groups:", topologies, "topologies,", decisions,
            "decisions")
    }

    /// All that each of two Sites may believe of the other, and all that may be rumoured of each of three, true or
    /// not.
    @Test(arguments: [2, 3])
    func wrongBeliefs(_ count: Int) throws {
        let pool = try Pool(name: HostName("app.com"), sites: sites(count), acceptsSubNames: true)
        let states = SiteState.allCases
        var (faults, decisions, rows): ([String], Int, Set<Row>) = ([], 0, [])
        for number in 0..<power(states.count, count) {
            let believed = (0..<count).map {
                states[number / power(states.count, $0) % states.count]
            }
            let belief = Belief(states: believed, rooms: Array(0..<count))
            let proof = try proveAllStates(of: pool, properGroups: [nil]) { _ in belief }
            faults += proof.faults.prefix(2)
            decisions += proof.decisions
            rows.formUnion(proof.rows)
        }
        #expect(faults.prefix(5) == [])
        #expect(rows.contains(.row1f) && decisions > 0)
    }

    /// The same where two Sites are in two Groups, each ring in every order.
    @Test func wrongBeliefsInGroups() throws {
        let states = SiteState.allCases
        var (faults, rows): ([String], Set<Row>) = ([], [])
        for rings in canonicalRings(sites: 2, groups: 2) {
            let groups = try rings.enumerated().map { index, ring in
                Group(name: try HostName("g\(index).app.com"), sites: ring.map(Site.ID.init))
            }
            let pool = try Pool(name: HostName("app.com"), sites: sites(2), groups: groups)
            let properGroups = pool.groups.indices.map { Group.ID($0) } + [nil]
            for number in 0..<power(states.count, 2) {
                let believed = [states[number % states.count], states[number / states.count]]
                let belief = Belief(states: believed, rooms: [1, 0])
                let proof = try proveAllStates(of: pool, properGroups: properGroups) { _ in belief }
                faults += proof.faults.prefix(2)
                rows.formUnion(proof.rows)
            }
        }
        #expect(faults.prefix(5) == [])
        #expect(rows.contains(.row1f))
    }

    private func sites(_ count: Int) throws -> [Site] {
        try (0..<count).map { Site(name: try HostName("s\($0).app.com")) }
    }

    private func proveAllStates(
        of pool: Pool, properGroups: [Group.ID?],
        known: @escaping (Site.ID) -> any KnownSites = { _ in NothingKnown() }
    ) throws -> (faults: [String], decisions: Int, rows: Set<Row>) {
        var faults: [String] = []
        var decisions = 0
        var rows: Set<Row> = []
        for proper in properGroups {
            let distributors = pool.sites.indices.map {
                Distributor(
                    pool: pool, site: Site.ID($0),
                    properGroups: ProperGroupPolicy(defaultGroup: proper))
            }
            var simulated = SimulatedPool(pool: pool, distributors: distributors, now: Self.now)
            simulated.known = known
            // Clocks as far apart as the tolerance allows: the second is behind the first.
            simulated.clockOffsets = pool.sites.indices.map { $0 == 1 ? -5 : 0 }
            for state in 0..<power(3, pool.sites.count) {
                setState(state, of: &simulated)
                var prover = Prover(simulated, oracle)
                for request in entries(to: pool) {
                    prover.prove(request, limit: 2 * pool.sites.count)
                }
                faults += prover.faults
                decisions += prover.decisions
                rows.formUnion(prover.rows)
            }
        }
        return (faults, decisions, rows)
    }

    /// Each Site free, busy or down.
    private func setState(_ state: Int, of pool: inout SimulatedPool) {
        pool.busy = []
        pool.down = []
        var rest = state
        for site in pool.pool.sites.indices {
            if rest % 3 == 1 { pool.busy.insert(Site.ID(site)) }
            if rest % 3 == 2 { pool.down.insert(Site.ID(site)) }
            rest /= 3
        }
    }

    /// Every name, a sub-name of every Site Name, an alias, stale markers as bookmarks have them, clients without Host.
    private func entries(to pool: Pool) -> [SimulatedRequest] {
        let names = [pool.name] + pool.groups.map(\.name) + pool.sites.map(\.name)
        let subNames = pool.sites.map { Array("n1.".utf8) + $0.name.bytes }
        let plain = (names.map(\.bytes) + subNames + [Array("alias.example".utf8)]).map {
            SimulatedRequest(name: $0, target: Array("/a?q=1".utf8))
        }
        let bookmarks = pool.sites.map {
            SimulatedRequest(name: $0.name.bytes, target: Array("/a/Distrib=1600000000?q=1".utf8))
        }
        let withoutHost = plain.map { request in
            var request = request
            request.sendsHost = false
            return request
        }
        return plain + bookmarks + withoutHost
    }

    /// Lists of rings that together cover all Sites, one for each class of lists that differ only
    /// in the Sites' numbers.
    private func canonicalRings(sites: Int, groups: Int) -> [[[Int]]] {
        var lists: [[[Int]]] = [[]]
        for _ in 0..<groups {
            lists = lists.flatMap { list in arrangements(of: sites).map { list + [$0] } }
        }
        return lists.filter { list in
            // Numbered in the order in which they first appear.
            var seen: [Int] = []
            for site in list.joined() where !seen.contains(site) { seen.append(site) }
            return seen == Array(0..<sites)
        }
    }

    /// Every ordered selection of at least one of the Sites.
    private func arrangements(of sites: Int) -> [[Int]] {
        var result: [[Int]] = []
        var frontier: [[Int]] = [[]]
        for _ in 0..<sites {
            frontier = frontier.flatMap { ring in
                (0..<sites).filter { !ring.contains($0) }.map { ring + [$0] }
            }
            result += frontier
        }
        return result
    }

    private func power(_ base: Int, _ exponent: Int) -> Int {
        (0..<exponent).reduce(1) { value, _ in value * base }
    }
}
