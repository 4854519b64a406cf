import Fields
import Glibc
import SeededRandom
import Testing

struct IPAddressTests {
    private static let rows = [
        "", ".", ":", "::", ":::", "0", "1.2.3.4", "0.0.0.0", "255.255.255.255", "256.1.1.1",
        "1.2.3.256", "1.2.3", "1.2.3.", ".1.2.3", "1..2.3", "1.2.3.4.", "1.2.3.4.5", "01.2.3.4",
        "1.2.3.04", "00.0.0.0", "1.2.3.4 ", " 1.2.3.4", "1.2.3.-4", "1.2.3.+4", "0x1.2.3.4",
        "1.2.3.a", "1234.1.1.1", "127.1", "2130706433", "::1", "1::", "::1::", "1::2::3", "1:",
        ":1",
        "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7::",
        "::2:3:4:5:6:7:8", "1:2:3:4::5:6:7:8", "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8",
        "1:2:3::5:6:7:8", "12345::", "::12345", "00001::", "0001::", "g::", "::G", "AbCd::EF",
        "::1.2.3.4", "::ffff:1.2.3.4", "::FFFF:1.2.3.4", "1:2:3:4:5:6:1.2.3.4",
        "1:2:3:4:5:6:7:1.2.3.4", "1:2:3:4:5::1.2.3.4", "1:2:3:4:5:6::1.2.3.4", "1.2.3.4::",
        "::1.2.3.4:5", "::1.2.3", "::1.2.3.4.5", "::01.2.3.4", "::256.1.1.1", "1::1.2.3.4:",
        ":1.2.3.4", "fe80::1%eth0", "[::1]", "::1/128", "1.2.3.4/8", "1.2.3.4:80", "::-1", ":: 1",
        "2001:db8::192.0.2.33", "::ffff:0:0", "\u{661}.2.3.4",
    ]

    @Test("An address is one where inet_pton(3) says so", arguments: rows)
    func literal(_ text: String) {
        #expect(disagreement(Array(text.utf8)) == nil)
    }

    @Test("Random texts", arguments: [UInt64(1), 2, 3])
    func fuzz(_ seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        let pieces = [
            ":", ":", "::", ".", "1", "0", "ffff", "a", "12", "255", "256", "1.2.3.4", "g",
        ]
        var valid = 0
        var wrong: [String] = []
        for _ in 0..<30_000 {
            let count = Int.random(in: 1...12, using: &generator)
            let text = (0..<count).map { _ in pieces.randomElement(using: &generator)! }.joined()
            let bytes = Array(text.utf8)
            if parsed(bytes) != nil { valid += 1 }
            if let disagreement = disagreement(bytes) { wrong.append(disagreement) }
        }
        #expect(wrong == [])
        #expect(valid > 200)
    }

    @Test("Random addresses, shortened and written out, are the same")
    func roundTrip() throws {
        var generator = SplitMix64(seed: 9)
        for number in 0..<5000 {
            var groups = (0..<8).map { _ in UInt16.random(in: 0...UInt16.max, using: &generator) }
            for index in groups.indices where number >> index & 1 == 1 { groups[index] = 0 }
            let bytes = groups.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }
            var shortened = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
            try #require(
                inet_ntop(AF_INET6, bytes, &shortened, socklen_t(shortened.count)) != nil)
            let short = shortened.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            let address = parsed(short)
            #expect(address != nil && address == parsed(writtenOut(bytes)))
        }
    }

    @Test("IPv4 is the same as IPv4-mapped IPv6, and nothing else is")
    func mapped() {
        func address(_ text: String) -> IPAddress? { parsed(Array(text.utf8)) }
        #expect(address("192.0.2.1") == address("::ffff:192.0.2.1"))
        #expect(address("192.0.2.1") == address("::ffff:c000:201"))
        #expect(address("192.0.2.1") != address("::192.0.2.1"))
        #expect(address("192.0.2.1") != address("192.0.2.2"))
        #expect(address("0.0.0.0") != address("::"))
        // How a dual-stack socket writes the peers that come over IPv4.
        #expect(address("::ffff:127.0.0.1") == address("127.0.0.1"))
        #expect(address("::FFFF:127.0.0.1") == address("127.0.0.1"))
        #expect(address("0:0:0:0:0:ffff:7f00:1") == address("127.0.0.1"))
        #expect(address("::1") != address("127.0.0.1"))
        #expect(Set([address("::ffff:127.0.0.1"), address("127.0.0.1")]).count == 1)
    }

    /// What differs from inet_pton(3): whether it is an address, and which.
    private func disagreement(_ text: [UInt8]) -> String? {
        let address = parsed(text)
        let expected = presented(text).flatMap { parsed(writtenOut($0)) }
        guard address != expected else { return nil }
        return "\(String(decoding: text, as: UTF8.self)) is \(String(describing: address))"
    }

    /// Sixteen bytes, those of IPv4 mapped.
    private func presented(_ text: [UInt8]) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 16)
        let terminated = (text + [0]).map { CChar(bitPattern: $0) }
        if inet_pton(AF_INET6, terminated, &bytes) == 1 { return bytes }
        guard inet_pton(AF_INET, terminated, &bytes) == 1 else { return nil }
        return [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF] + bytes[..<4]
    }

    /// Eight groups of four digits: the form that leaves nothing to interpret.
    private func writtenOut(_ bytes: [UInt8]) -> [UInt8] {
        let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
        let groups = stride(from: 0, to: 16, by: 2).map { digits[$0] + digits[$0 + 1] }
        return Array(groups.joined(separator: ":").utf8)
    }
}

