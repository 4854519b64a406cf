internal import Observation

/// Says in words when the waiting line of a Pool begins and ends, and when it is counted anew: once for each change.
struct LineLog {
    /// When the line that stands now was seen first, and how many had been called by then.
    private var standing: (since: Int64, called: Int)?
    /// When it was seen that nobody stands in it any more.
    private var emptySince: Int64?
    private var isRebuilding = false

    /// So long nobody must have waited before a line is said to have ended, in nanoseconds: where clients come about as
    /// fast as sessions start, there is a line every few seconds.
    static let calm: Int64 = 10_000_000_000

    /// - Parameter now: the monotonic clock
    /// - Returns: what is to be said, most often nothing
    mutating func changes(of line: LineFacts, at now: Int64) -> [String] {
        [rebuilding(line), standing(line, now)].compactMap { $0 }
    }

    private mutating func rebuilding(_ line: LineFacts) -> String? {
        guard isRebuilding != (line.rebuilding != nil) else { return nil }
        isRebuilding.toggle()
        guard let seconds = line.rebuilding else {
            return "the waiting line is counted, and moves again: \(waiting(line))"
        }
        return
            "clients came with places that another process gave: for \(rounded(seconds)) s nobody new is called, "
            + "while those who wait are counted"
    }

    private mutating func standing(_ line: LineFacts, _ now: Int64) -> String? {
        if line.isStanding {
            emptySince = nil
            guard standing == nil else { return nil }
            standing = (now, line.called)
            return
                "a waiting line stands: \(waiting(line)), and whoever comes now \(newcomers(line))"
        }
        guard let begun = standing else { return nil }
        let since = emptySince ?? now
        emptySince = since
        guard now - since >= LineLog.calm else { return nil }
        standing = nil
        emptySince = nil
        return
            "nobody waits any more: the line stood for \((since - begun.since) / 1_000_000_000) s, "
            + "and \(line.called - begun.called) were called; sessions start at once"
    }

    private func newcomers(_ line: LineFacts) -> String {
        guard let seconds = line.classes.last?.expectedWait else {
            return "waits until sessions start again"
        }
        return "waits about \(rounded(seconds)) s"
    }

    private func waiting(_ line: LineFacts) -> String {
        line.waiting == 1 ? "1 waits" : "\(line.waiting) wait"
    }

    private func rounded(_ seconds: Double) -> Int { Int(seconds.rounded(.up)) }
}
