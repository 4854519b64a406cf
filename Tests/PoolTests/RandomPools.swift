import Distribution
import SeededRandom
import Simulation
import Topology

/// Random Pools and states of their Sites.
struct RandomPools {
    var random: SplitMix64
    /// Whether the Sites disagree: each has its own rings, its own proper Group, and some have forgotten a
    /// Site that others still know.
    var disagree = true
    /// How far a clock may be wrong, in seconds.
    var clocks: ClosedRange<Int64> = -2...3
    /// Whether Sites mistrust others' signatures at random.
    var mistrusts = false
    var goesBeyondGroup = false
    /// Whether Sites believe anything of each other, true or not.
    var believes = false
    /// Whether markers are signed, and believed unless Sites mistrust each other.
    var signs = false
    /// Whether the Sites have waiting lines, which need keys.
    var hasLine = false
    var markers = ReferenceMarker(isInQuery: false)
    /// The cookie that remembers a Site.
    static let cookie = Array("DistribSite".utf8)

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    mutating func next(sites count: Int) throws -> SimulatedPool {
        let names = try (0..<count).map { try HostName("s\($0).app.com") }
        let truth = try pool(of: names)
        let agreed = Bool.random(using: &random) ? properGroup(of: truth) : nil
        var distributors: [Distributor] = []
        for own in names.indices {
            let view = disagree ? try view(of: names, by: own) : truth
            let proper = disagree ? properGroup(of: view) : agreed
            distributors.append(distributor(own, of: names, in: view, proper))
        }
        var simulated = SimulatedPool(
            pool: truth, distributors: distributors, now: ExhaustiveWalks.now)
        simulated.clockOffsets = (0..<count).map { _ in Int64.random(in: clocks, using: &random) }
        for site in 0..<count {
            switch Int.random(in: 0..<4, using: &random) {
            case 0, 1: simulated.busy.insert(Site.ID(site))
            case 2: simulated.down.insert(Site.ID(site))
            default: break
            }
        }
        if believes {
            let beliefs = distributors.map { belief(of: $0.pool.sites.count) }
            simulated.known = { beliefs[$0.index] }
        }
        return simulated
    }

    mutating func belief(of count: Int) -> Belief {
        Belief(
            states: (0..<count).map { _ in SiteState.allCases.randomElement(using: &random)! },
            rooms: (0..<count).map { _ in Int.random(in: 0...2, using: &random) })
    }

    private mutating func distributor(
        _ own: Int, of names: [HostName], in view: Pool, _ proper: Group.ID?
    ) -> Distributor {
        var believed: Set<Int> = [own]
        for other in names.indices where Bool.random(using: &random) { believed.insert(other) }
        if !mistrusts { believed = Set(names.indices) }
        return Distributor(
            pool: view, site: view.site(named: names[own])!,
            markers: MarkerPolicy(
                name: markers.name, placement: markers.isInQuery ? .query : .path,
                placeKeep: hasLine ? 300_000 : nil,
                signer: mistrusts || hasLine || signs
                    ? PairSigner(site: own, believed: believed) : nil),
            properGroups: ProperGroupPolicy(defaultGroup: proper),
            goesBeyondGroup: goesBeyondGroup,
            rememberedSite: RememberedSite(cookie: Self.cookie))
    }

    /// The Pool as one Site knows it that disagrees with others.
    private mutating func view(of names: [HostName], by own: Int) throws -> Pool {
        var known: [HostName] = []
        for index in names.indices
        where index == own || Int.random(in: 0..<10, using: &random) > 0 {
            known.append(names[index])
        }
        return try pool(of: known)
    }

    private mutating func properGroup(of pool: Pool) -> Group.ID? {
        pool.groups.indices.map { Group.ID($0) }.randomElement(using: &random)
    }

    /// Up to three Groups of random rings that cover the Sites, or none.
    private mutating func pool(of names: [HostName]) throws -> Pool {
        let groupCount = Int.random(in: 0...3, using: &random)
        var groups: [Group] = []
        for index in 0..<groupCount {
            var ring: [Int] = []
            for site in names.indices where Bool.random(using: &random) { ring.append(site) }
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
}

/// What a Site believes of the others, true or not.
struct Belief: KnownSites {
    let states: [SiteState]
    let rooms: [Int]

    var knowsFreeSite: Bool { states.contains(.free) }
    func state(of site: Site.ID) -> SiteState { states[site.index] }
    func room(of site: Site.ID) -> Int { rooms[site.index] }
}
