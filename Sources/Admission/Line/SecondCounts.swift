/// How many places that nobody was called for yet were given out in each second: a ring of four and a half
/// hours, whose memory does not grow with the people who wait.
struct SecondCounts: Sendable {
    private var counts: [UInt32]
    /// Sums of the blocks, so that a sum over hours looks at a few hundred numbers.
    private var blockSums: [UInt32]
    /// A bit for each millisecond of a place that was counted, so that a place that moves to and fro between two
    /// machines is counted once; a block is empty until one of its places is. At most 2 MB.
    private var countedTimes: [[UInt64]]
    private(set) var total = 0
    /// The earliest second that may hold any.
    private(set) var first = Int64.max
    /// The latest second that held any. The ring ends there.
    private(set) var last = Int64.min

    static let seconds = 16_384
    private static let block = 128
    private static let wordsOfSecond = 16

    init() {
        counts = Array(repeating: 0, count: SecondCounts.seconds)
        blockSums = Array(repeating: 0, count: SecondCounts.seconds / SecondCounts.block)
        countedTimes = Array(repeating: [], count: SecondCounts.seconds / SecondCounts.block)
    }

    enum Added {
        case counted
        /// It was counted before.
        case known
        /// It is too far from the others for the ring.
        case beyond
    }

    /// - Parameter time: milliseconds since 1970
    mutating func add(_ time: Int64) -> Added {
        let second = time / 1000
        guard takes(second) else { return .beyond }
        if second > last { extend(to: second) }
        guard note(second, Int(time % 1000)) else { return .known }
        first = total == 0 ? second : min(first, second)
        change(second, by: 1)
        return .counted
    }

    /// Counts places whose milliseconds nobody remembers.
    /// - Returns: whether the ring reaches that far
    mutating func add(_ number: Int, to second: Int64) -> Bool {
        guard takes(second) else { return false }
        if second > last { extend(to: second) }
        first = total == 0 ? second : min(first, second)
        change(second, by: number)
        return true
    }

    /// Whether the ring reaches from those who wait to that second. Where nobody waits, it begins anew if need be:
    /// whatever clock was wrong, a line always begins.
    private mutating func takes(_ second: Int64) -> Bool {
        let seconds = Int64(SecondCounts.seconds)
        if last == .min { return true }
        if total == 0 {
            if last - second >= seconds { self = SecondCounts() }
            return true
        }
        return last - second < seconds && second - first < seconds
    }

    func count(_ second: Int64) -> Int {
        guard total > 0, second >= first, second <= last else { return 0 }
        return Int(counts[index(second)])
    }

    mutating func remove(_ number: Int, from second: Int64) {
        change(second, by: -number)
        while first < last, counts[index(first)] == 0 { first += 1 }
    }

    /// How many stand in the seconds before `end`.
    func sum(before end: Int64) -> Int {
        guard total > 0, end > first else { return 0 }
        guard end <= last else { return total }
        let block = Int64(SecondCounts.block)
        let (firstBlock, endBlock) = ((first + block - 1) / block, end / block)
        guard firstBlock < endBlock else { return SecondCounts.sum(counts, first, end) }
        return SecondCounts.sum(counts, first, firstBlock * block)
            + SecondCounts.sum(blockSums, firstBlock, endBlock)
            + SecondCounts.sum(counts, endBlock * block, end)
    }

    /// How many places of a second were given out between two of its milliseconds, and not called.
    func count(in second: Int64, from start: Int64, to end: Int64) -> Int {
        min(count(second), noted(in: second, from: start, to: end))
    }

    /// The end of the first so many places of a second that nobody was called for yet. Where it is not known of which
    /// milliseconds they are, they are presumed to be spread evenly over the rest of the second.
    /// - Parameters:
    ///   - start: whoever is of this second and was called has a place before this millisecond
    ///   - taken: at least one, and fewer than there are
    /// - Returns: a millisecond of the second
    func end(of taken: Int, in second: Int64, from start: Int64) -> Int64 {
        let there = count(second)
        guard noted(in: second, from: start, to: 1000) == there else {
            return start + (1000 - start) * Int64(taken) / Int64(there)
        }
        var left = taken
        for word in Int(start / 64)..<SecondCounts.wordsOfSecond {
            var bits = notedTimes(of: second, word, from: start, to: 1000)
            if bits.nonzeroBitCount < left {
                left -= bits.nonzeroBitCount
                continue
            }
            for _ in 1..<left { bits &= bits - 1 }
            return Int64(word) * 64 + Int64(bits.trailingZeroBitCount) + 1
        }
        return 1000
    }

