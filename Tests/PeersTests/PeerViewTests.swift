import Distribution
import Peers
import Testing
import Topology

@Suite struct PeerViewTests {
    private static let second: Int64 = 1_000_000_000

    private func report(_ condition: SiteReport.Condition, time: Int64 = 100) -> SiteReport {
        SiteReport(condition: condition, room: 7, time: time)
    }

    private func say(
        _ report: Result<SiteReport, SiteReport.Fault>, _ view: inout PeerView, at now: Int64 = 0
    ) {
        view.take(report, asked: 100.2, answered: 100.4, at: now)
    }

    @Test("A Site is what it says, until it says otherwise")
    func says() {
        var view = PeerView(PeerPolicy())
        #expect(view.state == .unknown && view.room == 0 && view.trouble == nil)
        for (condition, state) in [
            (SiteReport.Condition.free, SiteState.free), (.busy, .busy), (.draining, .draining),
        ] {
            say(.success(report(condition)), &view)
            #expect(view.state == state && view.room == 7)
        }
        #expect(view.answers == 3 && view.failures == 0)
    }

    @Test(
        "One failure changes nothing for three intervals; the second means down; an answer ends it")
    func fails() {
        var view = PeerView(PeerPolicy())
        say(.success(report(.free)), &view)
        view.fail("connect: refused", at: 2 * PeerViewTests.second)
        #expect(view.state == .free && view.room == 7 && view.trouble == "connect: refused")
        view.fail("connect: refused", at: 4 * PeerViewTests.second)
        #expect(view.state == .down && view.room == 0)
        say(.success(report(.busy)), &view, at: 6 * PeerViewTests.second)
        #expect(view.state == .busy && view.trouble == nil && view.failures == 2)
        // Failures count in a row.
        view.fail("late", at: 8 * PeerViewTests.second)
        #expect(view.state == .busy)
        say(.success(report(.busy)), &view, at: 10 * PeerViewTests.second)
        view.fail("late", at: 12 * PeerViewTests.second)
        #expect(view.state == .busy)
    }

    @Test("What was said more than three intervals ago is not known any more")
    func forgets() {
        var view = PeerView(PeerPolicy())
        say(.success(report(.free)), &view)
        view.fail("late", at: 6 * PeerViewTests.second + 1)
        #expect(view.state == .unknown)
    }

    @Test("A Site that was never reached is unknown first, and then down")
    func neverReached() {
        var view = PeerView(PeerPolicy())
        view.fail("late", at: 0)
        #expect(view.state == .unknown)
        view.fail("late", at: 2)
        #expect(view.state == .down)
    }

    @Test("A Site that answers, but says nothing that counts, is not down")
    func faults() {
        var view = PeerView(PeerPolicy())
        say(.success(report(.free)), &view)
        for _ in 0..<3 { say(.failure(.malformed), &view) }
        #expect(view.state == .unknown && view.room == 0 && view.failures == 3)
        #expect(view.trouble == "the field X-Distrib-State is malformed")
    }

    @Test(
        "The clocks differ by what whole seconds and the way of the answer do not explain",
        arguments: [
            (100, 0), (99, -0.2), (101, 0.6), (95, -4.2), (105, 4.6),
        ] as [(Int64, Double)])
    func clocks(_ time: Int64, _ offset: Double) throws {
        var view = PeerView(PeerPolicy())
        #expect(view.clock == nil)
        say(.success(report(.free, time: time)), &view)
        let found = try #require(view.clock).seconds
        #expect(abs(found - offset) < 1e-6, "\(found)")
    }

    @Test("A clock that is so wrong that nothing counts is told all the same")
    func wrongClock() {
        var view = PeerView(PeerPolicy())
        say(.failure(.fromAnotherTime(100 - 3600, now: 100)), &view)
        #expect(view.state == .unknown && view.isClockDoubtful)
        #expect(view.clock?.words == "3599.2 s behind")
    }

    @Test(
        "The more answers, the less of a difference is left open; a clock that was set counts anew")
    func narrowed() throws {
        var view = PeerView(PeerPolicy())
        // The other clock is 2.6 s ahead, and each question takes 20 ms.
        func ask(_ asked: Double, ahead: Double) {
            let time = Int64(asked + 0.01 + ahead)
            view.take(
                .success(report(.free, time: time)), asked: asked, answered: asked + 0.02, at: 0)
        }
        var offsets: [Double] = []
        for number in 0..<40 {
            ask(1000 + Double(number) * 2.37, ahead: 2.6)
            offsets.append(try #require(view.clock).seconds)
        }
        #expect(zip(offsets, offsets.dropFirst()).allSatisfy { $0 <= $1 })
        #expect((2.5...2.6).contains(try #require(offsets.last)))
        ask(2000, ahead: -7.2)
        #expect((-7.3 ... -6.2).contains(try #require(view.clock).seconds))
    }

    @Test("Beyond half of the tolerance a clock is doubtful, until it is well within again")
    func doubt() {
        var policy = PeerPolicy()
        policy.clockLimit = .milliseconds(2200)
        for (offsets, doubts) in [
            ([1, 2, 3], [false, false, true]), ([4, 2, 0], [true, true, false]),
            ([-1, -4], [false, true]),
        ] as [([Int64], [Bool])] {
            var view = PeerView(policy)
            for (offset, isDoubtful) in zip(offsets, doubts) {
                // Asked and answered at the beginning of a second: the offset is exact, or up to a second less.
                view.take(
                    .success(report(.free, time: 100 + offset)), asked: 100, answered: 100, at: 0)
                #expect(view.isClockDoubtful == isDoubtful, "\(offsets) \(offset)")
            }
        }
    }
}

@Suite struct PeerTableTests {
    @Test("The table knows whether any Site is free, through all changes")
    func free() {
        let table = PeerTable([Site.ID(1), Site.ID(2)], siteCount: 4)
        #expect(!table.knowsFreeSite && table.state(of: Site.ID(1)) == .unknown)
        table.set(.free, room: 1000, of: Site.ID(1))
        table.set(.free, room: 3, of: Site.ID(1))
        table.set(.free, room: 9, of: Site.ID(2))
        #expect(table.knowsFreeSite && table.room(of: Site.ID(1)) == 3)
        for state in SiteState.allCases {
            table.set(state, room: 0, of: Site.ID(1))
            #expect(table.state(of: Site.ID(1)) == state)
        }
        table.set(.down, room: 0, of: Site.ID(2))
        #expect(!table.knowsFreeSite)
        // One that is not asked.
        table.set(.free, room: 5, of: Site.ID(3))
        #expect(table.state(of: Site.ID(3)) == .unknown && !table.knowsFreeSite)
        #expect(table.room(of: Site.ID(3)) == 0)
    }
}
