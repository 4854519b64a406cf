/// Records of a connection: what comes of them does not depend on how the stream was cut into reads. The
/// input: how many cuts, a byte for each cut, then the stream.
enum RecordsProperty {
    static func check(_ input: [UInt8]) throws(Violation) {
        var input = Input(input)
        let choices = input.byte()
        let cuts = (0..<choices % 8).map { _ in Int(input.byte()) }
        let stream = Array(input.rest)
        let collects = choices & 0x80 != 0
        let reads = [
            [stream.count], lengths(cuts, of: stream.count),
            Array(repeating: 1, count: stream.count),
        ]
        let runs = reads.map {
            ConnectionRun.events(stream, reads: $0, collectsBodies: collects)
        }
        for (run, reads) in zip(runs, reads).dropFirst() { try compare(runs[0], run, reads) }
    }

    /// Short reads as the cuts say, then the rest at once.
    private static func lengths(_ cuts: [Int], of count: Int) -> [Int] {
        var left = count
        let lengths = cuts.map { cut in
            let length = min(left, cut)
            left -= length
            return length
        }
        return lengths + [left]
    }

    private static func compare(
        _ whole: [ConnectionRun.Event], _ other: [ConnectionRun.Event], _ reads: [Int]
    ) throws(Violation) {
        // A long body is not waited for: whether its end, or the abort of its request, was seen, and what stands
        // in it or follows it, depends on the cuts. Where both runs came to an answer for the last time, it is
        // the same, unless only one of them saw the abort.
        let ends = [whole, other].map { $0.firstIndex(where: \.isLast) }
        let count: Int
        if ends[0] == ends[1] {
            if let end = ends[0] {
                count = sawAbortAlone(whole[end], other[end]) ? end : end + 1
            } else {
                count = max(whole.count, other.count)
            }
        } else {
            count = ends.compactMap(\.self).min()!
        }
        try expect(
            whole.prefix(count).map(\.what) == other.prefix(count).map(\.what),
            "at once: \(whole.map(\.what)); in \(reads.count) reads: \(other.map(\.what))")
    }

    private static func sawAbortAlone(
        _ one: ConnectionRun.Event, _ other: ConnectionRun.Event
    ) -> Bool {
        one.isEarly != other.isEarly && (one.isEarly ? other : one).isEnd
    }
}
