/// What other machines of the Site need to know of a line.
package struct LineStanding: Equatable, Sendable {
    /// By class, how far its line has called; nil where nobody waits who could be called, so that nobody elsewhere has
    /// to wait for that.
    package var frontiers: [Int64?]
    /// Whether there are some whom it would call if it had more tokens.
    package var wantsMore: Bool

    package init(frontiers: [Int64?], wantsMore: Bool) {
        self.frontiers = frontiers
        self.wantsMore = wantsMore
    }
}

extension WaitingLine {
    package var standing: LineStanding {
        let calls = lines.map { !isRebuilding && $0.isOpen && $0.isWaiting }
        return LineStanding(
            frontiers: zip(lines, calls).map { line, calls in
                calls ? max(line.frontier, line.counts.first * 1000) : nil
            },
            wantsMore: zip(lines, calls).contains { line, calls in
                calls && line.counts.first * 1000 <= line.limit
            })
    }

    /// Whoever comes with a place of one of these processes tells nothing of a line that was lost, so the frontiers
    /// need not stand still.
    package mutating func know(_ counters: [UInt32]) {
        for counter in counters
        where counter != self.counter && !knownCounters.contains(counter)
            && !resumedCounters.contains(counter)
            && knownCounters.count < WaitingLine.counterLimit
        {
            knownCounters.append(counter)
        }
    }
}
