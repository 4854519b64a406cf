package import Distribution
internal import SystemCalls

/// What is known of one Site and how, from one answer or failure to the next. A pure value: whoever asks says the
/// time.
package struct PeerView: Equatable, Sendable {
    /// What counts: known for three intervals, else unknown.
    package private(set) var state = SiteState.unknown
    package private(set) var room = 0
    /// Seconds that its clock is ahead of this one's, as far as whole seconds tell; nil until it said its time.
    package private(set) var clockOffset: Double?
    /// Why its last answer did not count, or there was none; nil while all is well, and before the first.
    package private(set) var trouble: String?
    /// When it last said its state, on the monotonic clock in nanoseconds.
    package private(set) var saidAt: Int64?
    package private(set) var answers: UInt64 = 0
    package private(set) var failures: UInt64 = 0
    /// One after another, without an answer in between.
    private var failuresInRow = 0
    private let lifetime: Int64

    private static let failuresUntilDown = 2

    package init(_ policy: PeerPolicy) { lifetime = 3 * policy.interval.nanoseconds }

    /// It answered.
    /// - Parameters:
    ///   - report: or why what it said does not count
    ///   - asked: when the question was sent, seconds since 1970 on this clock
    ///   - answered: when the answer was there
    ///   - now: on the monotonic clock, nanoseconds
    package mutating func take(
        _ report: Result<SiteReport, SiteReport.Fault>, asked: Double, answered: Double,
        at now: Int64
    ) {
        failuresInRow = 0
        switch report {
        case .success(let report):
            answers += 1
            (state, room) = (SiteState(report.condition), report.room)
            (saidAt, trouble) = (now, nil)
            note(time: report.time, asked, answered)
        case .failure(let fault):
            failures += 1
            // It is there, and nobody can tell how it is.
            (state, room) = (.unknown, 0)
            trouble = fault.description
            if case .fromAnotherTime(let seconds) = fault { clockOffset = Double(seconds) }
        }
    }

    /// It did not answer.
    /// - Parameter why: in words
    package mutating func fail(_ why: String, at now: Int64) {
        failures += 1
        failuresInRow += 1
        trouble = why
        if failuresInRow >= PeerView.failuresUntilDown {
            (state, room) = (.down, 0)
        } else if let saidAt, now - saidAt > lifetime {
            (state, room) = (.unknown, 0)
        }
    }

    /// Its time stands for any moment of that second, and was said at any moment between question and answer: what
    /// both leave open is no difference of the clocks.
    private mutating func note(time: Int64, _ asked: Double, _ answered: Double) {
        let (earliest, latest) = (Double(time) - answered, Double(time) + 1 - asked)
        clockOffset = earliest > 0 ? earliest : latest < 0 ? latest : 0
    }
}

extension SiteState {
    fileprivate init(_ condition: SiteReport.Condition) {
        self =
            switch condition {
            case .free: .free
            case .busy: .busy
            case .draining: .draining
            }
    }
}
