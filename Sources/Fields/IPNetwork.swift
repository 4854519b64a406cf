/// A network in CIDR notation (RFC 4632, RFC 4291), or a single address.
public struct IPNetwork: Hashable, Sendable {
    private let address: IPAddress
    private let highMask: UInt64
    private let lowMask: UInt64

    /// - Parameter text: `192.0.2.0/24`, `2001:db8::/32`, or an address alone. Nil where it is none,
    ///   and where bits beyond the prefix are set, which is a mistake in every case seen.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        let slash = bytes.firstIndex(of: UInt8(ascii: "/"))
        guard let address = IPAddress(bytes.span.extracting(0..<(slash ?? bytes.count))) else {
            return nil
        }
        let isIPv4 = address.isIPv4 && !bytes.contains(UInt8(ascii: ":"))
        var bits = 128
        if let slash {
            let digits = text.utf8.dropFirst(slash + 1)
            guard (1...3).contains(digits.count), digits.allSatisfy(ASCII.isDigit),
                let prefix = Int(String(decoding: digits, as: UTF8.self)),
                prefix <= (isIPv4 ? 32 : 128)
            else { return nil }
            bits = isIPv4 ? prefix + 96 : prefix
        }
        highMask = bits >= 64 ? .max : ~(UInt64.max >> UInt64(bits))
        lowMask = bits <= 64 ? 0 : bits == 128 ? .max : ~(UInt64.max >> UInt64(bits - 64))
        self.address = address
        guard address.high & ~highMask == 0, address.low & ~lowMask == 0 else { return nil }
    }

    /// IPv4 addresses, though held as IPv6, are in networks of IPv4 only: `::/0` is all of IPv6.
    public func contains(_ other: IPAddress) -> Bool {
        other.isIPv4 == address.isIPv4 && other.high & highMask == address.high
            && other.low & lowMask == address.low
    }

    /// The network as a text of bits, for radix trees: of an IPv4 address, or of an IPv6 address.
    package var bits: (text: PrefixTrees.Text, isIPv4: Bool) {
        let count = highMask.nonzeroBitCount + lowMask.nonzeroBitCount
        let bytes = address.bytes
        guard address.isIPv4 else {
            return (PrefixTrees.Text((0..<16).map { bytes[$0] }, bitCount: count), false)
        }
        return (PrefixTrees.Text((12..<16).map { bytes[$0] }, bitCount: count - 96), true)
    }
}
