/// How far another Site's clock is ahead of this one's, in seconds: somewhere between two bounds.
package struct ClockOffset: Equatable, Sendable {
    private let least: Double
    private let most: Double

    private init(least: Double, most: Double) {
        self.least = least
        self.most = most
    }

    /// From one answer: its time stands for any moment of that second, and was said at any moment between question and
    /// answer.
    /// - Parameters:
    ///   - time: that it said, in whole seconds since 1970
    ///   - asked: when the question was sent, seconds since 1970 on this clock
    ///   - answered: when the answer was there
    init(time: Int64, asked: Double, answered: Double) {
        self.init(least: Double(time) - answered, most: Double(time) + 1 - asked)
    }

    /// What the bounds leave open is no difference.
    package var seconds: Double { least > 0 ? least : most < 0 ? most : 0 }

    /// `4.2 s ahead of`, to go on with whose clock.
    package var words: String {
        let tenths = (abs(seconds) * 10).rounded() / 10
        return "\(tenths) s \(seconds < 0 ? "behind" : "ahead of")"
    }

    /// Answers from different parts of a second leave less and less open, at last hardly more than the way of an
    /// answer takes. Where they contradict each other, a clock was set anew, and only the new one counts.
    func narrowed(by new: ClockOffset) -> ClockOffset {
        let both = ClockOffset(least: max(least, new.least), most: min(most, new.most))
        return both.least <= both.most ? both : new
    }
}
