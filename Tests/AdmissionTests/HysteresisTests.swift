import Admission
import Testing

/// Values over time, and what they are to give. Seconds are those of a fake clock.
struct HysteresisRow: CustomTestStringConvertible, Sendable {
    let label: String
    var thresholds = Thresholds(above: 1.5, resumeBelow: 1)
    var dwell: Duration = .zero
    let steps: [(second: Double, value: Double, isBusy: Bool)]

    var testDescription: String { label }

    static let all: [HysteresisRow] = [
        HysteresisRow(
            label: "the first value decides at once, whatever the dwell", dwell: .seconds(60),
            steps: [(0, 1.6, true)]),
        HysteresisRow(label: "exactly the upper threshold is free", steps: [(0, 1.5, false)]),
        HysteresisRow(
            label: "between the thresholds, free stays free", steps: [(0, 1.2, false)]),
        HysteresisRow(
            label: "between the thresholds, busy stays busy",
            steps: [(0, 1.6, true), (1, 1.2, true), (2, 1.5, true), (3, 1.01, true)]),
        HysteresisRow(
            label: "exactly the lower threshold stays busy", steps: [(0, 2, true), (1, 1.0, true)]),
        HysteresisRow(
            label: "under the lower threshold it becomes free, and stays so in between",
            steps: [(0, 2, true), (1, 0.99, false), (2, 1.4, false), (3, 1.51, true)]),
        HysteresisRow(
            label: "no flapping around the upper threshold",
            steps: [(0, 1.4, false), (1, 1.6, true), (2, 1.4, true), (3, 1.6, true)]),
        HysteresisRow(
            label: "no flapping around the lower threshold",
            steps: [(0, 2, true), (1, 0.9, false), (2, 1.1, false), (3, 0.9, false)]),
        HysteresisRow(
            label: "busy comes at once, whatever the dwell", dwell: .seconds(10),
            steps: [(0, 0, false), (1, 9, true), (1.1, 9, true)]),
        HysteresisRow(
            label: "free comes when the values were below for the dwell, to the instant",
            dwell: .seconds(10),
            steps: [(0, 2, true), (5, 0.5, true), (14.999, 0, true), (15, 0, false)]),
        HysteresisRow(
            label: "a value that is not below begins the dwell anew", dwell: .seconds(10),
            steps: [
                (0, 2, true), (5, 0, true), (14, 1.2, true), (15, 0, true), (24, 0, true),
                (25, 0, false),
            ]),
        HysteresisRow(
            label: "after free comes busy at once again", dwell: .seconds(10),
            steps: [(0, 2, true), (1, 0, true), (11, 0, false), (11.5, 2, true), (12, 0, true)]),
        HysteresisRow(
            label: "equal thresholds", thresholds: Thresholds(above: 0.5),
            steps: [(0, 0, false), (1, 1, true), (2, 0.5, true), (3, 0, false), (4, 0.5, false)]),
        HysteresisRow(
            label: "crossed thresholds count as equal",
            thresholds: Thresholds(above: 1, resumeBelow: 2),
            steps: [(0, 1.5, true), (1, 1.5, true), (2, 0.9, false), (3, 0.9, false)]),
        HysteresisRow(
            label: "low values mean busy", thresholds: Thresholds(below: 5, resumeAbove: 8),
            dwell: .seconds(10),
            steps: [
                (0, 5, false), (1, 4.9, true), (2, 8, true), (3, 8.1, true), (12, 7, true),
                (13, 9, true), (22, 9, true), (23, 9, false), (24, 5, false),
            ]),
        HysteresisRow(
            label: "crossed thresholds of low values count as equal",
            thresholds: Thresholds(below: 5, resumeAbove: 3),
            steps: [(0, 4, true), (1, 4.5, true), (2, 5.1, false)]),
        HysteresisRow(
            label: "what is not a number changes nothing, and is not below", dwell: .seconds(1),
            steps: [
                (0, .nan, false), (1, 2, true), (2, 0, true), (2.5, .nan, true), (3, 0, true),
                (4, 0, false),
            ]),
        HysteresisRow(
            label: "infinities", steps: [(0, -.infinity, false), (1, .infinity, true)]),
        HysteresisRow(
            label: "a clock that stands still holds a dwell", dwell: .nanoseconds(1),
            steps: [(0, 9, true), (0, 0, true), (0, 0, true), (0.000_001, 0, false)]),
    ]
}

struct HysteresisTests {
    @Test("A measured value does not flap", arguments: HysteresisRow.all)
    func rows(_ row: HysteresisRow) {
        var hysteresis = Hysteresis(row.thresholds, dwell: row.dwell)
        for (number, step) in row.steps.enumerated() {
            let isBusy = hysteresis.observe(step.value, at: Int64(step.second * 1e9))
            #expect(isBusy == step.isBusy, "step \(number)")
            #expect(hysteresis.isBusy == isBusy)
        }
    }

    @Test(
        "A value that swings around its threshold once a second changes nothing but the first time")
    func swinging() {
        var hysteresis = Hysteresis(Thresholds(above: 1), dwell: .seconds(10))
        var changes: [Int] = []
        for tick in 0..<3600 {
            let before = hysteresis.isBusy
            let isBusy = hysteresis.observe(
                tick % 2 == 0 ? 1.1 : 0.9, at: Int64(tick) * 1_000_000_000)
            if isBusy != before { changes.append(tick) }
        }
        #expect(changes == [0])
    }

    @Test("Whatever the values, it becomes free at most once in each dwell", arguments: 1...20)
    func atMostOnce(seed: UInt64) {
        var state = seed
        var hysteresis = Hysteresis(Thresholds(above: 1, resumeBelow: 0.5), dwell: .seconds(10))
        var freed: [Int64] = []
        for tick in 0..<20_000 as Range<Int64> {
            // Any sequence will do: xorshift.
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            let before = hysteresis.isBusy
            // Long spells on one side, so that it does become free.
            let value = (tick / 37 + Int64(state % 3 == 0 ? 1 : 0)) % 2 == 0 ? 0.1 : 1.5
            let isBusy = hysteresis.observe(value, at: tick * 500_000_000)
            if before, !isBusy { freed.append(tick * 500_000_000) }
        }
        for (one, next) in zip(freed, freed.dropFirst()) { #expect(next - one >= 10_000_000_000) }
    }

    @Test("What is not known does not count as free")
    func interrupted() {
        var hysteresis = Hysteresis(Thresholds(above: 1), dwell: .seconds(10))
        func observe(_ value: Double, second: Int64) -> Bool {
            hysteresis.observe(value, at: second * 1_000_000_000)
        }
        var states = [observe(2, second: 0), observe(0, second: 1)]
        hysteresis.interrupt()
        states += [observe(0, second: 12), observe(0, second: 22)]
        #expect(states == [true, true, true, false])
    }
}
