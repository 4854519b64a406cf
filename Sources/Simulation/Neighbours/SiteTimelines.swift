/// When the Sites of a Pool are busy: each becomes busy and free again by chance, independently of the others.
struct SiteTimelines {
    /// By Site: when its state changes, rising, in seconds. Each is free at first and after every second change.
    private let changes: [[Double]]

    /// - Parameters:
    ///   - busyPart: of the time that each Site is busy, more than 0 and less than 1
    ///   - meanCycle: seconds from one time that a Site becomes busy to the next, in the mean
    init(
        sites: Int, busyPart: Double, meanCycle: Double, until end: Double,
        _ random: inout some RandomNumberGenerator
    ) {
        changes = (0..<sites).map { _ in
            // What was before the beginning makes every state as likely there as it is later.
            var time = -10 * meanCycle
            var changes: [Double] = []
            var isFree = true
            while time < end {
                // From nearly none to twice the mean.
                let mean = meanCycle * (isFree ? 1 - busyPart : busyPart)
                time += mean * 2 * random.nextPart()
                changes.append(time)
                isFree.toggle()
            }
            return changes
        }
    }

    func isBusy(_ site: Int, at time: Double) -> Bool {
        let changes = changes[site]
        var (low, high) = (0, changes.count)
        while low < high {
            let middle = (low + high) / 2
            if changes[middle] <= time { low = middle + 1 } else { high = middle }
        }
        return low % 2 == 1
    }

    /// For how long the Site is free between two times, in seconds.
    func freeTime(of site: Int, from start: Double, to end: Double) -> Double {
        var (sum, begin, isFree) = (0.0, -Double.infinity, true)
        for change in changes[site] + [.infinity] {
            if isFree { sum += max(0, min(change, end) - max(begin, start)) }
            (begin, isFree) = (change, !isFree)
        }
        return sum
    }
}

extension RandomNumberGenerator {
    /// From 0 to less than 1.
    mutating func nextPart() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }

    mutating func nextIndex(below count: Int) -> Int { Int(next() % UInt64(count)) }
}
