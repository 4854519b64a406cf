import Admission
import Distribution
import Testing

@Suite struct WaitingLineTests {
    @Test("A place is unique to the millisecond, however many come at once")
    func unique() throws {
        var bench = LineBench()
        let times = try (0..<1000).map { _ in try bench.join().time }
        #expect(times == Array(bench.now..<(bench.now + 1000)))
        #expect(bench.line.isStanding)
    }

    @Test("Those who came first are called first, and a place starts one session")
    func order() throws {
        var bench = LineBench()
        let first = try bench.join()
        bench.pass(1000, perSecond: 0)
        let second = try bench.join()
        bench.tokens = 1
        #expect(bench.present(first) != .start)
        // One token, and the reserve: both are called.
        bench.pass(250, perSecond: 0.001)
        #expect(bench.present(first) == .start)
        #expect(bench.present(first) == .lost)
        guard case .wait(.rate, let waiting) = bench.present(second) else {
            Issue.record("no token is left")
            return
        }
        #expect(waiting.place.isCalled && (2000...5000).contains(waiting.retryAfter))
        bench.tokens = 1
        bench.now += waiting.retryAfter
        #expect(bench.present(waiting.place) == .start)
    }

    @Test(
        "Within a second, as many are called as there are tokens for, wherever in it they arrived")
    func withinSecond() throws {
        var bench = LineBench()
        // All within the first tenth of a second.
        let places = try (0..<100).map { _ in try bench.join() }
        bench.tokens = 8
        // And the reserve of three.
        bench.pass(250, perSecond: 0.001)
        bench.tokens = 0
        #expect(places.count { bench.present($0).waiting?.place.isCalled ?? false } == 11)
    }

    @Test("Whoever comes for the first time leaves tokens to those who were refused before")
    func firstTime() throws {
        var bench = LineBench()
        let places = try (0..<3).map { _ in try bench.join() }
        bench.pass(250, perSecond: 1)
        let refused = try #require(bench.present(places[0]).waiting)
        #expect(refused.place.isCalled && refused.retryAfter == 2_000)
        bench.pass(2_000, perSecond: 1)
        var asked: [Int] = []
        for place in [places[1], refused.place, places[2]] {
            _ = bench.line.present(place, at: bench.now, chance: 0) { others in
                asked.append(others)
                return .rate
            }
        }
        #expect(asked == [1, 0, 0])
    }

    @Test(
        "After a restart, whoever was told to come is expected then, so that nobody is called in their stead"
    )
    func expectedAfterRestart() throws {
        var bench = LineBench()
        var places = try (0..<40).map { _ in try bench.join() }
        bench.pass(250, perSecond: 1)
        // Nine are called: the tokens of six seconds, and the reserve.
        places = places.map { bench.present($0).waiting!.place }
        #expect(places.count(where: \.isCalled) == 9)
        let state = bench.line.state(at: bench.now)
        bench.now += 500
        bench.steady += 800_000
        bench.line = WaitingLine(
            bench.line.policy, resuming: state, counter: 2, at: bench.now, steady: bench.steady)
        bench.pass(250, perSecond: 1)
        places = places.map { bench.present($0).waiting!.place }
        #expect(places.count(where: \.isCalled) == 9)
    }

    @Test("While no sessions start, nobody is called")
    func closed() throws {
        var bench = LineBench()
        let place = try bench.join()
        bench.tokens = 10
        bench.pass(60_000, perSecond: 0)
        guard case .wait(.line, let waiting) = bench.present(place) else {
            Issue.record("called")
            return
        }
        let kept = waiting.place
        #expect(!kept.isCalled && kept.time == place.time && kept.renewed == bench.now)
        #expect(waiting.retryAfter == 60_000 && waiting.expectedWait == nil)
    }

    @Test("A place that was not renewed for long is lost")
    func keep() throws {
        var bench = LineBench(LinePolicy(keep: 300_000))
        let place = try bench.join()
        bench.now += 300_000
        #expect(bench.present(place) != .lost)
        bench.now += 1
        #expect(bench.present(place) == .lost)
    }

    @Test("A place of another process is counted once, and the frontier stands still meanwhile")
    func adopted() throws {
        var bench = LineBench(counter: 2)
        let foreign = Place(
            admissionClass: 0, time: bench.now - 1000, renewed: bench.now, counter: 1)
        for _ in 0..<3 {
            guard case .wait(.line, let waiting) = bench.present(foreign) else {
                Issue.record("no place")
                return
            }
            #expect(waiting.place.counter == 1 && !waiting.place.isCalled)
        }
        let later = try bench.join()
        #expect(bench.line.ahead(of: later) == 1)
        bench.tokens = 9
        bench.pass(71_000, perSecond: 1)
        #expect(bench.present(foreign) != .start)
        bench.pass(2_000, perSecond: 1)
        #expect(bench.present(foreign) == .start)
    }

    @Test("Of two places of the same millisecond, from two machines, each starts one session")
    func sameMillisecond() throws {
        var bench = LineBench(counter: 2)
        let own = try bench.join()
        var other = own
        other.counter = 1
        #expect(bench.present(other) != .lost)
        bench.pass(73_000, perSecond: 1)
        bench.tokens = 1
        #expect(bench.present(own) == .start)
        let state = bench.line.state(at: bench.now)
        bench.line = WaitingLine(
            bench.line.policy, resuming: state, counter: 3, at: bench.now, steady: bench.steady)
        bench.pass(250, perSecond: 1)
        bench.tokens = 2
        #expect(bench.present(own) == .lost)
        // Nobody remembers of which milliseconds the places were that were counted, so it is counted again.
        #expect(bench.present(other) != .lost)
        bench.pass(250, perSecond: 1)
        #expect(bench.present(other) == .start)
        #expect(bench.present(other) == .lost)
    }

    @Test("The places of many processes let the line stand still no longer than those of a few")
    func manyProcesses() throws {
        var bench = LineBench(counter: 1_000)
        for step in 0..<400 {
            let place = Place(
                admissionClass: 0, time: bench.now - 1000, renewed: bench.now,
                counter: UInt32(step % 100))
            #expect(bench.present(place) != .lost)
            bench.pass(1_000, perSecond: 0.1)
        }
        #expect(bench.line.snapshot.rebuildTime == 0)
    }

    @Test("A process that takes up the counts of another goes on at once")
    func resumed() throws {
        var bench = LineBench()
        let place = try bench.join()
        let state = bench.line.state(at: bench.now)
        bench.line = WaitingLine(
            bench.line.policy, resuming: state, counter: 2, at: bench.now, steady: bench.steady)
        bench.tokens = 1
        bench.pass(250, perSecond: 1)
        #expect(bench.present(place) == .start)
    }

    @Test("Of those who are called, only a part comes: more are called")
    func noShows() throws {
        var bench = LineBench()
        var places: [Place] = []
        for _ in 0..<2000 {
            places.append(try bench.join())
            bench.now += 1
        }
        // Every fourth comes.
        var served = 0
        for _ in 0..<(240 * 4) {
            bench.tokens = min(bench.tokens + 1, 4)
            bench.pass(250, perSecond: 4)
            for index in stride(from: 0, to: places.count, by: 4)
            where bench.present(places[index]) == .start { served += 1 }
        }
        #expect(served == 500)
    }

    @Test("The line's memory does not grow with those who wait")
    func many() throws {
        var bench = LineBench()
        for _ in 0..<100_000 { _ = try bench.join() }
        let last = try bench.join()
        #expect(bench.line.ahead(of: last) >= 99_000)
        #expect(last.time - bench.now == 100_000)
    }
}
