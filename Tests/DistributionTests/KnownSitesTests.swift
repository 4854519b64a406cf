import Distribution
import Testing
import Topology

@Suite struct KnownSitesTests {
    private func chosen(
        for client: String?, known: [(Site.ID, SiteState, room: Int)]
    ) throws -> Site.ID {
        let sites = try (0..<5).map { Site(name: try HostName("s\($0).app.com")) }
        let pool = try Pool(name: HostName("app.com"), sites: sites)
        let distributor = Distributor(pool: pool, site: Site.ID(0))
        let request = TestRequest("/", host: "app.com", client: client)
        let outcome = try distributor.outcome(
            of: request, door: SwitchedDoor(isBusy: true), known: SupposedSites(known))
        guard case .redirectToSite(let site, _) = outcome.decision.action else {
            throw Unexpected()
        }
        return site
    }

    private struct Unexpected: Error {}

    private static let alike = (1..<5).map { (Site.ID($0), SiteState.free, room: 9) }

    @Test("Clients are spread over the free Sites, each client always to the same")
    func spread() throws {
        var counts = [Int](repeating: 0, count: 5)
        for number in 0..<4000 {
            let client = "198.51.\(number / 250).\(number % 250)"
            let site = try chosen(for: client, known: KnownSitesTests.alike)
            counts[site.index] += 1
            if number < 10 {
                #expect(try chosen(for: client, known: KnownSitesTests.alike) == site)
            }
        }
        #expect(counts[0] == 0 && counts[1...].allSatisfy { 850...1150 ~= $0 }, "\(counts)")
    }

    @Test("The fullest of the free Sites is nobody's choice while there is another")
    func room() throws {
        let known = (1..<5).map { (Site.ID($0), SiteState.free, room: $0 == 2 ? 1 : 9) }
        for number in 0..<500 {
            #expect(try chosen(for: "2001:db8::\(number)", known: known) != Site.ID(2))
        }
    }

    @Test("A client whose address nobody knows is led to a free Site all the same")
    func noAddress() throws {
        #expect(try chosen(for: nil, known: [(Site.ID(3), .free, room: 0)]) == Site.ID(3))
    }
}
