import SeededRandom
import Testing
import Topology

/// A `Host` as a client sends it, and its parts.
struct HostRow: CustomTestStringConvertible, Sendable {
    let label: String
    let text: String
    let name: String
    var port: UInt16?
    var portText = HostSyntax.PortText.absent
    var isAddressLiteral = false

    var testDescription: String { label }

    static let all: [HostRow] = [
        HostRow(label: "name", text: "App.com", name: "App.com"),
        HostRow(label: "name and port", text: "a:8080", name: "a", port: 8080, portText: .number),
        HostRow(label: "empty port", text: "a:", name: "a", portText: .empty),
        HostRow(label: "trailing dot", text: "a.", name: "a"),
        HostRow(
            label: "trailing dot and port", text: "a.:1", name: "a", port: 1, portText: .number),
        HostRow(
            label: "IPv4", text: "192.0.2.1:80", name: "192.0.2.1", port: 80, portText: .number),
        HostRow(label: "IPv6", text: "[::1]", name: "[::1]", isAddressLiteral: true),
        HostRow(
            label: "IPv6 and port", text: "[2001:DB8::1]:443", name: "[2001:DB8::1]", port: 443,
            portText: .number, isAddressLiteral: true),
        HostRow(
            label: "IPv6 and an empty port", text: "[::]:", name: "[::]", portText: .empty,
            isAddressLiteral: true),
        HostRow(
            label: "IPv6 with an IPv4 tail", text: "[::ffff:192.0.2.1]", name: "[::ffff:192.0.2.1]",
            isAddressLiteral: true),
        HostRow(
            label: "255 bytes with the port", text: longest + ":65535", name: longest, port: 65535,
            portText: .number),
    ]

    /// 249 bytes.
    private static let longest =
        Array(repeating: String(repeating: "x", count: 49), count: 5).joined(separator: ".")
}

struct HostSyntaxTests {
    @Test("Hosts as they come", arguments: HostRow.all)
    func host(_ row: HostRow) throws {
        let bytes = Array(row.text.utf8)
        let parsed = try HostSyntax.parse(bytes.span)
        #expect(String(decoding: bytes[parsed.nameRange], as: UTF8.self) == row.name)
        #expect(parsed.port == row.port)
        #expect(parsed.portText == row.portText)
        #expect(parsed.isAddressLiteral == row.isAddressLiteral)
    }

    @Test("More than 255 bytes are too long, whatever they are")
    func tooLong() {
        for byte in [UInt8(ascii: "a"), 0, 0xFF] {
            let bytes = Array(repeating: byte, count: 256)
            #expect(throws: HostNameError.tooLong) { try HostSyntax.parse(bytes.span) }
        }
    }

    @Test("Random bytes are refused or yield a name that is one")
    func fuzz() {
        var generator = SplitMix64(seed: 20)
        let alphabet = Array("aZ09-._:[]@, %\0\r\u{e9}".utf8)
        var accepted = 0
        for _ in 0..<50_000 {
            let count = Int.random(in: 0...8, using: &generator)
            let bytes = (0..<count).map { _ in alphabet.randomElement(using: &generator)! }
            guard let parsed = try? HostSyntax.parse(bytes.span) else { continue }
            accepted += 1
            let name = bytes[parsed.nameRange]
            let allowed = Array((parsed.isAddressLiteral ? "aZ09.:[]" : "aZ09-._").utf8)
            #expect(!name.isEmpty && name.allSatisfy(allowed.contains))
            #expect((parsed.portText == .number) == (parsed.port != nil))
        }
        #expect(accepted > 1000)
    }
}
