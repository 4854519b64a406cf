// The file of a line: a line of text that names format and version, then numbers in LEB128 (seven bits in each byte,
// the lowest first; the highest bit is set in all but the last), then a checksum of everything before it.

extension LineState {
    private static let title = "distrib-fcgi waiting line, format "
    private static let version = "1"
    /// More bytes than the longest line of the most classes has.
    package static let sizeLimit = 4 << 20

    /// - Parameter owner: names the line, so that nobody takes up another one
    package func bytes(of owner: String) -> [UInt8] {
        var bytes = Array("\(LineState.title)\(LineState.version)\n".utf8)
        bytes.appendText(owner)
        bytes.appendNumber(time)
        for list in [counters, knownCounters] {
            bytes.appendNumber(list.count)
            for counter in list { bytes.appendNumber(counter) }
        }
        bytes.appendNumber(lastTime)
        bytes.appendNumber(restOfRebuild)
        bytes.appendNumber(classes.count)
        for each in classes {
            bytes.appendText(each.name)
            bytes.appendNumber(each.frontier.map { $0 + 1 } ?? 0)
            bytes.appendNumber(each.called.count)
            for number in each.called { bytes.appendNumber(number) }
            bytes.appendNumber(each.seconds.count)
            var last: Int64 = 0
            for second in each.seconds {
                bytes.appendNumber(second.second - last)
                bytes.appendNumber(second.count)
                last = second.second
            }
        }
        bytes.appendNumber(served.count)
        for place in served {
            bytes.appendNumber(place.time)
            bytes.appendNumber(place.counter)
        }
        let checksum = LineState.checksum(bytes[...])
        for byte in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: checksum >> UInt64(byte * 8))) }
        return bytes
    }

    /// Whatever the bytes are, what is read is in bounds.
    package init(_ bytes: [UInt8], of owner: String) throws(LineStateFault) {
        guard bytes.starts(with: LineState.title.utf8),
            let end = bytes.firstIndex(of: UInt8(ascii: "\n"))
        else { throw .noState }
        let version = bytes[LineState.title.utf8.count..<end]
        guard version.elementsEqual(LineState.version.utf8) else {
            throw .version(String(decoding: version.prefix(20), as: UTF8.self))
        }
        guard bytes.count >= end + 9 else { throw .damaged }
        let checksum = bytes.suffix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard LineState.checksum(bytes.dropLast(8)) == checksum else { throw .damaged }
        var rest = Numbers(bytes[(end + 1)...].dropLast(8))
        let found = try rest.text()
        guard found == owner else { throw .foreign(found) }
        time = try rest.time()
        counters = try rest.list(of: 65) { (rest) throws(LineStateFault) in try rest.counter() }
        knownCounters = try rest.list(of: 64) { (rest) throws(LineStateFault) in
            try rest.counter()
        }
        lastTime = try rest.time()
        restOfRebuild = try rest.number(upTo: 86_400_000)
        classes = try rest.list(of: SignalVerdicts.classLimit) { (rest) throws(LineStateFault) in
            try rest.classState()
        }
        served = try rest.list(of: LineState.servedLimit) { (rest) throws(LineStateFault) in
            let time = try rest.time()
            return ServedPlace(time: time, counter: try rest.counter())
        }
        guard rest.isAtEnd else { throw .damaged }
    }

    /// FNV-1a.
    private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}

/// Why the state of a line can't be taken up.
package enum LineStateFault: Error, Equatable, Sendable, CustomStringConvertible {
    case noState
    case version(String)
    case damaged
    case foreign(String)

    package var description: String {
        switch self {
        case .noState: "it is not the state of a waiting line"
        case .version(let version):
            "it has format \(version.debugDescription), which this program does not read"
        case .damaged: "it is damaged or incomplete"
        case .foreign(let owner): "it is the line of \(owner.debugDescription)"
        }
    }
}

extension [UInt8] {
    fileprivate mutating func appendNumber(_ number: some BinaryInteger) {
        var rest = UInt64(clamping: number)
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(rest))
    }

    fileprivate mutating func appendText(_ text: String) {
        appendNumber(text.utf8.count)
        append(contentsOf: text.utf8)
    }
}

/// Reads numbers, each of which is checked.
private struct Numbers {
    private var rest: ArraySlice<UInt8>
    /// The year 10,000.
    private static let latestTime: Int64 = 253_402_300_800_000

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func number(upTo limit: Int64) throws(LineStateFault) -> Int64 {
        var number: UInt64 = 0
        for place in 0..<9 {
            guard let byte = rest.popFirst() else { throw .damaged }
            number |= UInt64(byte & 0x7f) << UInt64(place * 7)
            if byte < 0x80 {
                guard let value = Int64(exactly: number), value <= limit else { throw .damaged }
                return value
            }
        }
        throw .damaged
    }

    mutating func time() throws(LineStateFault) -> Int64 { try number(upTo: Numbers.latestTime) }

    mutating func counter() throws(LineStateFault) -> UInt32 {
        UInt32(try number(upTo: Int64(UInt32.max)))
    }

    mutating func text() throws(LineStateFault) -> String {
        let length = Int(try number(upTo: 1024))
        guard length <= rest.count else { throw .damaged }
        defer { rest = rest.dropFirst(length) }
        return String(decoding: rest.prefix(length), as: UTF8.self)
    }

    mutating func list<Element>(
        of limit: Int, _ element: (inout Numbers) throws(LineStateFault) -> Element
    ) throws(LineStateFault) -> [Element] {
        let count = try number(upTo: Int64(limit))
        var list: [Element] = []
        for _ in 0..<count { list.append(try element(&self)) }
        return list
    }

    mutating func classState() throws(LineStateFault) -> LineState.ClassState {
        let name = try text()
        let frontier = try number(upTo: Numbers.latestTime)
        let called = try list(of: LineState.mostSteps) { (rest) throws(LineStateFault) in
            Int(try rest.number(upTo: LineState.mostCalled))
        }
        var last: Int64 = 0
        let seconds = try list(of: SecondCounts.seconds) { (rest) throws(LineStateFault) in
            let second = last + (try rest.number(upTo: Numbers.latestTime / 1000 - last))
            last = second
            let count = Int(try rest.number(upTo: LineState.mostInSecond))
            return LineState.Second(second: second, count: count)
        }
        return LineState.ClassState(
            name: name, frontier: frontier == 0 ? nil : frontier - 1, called: called,
            seconds: seconds)
    }
}

extension LineState {
    /// Each class that is no more left at most its thousand to another one.
    fileprivate static let mostInSecond: Int64 = 100_000
    /// The highest rate is a million a second, and six seconds are looked ahead.
    fileprivate static let mostCalled: Int64 = 1 << 30
    /// Quarters of a second, more than anybody who was called is told to wait.
    fileprivate static let mostSteps = 32
}
