import Admission
import Distribution
import Testing

@Suite struct LineClassTests {
    private let policy = LinePolicy(classes: LineBench.classes)

    private func bench(_ number: Int) throws -> (LineBench, [Place]) {
        var bench = LineBench(policy)
        var places: [Place] = []
        for _ in 0..<number {
            places.append(try bench.join(0))
            places.append(try bench.join(1))
            bench.now += 10
            bench.steady += 10
        }
        return (bench, places)
    }

    @Test("A class has its share while others wait, and they have the rest; then all of it")
    func shares() throws {
        var (bench, places) = try bench(100)
        let door = Door(
            AdmissionPolicy(
                sessions: SessionRate(perSecond: 10, burst: 5),
                classes: [AdmissionClass(name: "gold", share: 0.3)]), at: bench.steady * 1_000_000)
        var served: [Place] = []
        for step in 0..<100 {
            bench.now += 250
            bench.steady += 250
            let now = bench.steady * 1_000_000
            bench.line.move(at: bench.now, steady: bench.steady, door.supply(at: now))
            places = places.compactMap { place in
                let answer = bench.line.present(place, at: bench.now, chance: 0) { others in
                    door.take(place.admissionClass, at: now, leaving: others)
                }
                if answer == .start { served.append(place) }
                return answer.waiting?.place
            }
            guard step == 39 else { continue }
            let gold = served.count { $0.admissionClass == 0 }
            #expect((27...36).contains(gold) && served.count >= 95, "\(gold) of \(served.count)")
        }
        #expect(served.count == 200)
        for index in 0...1 {
            let times = served.filter { $0.admissionClass == index }.map(\.time)
            #expect(times == times.sorted())
        }
    }

    @Test("While a signal says busy for a class, its frontier stands, and the others go on")
    func closed() throws {
        var (bench, places) = try bench(20)
        bench.isOpen = [false, true]
        let served = bench.serve(places, seconds: 10, perSecond: 4)
        #expect(served.count == 20 && served.allSatisfy { $0.admissionClass == 1 })
        let gold = try #require(places.first { $0.admissionClass == 0 })
        let answer = bench.present(gold)
        #expect(answer.refusal == .signal && answer.waiting?.place.isCalled == false)
        #expect(answer.waiting?.expectedWait == nil)
        // Places are given out meanwhile.
        let late = try bench.join(0)
        bench.isOpen = [true, true]
        let rest = bench.serve(
            places.filter { $0.admissionClass == 0 } + [late], seconds: 10, perSecond: 4)
        #expect(rest.count == 21 && rest.last == late)
    }

    @Test("Who waits is told a time by the part of the rate that the class has")
    func expectedWait() throws {
        var bench = LineBench(policy)
        bench.pass(250, perSecond: 10)
        for _ in 0..<500 { _ = try bench.join(0) }
        for _ in 0..<500 { _ = try bench.join(1) }
        bench.pass(250, perSecond: 10)
        let snapshot = bench.line.snapshot
        #expect(snapshot.isStanding && snapshot.rebuildTime == 0)
        #expect(snapshot.classes.map(\.name) == ["gold", "normal"])
        for (state, rate) in zip(snapshot.classes, [3.0, 7.0]) {
            #expect(state.called > 0 && state.waiting + state.called == 500)
            let expected = try #require(state.expectedWait)
            #expect(abs(expected - Double(state.waiting) / rate) < 0.01)
        }
    }

    @Test("A reload finds classes again by their names, and counts stay")
    func reloaded() throws {
        var (bench, places) = try bench(50)
        let used = try #require(bench.serve(places, seconds: 1, perSecond: 4).first)
        let before = bench.line.snapshot
        let other = LinePolicy(
            near: 2_000, classes: [LineClass(name: "silver")] + LineBench.classes)
        bench.line.adopt(other)
        bench.isOpen = [true, true, true]
        let after = bench.line.snapshot.classes
        #expect(after.map(\.name) == ["silver", "gold", "normal"])
        #expect(after.map(\.waiting) == [0] + before.classes.map(\.waiting))
        #expect(after[1].frontier == before.classes[0].frontier)
        var moved = used
        moved.admissionClass += 1
        #expect(bench.present(moved) == .lost)
        // Who waited in a class that is no more is normal, as the place will be read.
        bench.line.adopt(LinePolicy())
        bench.isOpen = [true]
        #expect(bench.line.snapshot.classes.map(\.waiting) == [after.reduce(0) { $0 + $1.waiting }])
        let rest = places.map { place in
            var place = place
            place.admissionClass = 0
            return place
        }
        #expect(bench.serve(rest, seconds: 60, perSecond: 4).count == 96)
    }
}
