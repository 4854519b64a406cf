import Testing

@testable import Observation

/// With a clock that the test moves.
@Suite struct RecentCountsTests {
    private static func seconds(_ number: Int64) -> Int64 { number * 1_000_000_000 }

    @Test("What grew in the last minute, exact to the interval of the samples")
    func lastMinute() {
        var recent = RecentCounts(count: 1, now: 0)
        // One more each second, sampled every five.
        for time in stride(from: Int64(5), through: 300, by: 5) {
            recent.sample([Int(time)], at: Self.seconds(time))
        }
        #expect(recent.counts(of: [300], at: Self.seconds(300)) == [60])
        #expect(recent.counts(of: [304], at: Self.seconds(304)) == [64])
        #expect(recent.counts(of: [300], at: Self.seconds(340)) == [20])
        #expect(recent.counts(of: [300], at: Self.seconds(9000)) == [0])
    }

    @Test("In the first minute, what grew since the start")
    func firstMinute() {
        var recent = RecentCounts(count: 2, now: 0)
        recent.sample([3, 0], at: Self.seconds(5))
        #expect(recent.counts(of: [7, 1], at: Self.seconds(9)) == [7, 1])
    }
}
