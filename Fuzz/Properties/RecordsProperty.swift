/// Records of a connection: what comes of them does not depend on how the stream was cut into reads. The
/// input: how many cuts, a byte for each cut, then the stream.
enum RecordsProperty {
    static func check(_ input: [UInt8]) throws(Violation) {
        var input = Input(input)
        let cuts = (0..<input.byte() % 8).map { _ in Int(input.byte()) }
        let stream = Array(input.rest)
        let whole = ConnectionRun.events(stream, reads: [stream.count])
        let inParts = ConnectionRun.events(stream, reads: reads(cuts, of: stream.count))
        let byByte = ConnectionRun.events(stream, reads: Array(repeating: 1, count: stream.count))
        try compare(whole, inParts, "in \(cuts.count + 1) parts")
        try compare(whole, byByte, "byte by byte")
    }

    /// Lengths of the reads: small ones as the cuts say, then the rest at once.
    private static func reads(_ cuts: [Int], of count: Int) -> [Int] {
        var left = count
        let reads = cuts.map { cut in
            let read = min(left, cut)
            left -= read
            return read
        }
        return reads + [left]
    }

    private static func compare(
        _ whole: [ConnectionRun.Event], _ other: [ConnectionRun.Event], _ how: String
    ) throws(Violation) {
        // A body that is not waited for ends what is looked at, and that depends on when it came.
        let end = other.firstIndex { $0.endsEarly } ?? whole.firstIndex { $0.endsEarly }
        let count = end.map { $0 + 1 } ?? max(whole.count, other.count)
        try expect(
            whole.prefix(count).map(\.what) == other.prefix(count).map(\.what),
            "at once: \(whole.map(\.what)); \(how): \(other.map(\.what))")
    }
}
