package import Distribution
internal import SystemCalls

/// What is known of one Site and how, from one answer or failure to the next. A pure value: whoever asks says the
/// time.
package struct PeerView: Equatable, Sendable {
    /// What counts: known for three intervals, else unknown.
    package private(set) var state = SiteState.unknown
    package private(set) var room = 0
    /// How far its clock is ahead of this one's; nil until it said its time.
    package private(set) var clock: ClockOffset?
    /// Whether the clocks differ by more than the policy's limit.
    package private(set) var isClockDoubtful = false
    /// Why its last answer did not count, or there was none; nil while all is well, and before the first.
    package private(set) var trouble: String?
    /// When it last said its state, on the monotonic clock in nanoseconds.
    package private(set) var saidAt: Int64?
    package private(set) var answers: UInt64 = 0
    package private(set) var failures: UInt64 = 0
    /// One after another, without an answer in between.
    private var failuresInRow = 0
    private var lifetime: Int64
    /// In seconds.
    private var clockLimit: Double

    private static let failuresUntilDown = 2

    package init(_ policy: PeerPolicy) {
        lifetime = 3 * policy.interval.nanoseconds
        clockLimit = Double(policy.clockLimit.nanoseconds) / 1e9
    }

    /// What was known under another policy, which a reload has replaced.
    package init(_ policy: PeerPolicy, continuing view: PeerView) {
        self = view
        let new = PeerView(policy)
        (lifetime, clockLimit) = (new.lifetime, new.clockLimit)
    }

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
            if case .fromAnotherTime(let time, _) = fault {
                note(time: time, asked, answered)
            }
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

    private mutating func note(time: Int64, _ asked: Double, _ answered: Double) {
        // Else this clock was set meanwhile.
        guard asked <= answered else { return }
        let said = ClockOffset(time: time, asked: asked, answered: answered)
        let offset = clock?.narrowed(by: said) ?? said
        clock = offset
        // A fifth less ends the doubt, so that a clock at the limit is not told of again and again.
        isClockDoubtful = abs(offset.seconds) > clockLimit * (isClockDoubtful ? 0.8 : 1)
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
