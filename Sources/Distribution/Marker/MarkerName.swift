import Fields

/// The name that stands before the "=" of a marker, and makes a segment of the path, or an argument of the
/// query, the component's own.
public struct MarkerName: Sendable {
    /// The name and "=", the first byte lowest: two numbers travel in registers, and a request is judged
    /// without a look at memory that all threads share.
    private let low: UInt64
    private let high: UInt64
    /// Of the name, without "=".
    let count: Int

    public static let distrib = MarkerName("Distrib")!

    /// - Parameter text: 1 to 15 letters, digits, "-" or "_"; nil where it is anything else. Nothing in it
    ///   needs to be escaped, in a URI or in a regular expression.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard (1...15).contains(bytes.count), bytes.allSatisfy(ASCII.isBase64URL) else {
            return nil
        }
        var words: (low: UInt64, high: UInt64) = (0, 0)
        for (index, byte) in (bytes + [UInt8(ascii: "=")]).enumerated() {
            let bits = UInt64(byte) << UInt64(index % 8 * 8)
            if index < 8 { words.low |= bits } else { words.high |= bits }
        }
        (low, high) = words
        count = bytes.count
    }

    /// Where the name begins, if it stands right before `end`; letter case does not count.
    func start(in text: Span<UInt8>, endingAt end: Int) -> Int? {
        let start = end - count
        guard start >= 0 else { return nil }
        for index in 0..<count
        where ASCII.lowerCased(text[start + index]) != ASCII.lowerCased(self[index]) {
            return nil
        }
        return start
    }

    private subscript(index: Int) -> UInt8 {
        UInt8(truncatingIfNeeded: (index < 8 ? low : high) >> UInt64(index % 8 * 8))
    }
}

extension MarkerName: CustomStringConvertible {
    public var description: String { String(decoding: (0..<count).map { self[$0] }, as: UTF8.self) }
}

extension [UInt8] {
    /// Appends the name and "=".
    mutating func append(_ name: MarkerName) { name.withBytes { append(contentsOf: $0) } }
}

extension MarkerName {
    /// The name and "=", as they are written.
    fileprivate func withBytes(_ body: (UnsafeRawBufferPointer) -> Void) {
        withUnsafeBytes(of: (low.littleEndian, high.littleEndian)) { bytes in
            body(UnsafeRawBufferPointer(rebasing: bytes[..<(count + 1)]))
        }
    }
}
