import Observation
import Testing

@testable import Daemon

/// What the log says of a waiting line, with a clock that the test moves.
@Suite struct LineLogTests {
    private func line(
        waiting: Int, called: Int = 0, expected: Double? = 12.3, rebuilding: Double? = nil
    ) -> LineFacts {
        LineFacts(
            isStanding: waiting > 0, rebuilding: rebuilding,
            classes: [
                WaitingFacts(
                    name: "normal", waiting: waiting, called: called, expectedWait: expected,
                    frontier: nil)
            ])
    }

    private func second(_ number: Int64) -> Int64 { number * 1_000_000_000 }

    @Test("Its begin and its end, once, and not each time that it is empty for a moment")
    func change() {
        var log = LineLog()
        #expect(log.changes(of: line(waiting: 0), at: second(0)) == [])
        #expect(
            log.changes(of: line(waiting: 5, called: 7), at: second(5))
                == ["a waiting line stands: 5 wait, and whoever comes now waits about 13 s"])
        #expect(log.changes(of: line(waiting: 9), at: second(10)) == [])
        #expect(log.changes(of: line(waiting: 0), at: second(15)) == [])
        #expect(log.changes(of: line(waiting: 1), at: second(20)) == [])
        #expect(log.changes(of: line(waiting: 0, called: 30), at: second(25)) == [])
        #expect(log.changes(of: line(waiting: 0, called: 30), at: second(30)) == [])
        #expect(
            log.changes(of: line(waiting: 0, called: 30), at: second(35))
                == [
                    "nobody waits any more: the line stood for 20 s, and 23 were called; sessions start at once"
                ])
        #expect(log.changes(of: line(waiting: 0, called: 30), at: second(40)) == [])
    }

    @Test("Nobody can tell, while no sessions start")
    func unknown() {
        var log = LineLog()
        #expect(
            log.changes(of: line(waiting: 2, expected: nil), at: 0)
                == [
                    "a waiting line stands: 2 wait, and whoever comes now waits until sessions start again"
                ])
    }

    @Test("That it is counted anew, and that it is counted")
    func rebuilding() {
        var log = LineLog()
        _ = log.changes(of: line(waiting: 1), at: 0)
        #expect(
            log.changes(of: line(waiting: 3, rebuilding: 71.5), at: second(5))
                == [
                    "clients came with places that another process gave: for 72 s nobody new is called, "
                        + "while those who wait are counted"
                ])
        #expect(log.changes(of: line(waiting: 8, rebuilding: 66), at: second(10)) == [])
        #expect(
            log.changes(of: line(waiting: 40), at: second(80))
                == ["the waiting line is counted, and moves again: 40 wait"])
    }
}
