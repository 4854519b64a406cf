import Distribution
import Testing

@testable import Admission

/// Lines of several machines of one Site, which know how far the others have called.
@Suite struct ElsewhereTests {
    /// Two machines, each of which hears from the other four times a second.
    private struct Machines {
        var benches = [LineBench(counter: 1), LineBench(counter: 2)]

        init() { for index in [0, 1] { benches[index].line.know([1, 2]) } }

        /// - Parameter perSecond: of each machine
        mutating func pass(_ milliseconds: Int64, perSecond: [Double]) {
            for _ in 0..<milliseconds / 250 {
                let standings = benches.map(\.line.standing)
                for index in [0, 1] {
                    benches[index].steady += 250
                    benches[index].now += 250
                    benches[index].line.move(
                        at: benches[index].now, steady: benches[index].steady,
                        TokenSupply(
                            tokens: Double(benches[index].tokens), perSecond: perSecond[index],
                            isOpen: [true],
                            frontiersElsewhere: standings[1 - index].frontiers))
                }
            }
        }
    }

    @Test("A place that another machine gave is known: nothing stands still for it")
    func known() throws {
        var machines = Machines()
        let place = try machines.benches[0].join()
        machines.pass(250, perSecond: [0, 0])
        #expect(machines.benches[1].present(place).waiting?.place.time == place.time)
        #expect(machines.benches[1].line.snapshot.rebuildTime == 0)
        // A stranger's is not.
        var bench = LineBench(counter: 3)
        _ = bench.present(place)
        #expect(bench.line.snapshot.rebuildTime > 0)
    }

    @Test("While some wait at one machine, the other calls nobody who came later")
    func order() throws {
        var machines = Machines()
        let early = try (0..<10).map { _ in try machines.benches[0].join() }
        machines.pass(5000, perSecond: [0.001, 0.001])
        // Nobody waits at the second machine, and yet newcomers do not overtake.
        let stands = machines.benches[1].line.isStanding
        #expect(stands)
        let late = try machines.benches[1].join()
        machines.benches[1].tokens = 5
        machines.pass(1000, perSecond: [0.001, 10])
        var refusal = machines.benches[1].present(late).refusal
        let wantsMore = machines.benches[1].line.standing.wantsMore
        #expect(refusal == .line && !wantsMore)
        // Whoever waits at the first machine may come to the second, and is served there.
        refusal = machines.benches[1].present(early[9]).refusal
        #expect(refusal == .line)
        machines.pass(250, perSecond: [0.001, 10])
        var answer = machines.benches[1].present(early[9])
        #expect(answer == .start)
        refusal = machines.benches[1].present(late).refusal
        #expect(refusal == .line)
        // The first machine has called all of its own, so that nobody waits there any more.
        machines.pass(2000, perSecond: [10, 10])
        answer = machines.benches[1].present(late)
        #expect(answer == .start)
    }

    @Test("A machine that calls nobody keeps nobody elsewhere waiting")
    func closed() throws {
        var machines = Machines()
        _ = try machines.benches[0].join()
        // No tokens at all: its line stands still.
        machines.benches[0].line.move(
            at: machines.benches[0].now, steady: machines.benches[0].steady,
            TokenSupply(tokens: 0, perSecond: 10, isOpen: [false]))
        #expect(machines.benches[0].line.standing.frontiers == [nil])
        #expect(!machines.benches[0].line.standing.wantsMore)
    }
}