private func parsed(_ text: [UInt8]) -> IPAddress? { IPAddress(text.span) }

/// A network, and an address that it contains or not.
struct NetworkRow: CustomTestStringConvertible, Sendable {
    let network: String
    let address: String
    let isInside: Bool

    init(_ network: String, _ address: String, _ isInside: Bool) {
        (self.network, self.address, self.isInside) = (network, address, isInside)
    }

    var testDescription: String { "\(address) \(isInside ? "in" : "not in") \(network)" }

    static let all: [NetworkRow] = [
        NetworkRow("192.0.2.0/24", "192.0.2.0", true),
        NetworkRow("192.0.2.0/24", "192.0.2.255", true),
        NetworkRow("192.0.2.0/24", "192.0.3.0", false),
        NetworkRow("192.0.2.0/24", "192.0.1.255", false),
        NetworkRow("192.0.2.0/24", "::ffff:192.0.2.7", true),
        NetworkRow("192.0.2.0/24", "::192.0.2.7", false),
        NetworkRow("192.0.2.128/25", "192.0.2.127", false),
        NetworkRow("192.0.2.128/25", "192.0.2.128", true),
        NetworkRow("192.0.2.1", "192.0.2.1", true),
        NetworkRow("192.0.2.1", "192.0.2.2", false),
        NetworkRow("192.0.2.1/32", "192.0.2.0", false),
        NetworkRow("192.0.2.0/31", "192.0.2.1", true),
        NetworkRow("0.0.0.0/0", "255.255.255.255", true),
        NetworkRow("0.0.0.0/0", "::1", false),
        NetworkRow("0.0.0.0/0", "::ffff:1.2.3.4", true),
        NetworkRow("128.0.0.0/1", "127.255.255.255", false),
        NetworkRow("128.0.0.0/1", "128.0.0.0", true),
        NetworkRow("::1", "::1", true),
        NetworkRow("::1", "::2", false),
        NetworkRow("::1/128", "::1", true),
        NetworkRow("2001:db8::/32", "2001:db8:ffff::1", true),
        NetworkRow("2001:db8::/32", "2001:db9::", false),
        NetworkRow("2001:db8::/63", "2001:db8:0:1::", true),
        NetworkRow("2001:db8::/63", "2001:db8:0:2::", false),
        NetworkRow("2001:db8::/64", "2001:db8::ffff:ffff:ffff:ffff", true),
        NetworkRow("2001:db8::/64", "2001:db8:0:1::", false),
        NetworkRow("2001:db8::/65", "2001:db8::7fff:0:0:0", true),
        NetworkRow("2001:db8::/65", "2001:db8::8000:0:0:0", false),
        NetworkRow("2001:db8::/127", "2001:db8::1", true),
        NetworkRow("2001:db8::/127", "2001:db8::2", false),
        NetworkRow("::/0", "2001:db8::1", true),
        NetworkRow("::/0", "::", true),
        NetworkRow("::/0", "192.0.2.1", false),
        NetworkRow("::/64", "192.0.2.1", false),
        NetworkRow("::/64", "::2", true),
        NetworkRow("::ffff:0:0/96", "192.0.2.1", true),
        NetworkRow("::ffff:192.0.2.0/120", "192.0.2.1", true),
        NetworkRow("::ffff:192.0.2.0/120", "192.0.3.1", false),
    ]
}

struct IPNetworkTests {
    @Test("Which addresses a network contains", arguments: NetworkRow.all)
    func contains(_ row: NetworkRow) throws {
        let network = try #require(IPNetwork(row.network))
        let address = try #require(parsed(Array(row.address.utf8)))
        #expect(network.contains(address) == row.isInside)
    }

    @Test(
        "What is no network",
        arguments: [
            "", "/", "/8", "1.2.3.4/", "1.2.3.4/33", "1.2.3.4/-1", "1.2.3.4/+1", "1.2.3.4/8/8",
            "1.2.3.0/a", "1.2.3.0/24 ", "1.2.3.0 /24", "1.2.3.0/255.255.255.0", "1.2.3/24",
            "::/129",
            "::/1000", "::/9999999999999999999999", "2001:db8::1/32", "1.2.3.4/24", "1.2.3.4/0",
            "::1/0", "::1/127", "[::]/0", "a.com", "*", "::ffff:1.2.3.4/24", "1.2.3.4/128",
        ])
    func malformed(_ text: String) {
        #expect(IPNetwork(text) == nil)
    }

    @Test("An address alone is the network of it alone")
    func single() {
        #expect(IPNetwork("192.0.2.1") == IPNetwork("192.0.2.1/32"))
        #expect(IPNetwork("2001:db8::1") == IPNetwork("2001:db8::1/128"))
        #expect(IPNetwork("192.0.2.0/24") != IPNetwork("192.0.2.0/25"))
    }
}
