import Testing

@testable import Admission

@Suite struct AskingAgainTests {
    private func begun() -> AskingAgain {
        var asking = AskingAgain()
        asking.begin(at: 9_000_000)
        return asking
    }

    @Test(
        "Those who are refused first are told to come first, as many in a second as it has tokens")
    func told() {
        var asking = begun()
        let told = (0..<8).map { _ in asking.tell(isFirst: true, perSecond: 2) }
        #expect(told == [2, 2, 3, 3, 4, 4, 5, 5])
        // The seconds are full; then those are chosen to which the fewest come.
        #expect((0..<4).map { _ in asking.tell(isFirst: true, perSecond: 2) } == [2, 3, 4, 5])
        // Whoever was told before comes as soon as can be.
        #expect((0..<2).map { _ in asking.tell(isFirst: false, perSecond: 2) } == [2, 2])
        #expect(asking.count == 14)
    }

    @Test("Where tokens are rare, everybody is told another second")
    func rare() {
        var asking = begun()
        #expect(
            (0..<5).map { _ in asking.tell(isFirst: true, perSecond: 0.01) } == [2, 3, 4, 5, 2])
    }

    @Test(
        "Tokens are kept for those whose time has come, until they came or are half a second late")
    func due() {
        var asking = begun()
        _ = asking.tell(isFirst: true, perSecond: 8)
        _ = asking.tell(isFirst: true, perSecond: 8)
        asking.begin(at: 9_001_750)
        #expect(asking.dueNow == 0)
        asking.begin(at: 9_002_000)
        #expect(asking.dueNow == 2)
        asking.come(after: 2_000)
        #expect(asking.dueNow == 1 && asking.count == 1)
        asking.begin(at: 9_002_500)
        #expect(asking.dueNow == 1)
        asking.begin(at: 9_002_750)
        #expect(asking.dueNow == 0 && asking.count == 0)
        // Whom nobody expects changes nothing.
        asking.come(after: 2_750)
        #expect(asking.count == 0)
    }

    @Test(
        "Whoever comes too early is told anew and counted once; whoever is late was given up before"
    )
    func early() {
        var asking = begun()
        for _ in 0..<9 {
            _ = asking.tell(isFirst: true, perSecond: 8)
            asking.come(after: 100)
        }
        #expect(asking.count == 0)
        _ = asking.tell(isFirst: true, perSecond: 8)
        asking.come(after: 5_750)
        #expect(asking.count == 1)
    }

    @Test("Whom an earlier process told to come is expected when it said, and the late ones soon")
    func resumed() {
        var earlier = begun()
        for _ in 0..<6 { _ = earlier.tell(isFirst: true, perSecond: 2) }
        var asking = begun()
        asking.expect(earlier.upcoming, after: 10, late: 1_000)
        // Two were due two seconds after that, which is half a second ago; the others in half a second and later.
        #expect(asking.upcoming.prefix(11) == [0, 0, 3, 0, 1, 0, 2, 0, 0, 0, 0])
        #expect(asking.count == 6)
    }

    @Test("So many are spread evenly over a time, and all of them within what is looked ahead")
    func spread() {
        #expect(AskingAgain.spread(3, over: 500) == [1, 1, 1])
        #expect(AskingAgain.spread(100, over: 90_000).count == 21)
        #expect(AskingAgain.spread(100, over: 90_000).reduce(0, +) == 100)
    }
}
