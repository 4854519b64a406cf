import Admission
import Distribution
import Testing
import Topology

@testable import Simulation

/// Many clients over time, at Pools whose Sites have lines and know of each other.
@Suite struct RushLineTests {
    private static let classes = [AdmissionClass(name: "member", share: 0.3)]
    private static let line = LinePolicy(
        near: 2_000, far: 20_000,
        classes: [LineClass(name: "member", share: 0.3), LineClass(name: "normal")])

    /// Members and others that come each second, to Sites of 2/s each.
    private static func rush(
        _ perSecond: [Double], sites count: Int = 1, line: LinePolicy? = line,
        now: Int64 = 1_700_000_000
    ) throws -> Rush {
        let sites = try (0..<count).map { Site(name: try HostName("s\($0).app.com")) }
        let pool = try Pool(name: HostName("app.com"), sites: sites)
        let markers = MarkerPolicy(placeKeep: line?.keep, signer: SupposedSigner())
        let crowds = zip(["member", "normal"], perSecond).map { name, perSecond in
            let supposed = [RequestClass(name: "member", conditions: [.client([])])]
                .supposing(name)
            return Rush.Crowd(
                name: name, perSecond: perSecond,
                distributors: sites.indices.map {
                    Distributor(
                        pool: pool, site: Site.ID($0), markers: markers, classes: supposed)
                })
        }
        var rush = Rush(
            pool: SimulatedPool(pool: pool, distributors: crowds[0].distributors, now: now),
            crowds: crowds,
            request: SimulatedRequest(name: Array("app.com".utf8), target: Array("/a".utf8)),
            admission: AdmissionPolicy(
                sessions: SessionRate(perSecond: 2, burst: 4), classes: classes))
        rush.line = line
        return rush
    }

    @Test("Whoever nobody can take waits, and follows the page until the session starts")
    func waiting() throws {
        let report = try Self.rush([0, 10]).run(seconds: 30)
        #expect(report.end == .empty)
        #expect(report.outcomes.map(\.allSessions) == [0, 300])
        #expect(report.outcomes[1].pages == 0)
        // 4 at once, and 2 each second.
        #expect((146...160).contains(report.endTime / 1000), "\(report.endTime)")
        let measures = CrowdMeasures(report.record)
        #expect(measures.use > 0.95)
        // Those whom the Site serves in half a minute, as for every line.
        #expect(measures.overtakenByPeople <= 60)
        #expect(measures.minutes(classes: 2, until: report.endTime).map(\.waiting).last == 0)
    }

    @Test("The line of a class with a share gets it, and goes on with the rest")
    func share() throws {
        let report = try Self.rush([5, 15], sites: 2).run(seconds: 30)
        let minutes = CrowdMeasures(report.record)
            .minutes(classes: 2, until: report.endTime)
        // Both wait in the first two minutes, of which the first begins with two bursts.
        for minute in minutes[..<2] {
            let part = Double(minute.sessions[0]) / Double(minute.sessions.reduce(0, +))
            #expect((0.22...0.33).contains(part), "\(minutes)")
        }
        #expect(report.outcomes.map(\.allSessions) == [150, 450])
    }

    @Test("The same clients see the same, at whatever time of the world")
    func deterministic() throws {
        let runs = try [1_700_000_000, 1_700_000_000, 1_812_345_678].map { (now: Int64) in
            try Self.rush([2, 8], sites: 2, now: now).run(seconds: 20).record.people
                .map { [$0.served, Int64($0.site), Int64($0.requests)] }
        }
        #expect(runs[0] == runs[1] && runs[0] == runs[2])
    }

    @Test("Those who leave are counted, and nobody waits for them")
    func leaving() throws {
        var rush = try Self.rush([0, 40])
        rush.stayingPart = 0.5
        let report = rush.run(seconds: 30)
        let outcome = report.outcomes[1]
        #expect(outcome.clients == 1200 && outcome.waiting == 0 && outcome.pages == 0)
        #expect((200...500).contains(outcome.left), "\(outcome.left)")
        #expect(CrowdMeasures(report.record).use > 0.95)
    }

    @Test("Where no session starts for ten minutes, those who still wait are counted")
    func standstill() throws {
        var rush = try Self.rush([0, 2], sites: 2)
        var pool = rush.pool
        pool.busy = [Site.ID(0), Site.ID(1)]
        rush = Rush(
            pool: pool, crowds: rush.crowds, request: rush.request, admission: rush.admission)
        rush.line = Self.line
        let report = rush.run(seconds: 30)
        #expect(report.end == .standstill)
        #expect(report.outcomes[1].waiting == 60 && report.outcomes[1].allSessions == 0)
        #expect((629...631).contains(report.endTime / 1000), "\(report.endTime)")
        let measures = CrowdMeasures(report.record)
        #expect(measures.use(of: 0) == nil && measures.waitingEnds(at: 1) == .max)
        #expect(measures.minutes(classes: 2, until: report.endTime).allSatisfy { $0.waiting == 60 })
    }

    @Test("A line without an end ends after eight hours")
    func late() throws {
        var rush = try Self.rush([0, 10])
        rush = Rush(
            pool: rush.pool, crowds: rush.crowds, request: rush.request,
            admission: AdmissionPolicy(
                sessions: SessionRate(perSecond: 1.0 / 300), classes: Self.classes))
        rush.line = LinePolicy(near: 20_000, far: 120_000, classes: Self.line.classes)
        let report = rush.run(seconds: 12)
        #expect(report.end == .late)
        #expect((28_810...28_813).contains(report.endTime / 1000), "\(report.endTime)")
        // Two at once, and one every five minutes.
        #expect((92...99).contains(report.outcomes[1].allSessions))
        #expect(report.outcomes[1].waiting == 120 - report.outcomes[1].allSessions)
    }

    // MARK: Peers

    @Test("A Site knows of the others what they said when it asked last")
    func peers() throws {
        var rush = try Self.rush([0, 2], sites: 3, line: nil)
        rush.peers = Rush.Peers(interval: 2, maxSites: 1)
        let sites = RushSites(of: rush)
        #expect(sites.known.map { $0.states.keys.map(\.index) } == [[1], [2], [0]])
        #expect(sites.known[0].room(of: Site.ID(1)) == 4)
        for _ in 0..<3 { #expect(sites.doors[1].ask(1, client: nil) == nil) }
        #expect(sites.known[0].room(of: Site.ID(1)) == 4)
        sites.inquire(Site.ID(0))
        #expect(sites.known[0].room(of: Site.ID(1)) == 1)
        sites.set(500_000_000)
        sites.inquire(Site.ID(0))
        #expect(sites.known[0].room(of: Site.ID(1)) == 2)
    }

    @Test("With peers, clients of a full Pool are led past a Site that is busy")
    func overflow() throws {
        var redirects: [Double] = []
        for peers in [nil, Rush.Peers(interval: 2, maxSites: 8)] {
            var rush = try Self.rush([0, 12], sites: 8, line: nil)
            var pool = rush.pool
            pool.busy = [Site.ID(1), Site.ID(2), Site.ID(3)]
            rush = Rush(
                pool: pool, crowds: rush.crowds, request: rush.request, admission: rush.admission)
            rush.peers = peers
            let outcome = rush.run(seconds: 60).outcomes[1]
            #expect((600...640).contains(outcome.allSessions), "\(outcome.allSessions)")
            redirects.append(Double(outcome.redirects) / Double(outcome.clients))
        }
        #expect(redirects[1] < redirects[0], "\(redirects)")
    }
}
