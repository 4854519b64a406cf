internal import Glibc
internal import SystemCalls

/// Exponential smoothing: after the time constant, 63 % of a step has arrived in the value.
package struct Smoothing: Sendable {
    /// In nanoseconds.
    private let timeConstant: Double
    private var last: (value: Double, time: Int64)?

    /// - Parameter timeConstant: over zero
    package init(_ timeConstant: Duration) { self.timeConstant = Double(timeConstant.nanoseconds) }

    /// - Parameter now: nanoseconds on a clock that never goes back
    package mutating func smooth(_ value: Double, at now: Int64) -> Double {
        guard let last, last.value.isFinite else {
            self.last = (value, now)
            return value
        }
        let weight = 1 - exp(-Double(max(0, now - last.time)) / timeConstant)
        let smooth = last.value + weight * (value - last.value)
        self.last = (smooth, now)
        return smooth
    }
}