    /// How many places of a second have a millisecond that is known, between two of them.
    private func noted(in second: Int64, from start: Int64, to end: Int64) -> Int {
        guard count(second) > 0, start < end,
            !countedTimes[index(second) / SecondCounts.block].isEmpty
        else { return 0 }
        return (Int(start / 64)...Int((end - 1) / 64)).reduce(0) {
            $0 + notedTimes(of: second, $1, from: start, to: end).nonzeroBitCount
        }
    }

    /// A bit for each of 64 milliseconds.
    private func notedTimes(of second: Int64, _ word: Int, from start: Int64, to end: Int64)
        -> UInt64
    {
        let index = index(second)
        let words = index % SecondCounts.block * SecondCounts.wordsOfSecond
        var bits = countedTimes[index / SecondCounts.block][words + word]
        let first = Int64(word) * 64
        if start > first { bits &= ~0 << UInt64(start - first) }
        if end < first + 64 { bits &= ~(~0 << UInt64(end - first)) }
        return bits
    }

    /// Sums a part of a ring whose length is a power of two.
    private static func sum(_ ring: borrowing [UInt32], _ start: Int64, _ end: Int64) -> Int {
        let mask = ring.count - 1
        let length = Int(truncatingIfNeeded: end - start)
        let from = Int(truncatingIfNeeded: start) & mask
        let untilEnd = min(length, ring.count - from)
        return sum(ring.span.extracting(from..<(from + untilEnd)))
            + sum(ring.span.extracting(0..<(length - untilEnd)))
    }

    /// All of them fit into 32 bits: at most a thousand for each second of the ring were given out here, and few
    /// machines share a line. In this form the compiler adds several at once.
    private static func sum(_ numbers: Span<UInt32>) -> Int {
        var sum: UInt32 = 0
        for index in numbers.indices { sum &+= numbers[unchecked: index] }
        return Int(sum)
    }

    /// Takes new seconds into the ring, in the places of the oldest.
    private mutating func extend(to second: Int64) {
        if last == .min { last = second - 1 }
        let new = min(second - last, Int64(SecondCounts.seconds))
        for taken in (second - new + 1)...second {
            let index = index(taken)
            let block = index / SecondCounts.block
            if countedTimes[block].isEmpty { continue }
            let start = index % SecondCounts.block * SecondCounts.wordsOfSecond
            for word in start..<(start + SecondCounts.wordsOfSecond) {
                countedTimes[block][word] = 0
            }
        }
        last = second
    }

    /// - Returns: whether no place of that millisecond was noted before.
    private mutating func note(_ second: Int64, _ millisecond: Int) -> Bool {
        let index = index(second)
        let block = index / SecondCounts.block
        if countedTimes[block].isEmpty {
            countedTimes[block] = Array(
                repeating: 0, count: SecondCounts.block * SecondCounts.wordsOfSecond)
        }
        let word = index % SecondCounts.block * SecondCounts.wordsOfSecond + millisecond / 64
        let bit: UInt64 = 1 << UInt64(millisecond % 64)
        guard countedTimes[block][word] & bit == 0 else { return false }
        countedTimes[block][word] |= bit
        return true
    }

    private mutating func change(_ second: Int64, by number: Int) {
        let index = index(second)
        counts[index] = UInt32(Int(counts[index]) + number)
        blockSums[index / SecondCounts.block] = UInt32(
            Int(blockSums[index / SecondCounts.block]) + number)
        total += number
    }

    private func index(_ second: Int64) -> Int {
        Int(truncatingIfNeeded: second) & (SecondCounts.seconds - 1)
    }
}
