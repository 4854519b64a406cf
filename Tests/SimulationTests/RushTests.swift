import Admission
import Distribution
import Simulation
import Testing
import Topology

/// Many clients over time, at Pools with doors.
@Suite struct RushTests {
    private static let classes = [
        AdmissionClass(name: "staff", isAlways: true),
        AdmissionClass(name: "customer", share: 0.3),
    ]
    private static let conditions = [
        RequestClass(name: "staff", conditions: [.client([])]),
        RequestClass(name: "customer", conditions: [.client([])]),
    ]

    /// Clients of staff, customers and normal that come each second, to that many Sites of 50/s each.
    private static func run(
        _ perSecond: [Double], sites count: Int, seconds: Double, ramp: Duration = .zero
    ) throws -> [RushReport.Outcome] {
        let sites = try (0..<count).map { Site(name: try HostName("s\($0).app.com")) }
        let pool = try Pool(name: HostName("app.com"), sites: sites)
        func distributors(_ name: String) -> [Distributor] {
            sites.indices.map {
                Distributor(pool: pool, site: Site.ID($0), classes: conditions.supposing(name))
            }
        }
        let rush = Rush(
            pool: SimulatedPool(
                pool: pool, distributors: distributors("normal"), now: 1_700_000_000),
            crowds: zip(["staff", "customer", "normal"], perSecond).map {
                Rush.Crowd(name: $0, perSecond: $1, distributors: distributors($0))
            },
            request: SimulatedRequest(name: Array("app.com".utf8), target: Array("/a".utf8)),
            admission: AdmissionPolicy(
                sessions: SessionRate(perSecond: 50, burst: 20, ramp: ramp), classes: classes))
        return rush.run(seconds: seconds).outcomes
    }

    @Test("Clients of each class come to all Sites alike, however the classes are mixed")
    func turns() throws {
        // Class by turns; if the Site went by turns with it, each class would have a Site for itself.
        let outcomes = try RushTests.run([0, 10, 10], sites: 2, seconds: 30)
        #expect(outcomes.map(\.sessions) == [[0, 0], [150, 150], [150, 150]])
    }

    @Test("Within the capacity every client gets a session, at the Site that DNS leads to")
    func within() throws {
        let outcomes = try RushTests.run([2, 30, 60], sites: 2, seconds: 30)
        for outcome in outcomes {
            #expect(outcome.pages == 0)
            #expect(outcome.redirects <= outcome.clients * 11 / 10)
        }
    }

    @Test("At twice the capacity: staff always, customers up to their share, normals the rest")
    func twice() throws {
        let outcomes = try RushTests.run([5, 60, 135], sites: 2, seconds: 60)
        let served = outcomes.map { Double($0.allSessions) / 60 }
        #expect(outcomes[0].pages == 0)
        #expect((29.0...33).contains(served[1]), "\(served)")
        #expect((62.0...67).contains(served[2]), "\(served)")
        // The bursts of two Sites come in addition.
        #expect((97.0...101.5).contains(served.reduce(0, +)), "\(served)")
    }

    @Test("What one Site refuses, the next one takes")
    func overflow() throws {
        // Site by turns, but one of them grows slowly: its clients go on to the other.
        let outcomes = try RushTests.run([0, 0, 60], sites: 3, seconds: 30)
        #expect(outcomes[2].pages == 0)
    }

    @Test("Doors that were just opened let in as many as their ramps allow")
    func ramp() throws {
        let outcomes = try RushTests.run(
            [0, 0, 400], sites: 2, seconds: 20, ramp: .seconds(20))
        // Of 2 x 50/s over 20 s, the integral of max(10 %, t / 20 s) is 50.5 %.
        #expect((1000...1030).contains(outcomes[2].allSessions), "\(outcomes[2].allSessions)")
    }
}
