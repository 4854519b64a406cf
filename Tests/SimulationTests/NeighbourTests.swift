import SeededRandom
import Simulation
import Testing

/// Clients of Pools whose Sites know what was so some seconds ago.
@Suite struct NeighbourTests {
    private func report(
        sites: Int, busyPart: Double = 0.5, oldest: Double?, seed: UInt64 = 1
    ) -> NeighbourReport {
        var random = SplitMix64(seed: seed)
        let neighbourCase = NeighbourCase(
            sites: sites, busyPart: busyPart, oldest: oldest, clients: 4000)
        let neighbourhood = Neighbourhood(neighbourCase, &random)
        return neighbourhood.run(&random)
    }

    @Test(
        "Half of ten Sites busy: hardly a redirect more than needed, and no Site much fuller",
        arguments: 1...4)
    func halfBusy(_ seed: UInt64) {
        let known = report(sites: 10, oldest: 2, seed: seed)
        #expect((1...1.2).contains(known.meanRedirects))
        #expect((1...1.5).contains(known.fullest))
        #expect(known.firstRefusedPart < 0.05)
        let unknown = report(sites: 10, oldest: nil, seed: seed)
        #expect(unknown.meanRedirects > 1.5)
        #expect(unknown.firstRefusedPart > 0.3)
        #expect(known.turnedAwayPart <= unknown.turnedAwayPart)
    }

    @Test("Whatever is known, nobody is led to more Sites than are tried, and everybody is counted")
    func bounds() {
        for busyPart in [0.5, 0.95] {
            for oldest in [nil, 2, 600] as [Double?] {
                let report = report(sites: 30, busyPart: busyPart, oldest: oldest)
                #expect(report.started + report.turnedAway == 4000)
                #expect(report.mostRedirects <= 9 && report.meanRedirects >= 1)
                #expect(report.firstRefused <= report.ledOn && report.ledOn <= report.started)
            }
        }
    }

    @Test("Bounds that are missed are said in words")
    func misses() {
        let neighbourCase = NeighbourCase(sites: 10, busyPart: 0.5, oldest: 2)
        let unknown = report(sites: 10, oldest: nil)
        #expect(neighbourCase.misses(report(sites: 10, oldest: 2), without: unknown) == [])
        let misses = neighbourCase.misses(unknown, without: report(sites: 10, oldest: 2))
        #expect(misses.count >= 2 && misses[0].hasSuffix(" redirects, at most 1.2"), "\(misses)")
    }
}
