// Questions to nameservers, and as much of their answers as tells addresses and how long they may be kept (RFC
// 1035, section 4). Pure: bytes in, records out, whatever the bytes.

/// A question for the addresses of a name.
package struct DNSQuestion: Equatable, Sendable {
    package enum Kind: UInt16, Sendable {
        case ipv4 = 1
        case ipv6 = 28

        var byteCount: Int { self == .ipv4 ? 4 : 16 }
    }

    package let name: String
    package let kind: Kind

    package init(_ name: String, _ kind: Kind) {
        self.name = name
        self.kind = kind
    }

    /// The message, which wishes for recursion: resolvers need that, and nameservers pass over it.
    /// - Parameter id: which the answer repeats
    func message(id: UInt16) -> [UInt8] {
        var bytes = DNSQuestion.bytes(id) + [1, 0, 0, 1, 0, 0, 0, 0, 0, 0]
        for label in name.utf8.split(separator: UInt8(ascii: ".")) {
            bytes.append(UInt8(label.count))
            bytes += label
        }
        return bytes + [0] + DNSQuestion.bytes(kind.rawValue) + [0, 1]
    }

    /// Whether the name can stand in a message (RFC 1035, section 3.1).
    var isExpressible: Bool {
        name.utf8.count <= 253
            && name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
                .allSatisfy { (1...63).contains($0.count) }
    }

    private static func bytes(_ number: UInt16) -> [UInt8] {
        [UInt8(number >> 8), UInt8(number & 0xff)]
    }
}

/// An address that a nameserver tells.
package struct DNSRecord: Equatable, Sendable {
    /// 4 bytes, or 16.
    package let address: [UInt8]
    /// Seconds for which it may be kept. An alias on the way to it may be kept no longer.
    package let timeToLive: UInt32

    package init(address: [UInt8], timeToLive: UInt32) {
        self.address = address
        self.timeToLive = timeToLive
    }
}

/// Reads one answer. Names in it are only passed over, so that there are no pointers to follow.
struct DNSAnswerReader {
    private let bytes: [UInt8]
    private var position = 0

    /// More records than any name of a Pool has.
    private static let mostRecords = 512

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// - Parameter id: of the question
    /// - Returns: nothing where the name has no address of that kind
    mutating func records(of question: DNSQuestion, id: UInt16) throws(ProbeFailure) -> [DNSRecord]
    {
        guard let answered = number(), let flags = number(), let questions = number(),
            let answers = number(), skip(4)
        else { throw DNSAnswerReader.malformed }
        guard answered == id, flags & 0x8000 != 0 else {
            throw .answer("the nameserver answered something else")
        }
        guard flags & 0xf == 0 else { throw .answer(DNSAnswerReader.words(code: flags & 0xf)) }
        for _ in 0..<questions {
            guard skipName(), skip(4) else { throw DNSAnswerReader.malformed }
        }
        var records: [DNSRecord] = []
        // An alias that is kept keeps what it leads to.
        var shortest = UInt32.max
        for _ in 0..<min(Int(answers), DNSAnswerReader.mostRecords) {
            guard skipName(), let kind = number(), skip(2), let high = number(), let low = number(),
                let length = number(), position + Int(length) <= bytes.count
            else { throw DNSAnswerReader.malformed }
            shortest = min(shortest, UInt32(high) << 16 | UInt32(low))
            if kind == question.kind.rawValue, Int(length) == question.kind.byteCount {
                let address = Array(bytes[position..<position + Int(length)])
                records.append(DNSRecord(address: address, timeToLive: shortest))
            }
            position += Int(length)
        }
        return records
    }

    private static var malformed: ProbeFailure { .answer("the nameserver's answer is malformed") }

    /// RFC 1035, section 4.1.1, RCODE.
    private static func words(code: UInt16) -> String {
        switch code {
        case 2: "the nameserver failed (SERVFAIL)"
        case 3: "the nameserver knows no such name (NXDOMAIN)"
        case 5: "the nameserver refused the question (REFUSED)"
        default: "the nameserver answered with the code \(code)"
        }
    }

    private mutating func number() -> UInt16? {
        guard position + 2 <= bytes.count else { return nil }
        defer { position += 2 }
        return UInt16(bytes[position]) << 8 | UInt16(bytes[position + 1])
    }

    private mutating func skip(_ count: Int) -> Bool {
        position += count
        return position <= bytes.count
    }

    /// Labels up to an empty one, or a pointer to the rest of the name (section 4.1.4).
    private mutating func skipName() -> Bool {
        while position < bytes.count {
            let length = bytes[position]
            if length & 0xc0 == 0xc0 { return skip(2) }
            guard length < 0x40, skip(1 + Int(length)) else { return false }
            if length == 0 { return true }
        }
        return false
    }
}
