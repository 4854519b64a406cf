import Admission
import Testing

/// Values over time, and what they are to give. Seconds are those of a fake clock.
struct HysteresisRow: CustomTestStringConvertible, Sendable {
    let label: String
    var above = 1.5
    var resumeBelow = 1.0
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
            label: "dwell holds busy until its end, to the instant", dwell: .seconds(10),
            steps: [(0, 2, true), (5, 0, true), (9.999, 0, true), (10, 0, false)]),
        HysteresisRow(
            label: "dwell holds free until its end", dwell: .seconds(10),
            steps: [(0, 0, false), (9.999, 9, false), (10, 9, true)]),
        HysteresisRow(
            label: "dwell counts from the last change", dwell: .seconds(10),
            steps: [(0, 0, false), (30, 9, true), (39, 0, true), (40, 0, false), (49, 9, false)]),
        HysteresisRow(
            label: "a wish that passes within the dwell leaves no trace", dwell: .seconds(10),
            steps: [(0, 0, false), (5, 9, false), (10, 1.2, false), (11, 9, true)]),
        HysteresisRow(
            label: "equal thresholds", above: 0.5, resumeBelow: 0.5,
            steps: [(0, 0, false), (1, 1, true), (2, 0.5, true), (3, 0, false), (4, 0.5, false)]),
        HysteresisRow(
            label: "crossed thresholds count as equal", above: 1, resumeBelow: 2,
            steps: [(0, 1.5, true), (1, 1.5, true), (2, 0.9, false), (3, 0.9, false)]),
        HysteresisRow(
            label: "what is not a number changes nothing",
            steps: [(0, .nan, false), (1, 2, true), (2, .nan, true), (3, 0, false)]),
        HysteresisRow(
            label: "infinities", steps: [(0, -.infinity, false), (1, .infinity, true)]),
        HysteresisRow(
            label: "a clock that stands still holds a dwell", dwell: .nanoseconds(1),
            steps: [(0, 0, false), (0, 9, false), (0.000_001, 9, true)]),
    ]
}

@Test("A measured value does not flap", arguments: HysteresisRow.all)
func hysteresis(_ row: HysteresisRow) {
    var hysteresis = Hysteresis(
        above: row.above, resumeBelow: row.resumeBelow, minimumDwell: row.dwell)
    let start = ContinuousClock.now
    for (number, step) in row.steps.enumerated() {
        let isBusy = hysteresis.observe(step.value, at: start + .seconds(step.second))
        #expect(isBusy == step.isBusy, "step \(number)")
        #expect(hysteresis.isBusy == isBusy)
    }
}
