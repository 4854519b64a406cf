import SeededRandom
import Simulation
import Testing

/// `make waiting` in small, so that a debug build takes seconds.
@Suite struct CrowdTests {
    private static let people = 1_500
    private static let runs = CrowdCase.all().indices.flatMap { index in
        let (people, seeds) = size(CrowdCase.all()[index])
        var crowdCase = CrowdCase.all(people: people)[index]
        // Enough for some minutes in which people of both classes wait.
        if people < 10_000 { crowdCase.priorityPart = max(crowdCase.priorityPart, 0.2) }
        return (1...seeds).map { (crowdCase, UInt64($0)) }
    }

    /// How many people, and how often. Where a line stands still for 72 s, or ends soon after the rate was doubled, more
    /// people make that a small part of the whole; some cases are what they are only with all of them.
    private static func size(_ crowdCase: CrowdCase) -> (people: Int, seeds: Int) {
        if crowdCase.botsPerSecond > 0 { return (10_000, 1) }
        return switch crowdCase.event {
        case .twoMachines: (10_000, 1)
        case .otherSiteDies, .rate, .restart(_, keepsState: false): (5_000, 2)
        case .restart, nil: (people, 2)
        }
    }

    @Test("A line keeps what it promises", arguments: runs)
    func bounds(_ crowdCase: CrowdCase, _ seed: UInt64) {
        var crowd = Crowd(crowdCase, random: SplitMix64(seed: seed))
        let misses = crowdCase.misses(CrowdMeasures(crowd.run()))
        #expect(misses == [])
    }

    @Test("The same seed gives the same run, another one another")
    func seeded() {
        let measures = [1, 1, 2].map { (seed: UInt64) in
            var crowd = Crowd(Self.runs[0].0, random: SplitMix64(seed: seed))
            return CrowdMeasures(crowd.run()).waits.map(\.minutes)
        }
        #expect(measures[0] == measures[1])
        #expect(measures[0] != measures[2])
    }

    @Test("Fixed appointments lose the slots of those who do not come")
    func appointments() {
        let half = CrowdCase.all(people: Self.people).first { $0.name == "half stay" }!
        var crowd = Crowd(half, .appointments, random: SplitMix64(seed: 1))
        let measures = CrowdMeasures(crowd.run())
        #expect(measures.overtakenByPeople == 0)
        #expect(measures.use < 0.7)
    }

    @Test("With nothing at all, who gets in is chance")
    func retries() {
        let usual = CrowdCase.all(people: Self.people)[0]
        var crowd = Crowd(usual, .retries, random: SplitMix64(seed: 1))
        let measures = CrowdMeasures(crowd.run())
        #expect(measures.use > 0.95)
        #expect(measures.overtakenByPeople > Self.people / 2)
        #expect(measures.longestWait(ofFirst: 100) > 10)
    }
}
