import Admission
import Distribution
import Testing

/// Places that come from other processes and machines, and clocks that are set.
@Suite struct LineProcessTests {
    @Test("Whoever was called and has seen so is served while places still rebuild the counts")
    func calledElsewhere() throws {
        var bench = LineBench(counter: 2)
        var called = Place(
            admissionClass: 0, time: bench.now - 9000, renewed: bench.now, counter: 1)
        called.isCalled = true
        let waiting = Place(
            admissionClass: 0, time: bench.now - 8000, renewed: bench.now, counter: 1)
        bench.tokens = 5
        bench.pass(250, perSecond: 1)
        #expect(!bench.line.isStanding)
        #expect(bench.present(called) == .start)
        // Others of that process will come, and newcomers must not overtake them.
        #expect(bench.line.isStanding)
        #expect(bench.line.snapshot.rebuildTime == 72_000)
        #expect(bench.present(called) == .lost)
        #expect(bench.present(waiting).refusal == .line)
        bench.pass(71_500, perSecond: 1)
        #expect(bench.present(waiting).refusal == .line)
        bench.pass(1_000, perSecond: 1)
        #expect(bench.present(waiting) == .start)
    }

    @Test("Time that the line stands still is part of the time that people are told")
    func toldTime() throws {
        var bench = LineBench(counter: 2)
        bench.pass(250, perSecond: 1)
        let foreign = Place(admissionClass: 0, time: bench.now, renewed: bench.now, counter: 1)
        bench.pass(250, perSecond: 1)
        let waiting = try #require(bench.present(foreign).waiting)
        #expect(waiting.ahead == 0 && waiting.expectedWait == 72_000)
        #expect(waiting.retryAfter == 36_000)
    }

    @Test("A place that moves to and fro between two machines is counted once at each")
    func twoMachines() throws {
        var one = LineBench(counter: 1)
        var other = LineBench(counter: 2)
        var place = try one.join()
        for _ in 0..<5 {
            place = try #require(other.present(place).waiting).place
            place = try #require(one.present(place).waiting).place
            // Its own, because the other machine may have given a place of the same millisecond.
            #expect(place.counter == 1)
        }
        #expect(one.line.snapshot.classes[0].waiting == 1)
        #expect(other.line.snapshot.classes[0].waiting == 1)
    }

    @Test("A place that is older than the line can count is lost, and a newer one begins it anew")
    func beyond() throws {
        var bench = LineBench()
        let place = try bench.join()
        let old = Place(
            admissionClass: 0, time: place.time - 16_384_000, renewed: bench.now, counter: 9)
        #expect(bench.present(old) == .lost)
        bench.tokens = 1
        // The process 9 is known from now on: the line stands still.
        bench.pass(73_000, perSecond: 1)
        #expect(bench.present(place) == .start)
        bench.pass(250, perSecond: 1)
        // Nobody waits any more, so that it is counted.
        #expect(bench.present(old) != .lost)
    }

    @Test(
        "A clock that was wrong by a day, or is set back by one, stops neither places nor frontier")
    func clockSteps() throws {
        var bench = LineBench()
        let before = try bench.join()
        bench.now += 86_400_000
        // Whoever waits is too far from now to be counted together: the page of old.
        #expect(bench.line.join(0, at: bench.now, chance: 0) == nil)
        bench.pass(1_000, perSecond: 1)
        let future = try bench.join()
        bench.now -= 86_400_000
        let times = try (0..<5).map { _ in try bench.join().time }
        #expect(times == (1...5).map { future.time + $0 })
        bench.tokens = 9
        bench.pass(1_000, perSecond: 1)
        #expect(bench.present(before) == .start)
        var places = [future]
        for time in times {
            places.append(
                Place(admissionClass: 0, time: time, renewed: bench.now, counter: 1))
        }
        #expect(bench.serve(places, seconds: 10, perSecond: 1) == places)
        #expect(!bench.line.isStanding)
    }

    @Test(
        "While the clock is set back by an hour, a line of many goes on in order, at the same rate")
    func clockSetBack() throws {
        var bench = LineBench()
        var places: [Place] = []
        for _ in 0..<60 {
            places.append(try bench.join())
            bench.now += 100
            bench.steady += 100
        }
        let first = bench.serve(places, seconds: 5, perSecond: 4)
        bench.now -= 3_600_000
        for _ in 0..<20 { places.append(try bench.join()) }
        let rest = bench.serve(
            places.filter { !first.contains($0) }, seconds: 16, perSecond: 4)
        #expect(first.count + rest.count == 80)
        #expect((first + rest).map(\.time) == places.map(\.time))
    }

    @Test("How many are ahead, however long the line is and wherever it begins")
    func ahead() throws {
        var bench = LineBench()
        var places: [Place] = []
        for index in 0..<3000 {
            places.append(try bench.join())
            bench.now += index % 7 == 0 ? 9_000 : 1_000
        }
        bench.pass(250, perSecond: 100)
        let called = bench.line.snapshot.classes[0].called
        #expect(called > 300)
        for (index, place) in places.enumerated() {
            #expect(bench.line.ahead(of: place) == max(0, index - called))
        }
    }
}
