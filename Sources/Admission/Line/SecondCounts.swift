/// How many places that nobody was called for yet were given out in each second: a ring of four and a half
/// hours, whose memory does not grow with the people who wait.
struct SecondCounts: Sendable {
    private var counts: [UInt32]
    /// Sums of the blocks, so that a sum over hours looks at a few hundred numbers.
    private var blocks: [UInt32]
    private(set) var total = 0
    /// The earliest second that may hold any.
    private(set) var first = Int64.max
    private(set) var last = Int64.min

    static let seconds = 16_384
    private static let block = 128

    init() {
        counts = Array(repeating: 0, count: SecondCounts.seconds)
        blocks = Array(repeating: 0, count: SecondCounts.seconds / SecondCounts.block)
    }

    /// - Returns: false where the second is so far from the others that the ring has no room for it.
    mutating func add(_ second: Int64) -> Bool {
        if total == 0 { (first, last) = (second, second) }
        guard max(last, second) - min(first, second) < SecondCounts.seconds else { return false }
        first = min(first, second)
        last = max(last, second)
        change(second, by: 1)
        return true
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
        var sum = 0
        var second = first
        while second < end {
            let index = index(second)
            if index % SecondCounts.block == 0, second + Int64(SecondCounts.block) <= end {
                sum += Int(blocks[index / SecondCounts.block])
                second += Int64(SecondCounts.block)
            } else {
                sum += Int(counts[index])
                second += 1
            }
        }
        return sum
    }

    private mutating func change(_ second: Int64, by number: Int) {
        let index = index(second)
        counts[index] = UInt32(Int(counts[index]) + number)
        blocks[index / SecondCounts.block] = UInt32(
            Int(blocks[index / SecondCounts.block]) + number)
        total += number
    }

    private func index(_ second: Int64) -> Int {
        Int(truncatingIfNeeded: second) & (SecondCounts.seconds - 1)
    }
}
