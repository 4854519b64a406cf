/// An IPv4 or IPv6 address; IPv4 is held as an IPv4-mapped IPv6 address (RFC 4291, section 2.5.5.2),
/// so that `::ffff:192.0.2.1` and `192.0.2.1` are the same client.
public struct IPAddress: Hashable, Sendable {
    /// The eight groups of sixteen bits, as two halves.
    let high: UInt64
    let low: UInt64

    /// - Parameter text: an address without brackets, port or zone. Nil where it is none.
    public init?(_ text: Span<UInt8>) {
        if text.firstIndex(of: UInt8(ascii: ":")) == nil {
            guard let address = IPAddress.ipv4(text) else { return nil }
            high = 0
            low = 0xFFFF_0000_0000 | UInt64(address)
        } else {
            guard let (high, low) = IPAddress.ipv6(text) else { return nil }
            self.high = high
            self.low = low
        }
    }

    /// The bits of the address.
    package var halves: (high: UInt64, low: UInt64) { (high, low) }

    package var isIPv4: Bool { high == 0 && low >> 32 == 0xFFFF }

    /// The sixteen bytes of the IPv6 address; an IPv4 address stands in the last four.
    package var bytes: InlineArray<16, UInt8> {
        InlineArray { index in
            UInt8(truncatingIfNeeded: (index < 8 ? high : low) >> UInt64(56 - (index & 7) * 8))
        }
    }

    private static func ipv4(_ text: Span<UInt8>) -> UInt32? {
        var address: UInt32 = 0
        var start = 0
        for octet in 0..<4 {
            let end = octet == 3 ? text.count : text.firstIndex(of: UInt8(ascii: "."), from: start)
            guard let end, (1...3).contains(end - start) else { return nil }
            var value: UInt32 = 0
            for index in start..<end {
                guard ASCII.isDigit(text[index]) else { return nil }
                value = value * 10 + UInt32(text[index] - UInt8(ascii: "0"))
            }
            // A leading zero would be octal to some readers (RFC 6943, section 3.1.1).
            guard value <= 255, end - start == 1 || text[start] != UInt8(ascii: "0") else {
                return nil
            }
            address = address << 8 | value
            start = end + 1
        }
        return address
    }

    /// RFC 4291, section 2.2: groups before and after at most one "::", the last 32 bits maybe as IPv4.
    private static func ipv6(_ text: Span<UInt8>) -> (UInt64, UInt64)? {
        var groups = IPv6Groups()
        var start = 0
        let colon = UInt8(ascii: ":")
        if text.count >= 2, text[0] == colon, text[1] == colon {
            groups.gap = 0
            start = 2
        }
        while start < text.count {
            let end = text.firstIndex(of: UInt8(ascii: ":"), from: start) ?? text.count
            guard groups.append(text.extracting(start..<end), isLast: end == text.count) else {
                return nil
            }
            guard end < text.count else { break }
            start = end + 1
            if start == text.count { return nil }
            if text[start] == UInt8(ascii: ":") {
                guard groups.gap == nil else { return nil }
                groups.gap = groups.count
                start += 1
            }
        }
        return groups.halves
    }
}

/// Groups of an IPv6 address as they are read.
private struct IPv6Groups {
    private var values: InlineArray<8, UInt16> = .init(repeating: 0)
    private(set) var count = 0
    /// How many groups stand before the "::".
    var gap: Int?

    mutating func append(_ text: Span<UInt8>, isLast: Bool) -> Bool {
        if isLast, text.firstIndex(of: UInt8(ascii: ".")) != nil {
            guard let address = IPAddress(text), address.isIPv4 else { return false }
            return push(UInt16(truncatingIfNeeded: address.low >> 16))
                && push(UInt16(truncatingIfNeeded: address.low))
        }
        guard (1...4).contains(text.count) else { return false }
        var value: UInt16 = 0
        for index in text.indices {
            guard let digit = ASCII.hexadecimalValue(text[index]) else { return false }
            value = value << 4 | UInt16(digit)
        }
        return push(value)
    }

    var halves: (UInt64, UInt64)? {
        guard gap == nil ? count == 8 : count < 8 else { return nil }
        var all: InlineArray<8, UInt16> = .init(repeating: 0)
        for index in 0..<count {
            all[index < gap ?? 8 ? index : index + 8 - count] = values[index]
        }
        var high: UInt64 = 0
        var low: UInt64 = 0
        for index in 0..<4 {
            high = high << 16 | UInt64(all[index])
            low = low << 16 | UInt64(all[index + 4])
        }
        return (high, low)
    }

    private mutating func push(_ value: UInt16) -> Bool {
        guard count < 8 else { return false }
        values[count] = value
        count += 1
        return true
    }
}
