import SeededRandom
import Simulation
import Testing

/// `make waiting` in small, so that a debug build takes seconds: the cases that don't need all 10,000 people.
@Suite struct CrowdTests {
    private static let people = 1_500
    /// Those whose bounds a crowd of 1,500 has time to keep.
    private static let cases = CrowdCase.all(people: people).filter {
        switch $0.event {
        case nil: $0.botsPerSecond == 0
        case .restart(_, let keepsState): keepsState
        case .rate, .otherSiteDies, .twoMachines: false
        }
    }.map {
        var crowdCase = $0
        // Enough for some minutes in which people of both classes wait.
        crowdCase.priorityPart = max(crowdCase.priorityPart, 0.2)
        return crowdCase
    }

    @Test("A line keeps what it promises", arguments: cases)
    func bounds(_ crowdCase: CrowdCase) {
        var crowd = Crowd(crowdCase, random: SplitMix64(seed: 1))
        let misses = crowdCase.misses(CrowdMeasures(crowd.run()))
        #expect(misses == [])
    }

    /// Whoever is called asks within a second or two, and once more after two or three where no token is there.
    @Test(
        "A quick Site serves a crowd in order, also where its program is ended half way",
        arguments: [true, false], 1...3)
    func quick(_ keepsState: Bool, _ seed: UInt64) {
        var crowdCase = CrowdCase("240 people within two seconds")
        crowdCase.people = 240
        crowdCase.perSecond = 8
        crowdCase.near = 1
        crowdCase.far = 5
        crowdCase.arrivalTime = 2
        crowdCase.stayingPart = 1
        crowdCase.earlyPart = 0
        crowdCase.priorityPart = 0
        crowdCase.event = .restart(after: 14, keepsState: keepsState)
        var crowd = Crowd(crowdCase, random: SplitMix64(seed: seed))
        let measures = CrowdMeasures(crowd.run())
        #expect(measures.starving == 0)
        #expect(measures.overtakenByPeople <= 32)
        // 16 start at once, at the beginning and after the restart; without a state nobody is called for six seconds.
        #expect(measures.minutes * 60 <= (keepsState ? 29 : 35))
    }

    @Test("The same seed gives the same run, another one another")
    func seeded() {
        let measures = [1, 1, 2].map { (seed: UInt64) in
            var crowd = Crowd(Self.cases[0], random: SplitMix64(seed: seed))
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
