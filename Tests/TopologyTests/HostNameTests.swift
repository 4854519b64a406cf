import Testing
import Topology

/// A configured name as it is written, and what it is or what is wrong with it.
struct HostNameRow: CustomTestStringConvertible, Sendable {
    let label: String
    let text: String
    let expected: Result<String, HostNameError>

    init(_ label: String, _ text: String, is description: String) {
        (self.label, self.text, expected) = (label, text, .success(description))
    }

    init(_ label: String, _ text: String, _ error: HostNameError) {
        (self.label, self.text, expected) = (label, text, .failure(error))
    }

    var testDescription: String { label }

    private static let label63 = String(repeating: "x", count: 63)
    /// 253 bytes in labels of 63, 63, 63 and 61.
    private static let name253 =
        [label63, label63, label63, String(repeating: "y", count: 61)].joined(separator: ".")

    static let wellFormed: [HostNameRow] = [
        HostNameRow("one label", "app", is: "app"),
        HostNameRow("one byte", "a", is: "a"),
        HostNameRow("letter case", "Boston.APP.Com", is: "boston.app.com"),
        HostNameRow("trailing dot", "app.com.", is: "app.com"),
        HostNameRow("trailing dot before a port", "App.com.:81", is: "app.com:81"),
        HostNameRow("digits", "1.2.app", is: "1.2.app"),
        HostNameRow("digits in the last label but one letter", "1.2.3.4a", is: "1.2.3.4a"),
        HostNameRow("one label of digits, the last of letters", "192.0.2.x", is: "192.0.2.x"),
        HostNameRow("digits before letters", "1.app", is: "1.app"),
        HostNameRow("hexadecimal digits without 0x", "cafe.7f", is: "cafe.7f"),
        HostNameRow("0x and a letter that is no digit", "0x7g", is: "0x7g"),
        HostNameRow("underscore among digits", "2.1_0", is: "2.1_0"),
        HostNameRow("underscores", "_a._b", is: "_a._b"),
        HostNameRow("hyphens within", "a-b.c--d", is: "a-b.c--d"),
        HostNameRow("punycode", "xn--bcher-kva.example", is: "xn--bcher-kva.example"),
        HostNameRow("lowest port", "a:1", is: "a:1"),
        HostNameRow("highest port", "a:65535", is: "a:65535"),
        HostNameRow("leading zeros in the port", "a:00080", is: "a:80"),
        HostNameRow("label of 63", "\(label63).com", is: "\(label63).com"),
        HostNameRow("name of 253", name253, is: name253),
        HostNameRow("name of 253 and a dot", "\(name253).", is: name253),
    ]

    static let malformed: [HostNameRow] = [
        HostNameRow("nothing", "", .empty),
        HostNameRow("port alone", ":80", .empty),
        HostNameRow("colon alone", ":", .empty),
        HostNameRow("label of 64", "x\(label63).com", .labelTooLong),
        HostNameRow("last label of 64", "a.x\(label63)", .labelTooLong),
        HostNameRow("name of 254", "\(name253)y", .tooLong),
        HostNameRow("name of 254 and a dot", "\(name253)y.", .tooLong),
        HostNameRow("name of 255", "a.\(name253)", .tooLong),
        HostNameRow("256 bytes", "aa.\(name253)", .tooLong),
        HostNameRow("dot alone", ".", .emptyLabel),
        HostNameRow("two dots alone", "..", .emptyLabel),
        HostNameRow("dot in front", ".app.com", .emptyLabel),
        HostNameRow("two dots within", "app..com", .emptyLabel),
        HostNameRow("two dots at the end", "app.com..", .emptyLabel),
        HostNameRow("hyphen in front", "-app.com", .hyphenAtLabelEdge),
        HostNameRow("hyphen at a label's end", "app-.com", .hyphenAtLabelEdge),
        HostNameRow("hyphen at a label's start", "app.-com", .hyphenAtLabelEdge),
        HostNameRow("hyphen at the end", "app.com-", .hyphenAtLabelEdge),
        HostNameRow("hyphen before the trailing dot", "app.com-.", .hyphenAtLabelEdge),
        HostNameRow("hyphen alone", "-", .hyphenAtLabelEdge),
        HostNameRow("user information", "user@app.com", .badByte(UInt8(ascii: "@"))),
        HostNameRow("user and password", "user:secret@app.com", .badPort),
        HostNameRow("two names", "a.com,b.com", .badByte(UInt8(ascii: ","))),
        HostNameRow("two names and a space", "a.com, b.com", .badByte(UInt8(ascii: ","))),
        HostNameRow("space within", "a b", .badByte(UInt8(ascii: " "))),
        HostNameRow("space in front", " a", .badByte(UInt8(ascii: " "))),
        HostNameRow("space at the end", "a ", .badByte(UInt8(ascii: " "))),
        HostNameRow("tab", "a\t", .badByte(9)),
        HostNameRow("line end", "a\r\nX: y", .badByte(13)),
        HostNameRow("NUL", "a\0b", .badByte(0)),
        HostNameRow("path", "a/b", .badByte(UInt8(ascii: "/"))),
        HostNameRow("backslash", "a\\b", .badByte(UInt8(ascii: "\\"))),
        HostNameRow("percent", "a%2e", .badByte(UInt8(ascii: "%"))),
        HostNameRow("star", "*.app.com", .badByte(UInt8(ascii: "*"))),
        HostNameRow("plus, which joins names in a marker", "a+b", .badByte(UInt8(ascii: "+"))),
        HostNameRow("delete", "a\u{7F}", .badByte(0x7F)),
        HostNameRow("beyond ASCII", "bücher.example", .badByte(0xC3)),
        HostNameRow("no port", "a:", .badPort),
        HostNameRow("port 0", "a:0", .badPort),
        HostNameRow("port 00000", "a:00000", .badPort),
        HostNameRow("port 65536", "a:65536", .badPort),
        HostNameRow("port of many digits", "a:99999999999999999999999", .badPort),
        HostNameRow("port in letters", "a:http", .badPort),
        HostNameRow("port with a letter", "a:80a", .badPort),
        HostNameRow("port with a sign", "a:+80", .badPort),
        HostNameRow("negative port", "a:-1", .badPort),
        HostNameRow("port with a space", "a: 80", .badPort),
        HostNameRow("two ports", "a:80:81", .badPort),
        HostNameRow("IPv4", "192.0.2.1", .ipv4Address),
        HostNameRow("IPv4 with port", "192.0.2.1:80", .ipv4Address),
        HostNameRow("IPv4 with a trailing dot", "192.0.2.1.", .ipv4Address),
        HostNameRow("IPv4 in two parts", "127.1", .ipv4Address),
        HostNameRow("IPv4 in one part", "2130706433", .ipv4Address),
        HostNameRow("IPv4 in octal digits", "0177.0.0.01", .ipv4Address),
        HostNameRow("IPv4 in hexadecimal digits", "0x7F.0.0.0X1", .ipv4Address),
        HostNameRow("0x alone, a zero to browsers", "127.0.0.0x", .ipv4Address),
        HostNameRow("numbers that are no address", "256.1.1.1.1", .ipv4Address),
        HostNameRow("number at the end", "boston.1", .numberAtEnd),
        HostNameRow("number at the end, port and dot", "app.0xA.:80", .numberAtEnd),
        HostNameRow("IPv4 and no port", "192.0.2.1:", .ipv4Address),
        HostNameRow("IPv6 literal", "[::1]", .ipv6Address),
        HostNameRow("IPv6 literal with port", "[2001:db8::1]:80", .ipv6Address),
        HostNameRow("IPv6 without brackets", "::1", .empty),
        HostNameRow("IPv6 without brackets, letters", "fe80::1", .badPort),
        HostNameRow("bracket left open", "[::1", .badByte(UInt8(ascii: "["))),
        HostNameRow("bracket alone", "[", .badByte(UInt8(ascii: "["))),
        HostNameRow("empty brackets", "[]", .badByte(UInt8(ascii: "["))),
        HostNameRow("letters in brackets", "[::g]", .badByte(UInt8(ascii: "g"))),
        HostNameRow("zone", "[fe80::1%eth0]", .badByte(UInt8(ascii: "%"))),
        HostNameRow("letters after brackets", "[::1]a", .badByte(UInt8(ascii: "a"))),
        HostNameRow("dot after brackets", "[::1].", .badByte(UInt8(ascii: "."))),
        HostNameRow("bracket in a name", "a[b", .badByte(UInt8(ascii: "["))),
    ]
}

struct HostNameTests {
    @Test("Configured names", arguments: HostNameRow.wellFormed + HostNameRow.malformed)
    func configured(_ row: HostNameRow) {
        let result = Result<String, HostNameError> { () throws(HostNameError) in
            try HostName(row.text).description
        }
        #expect(result == row.expected)
    }

    @Test("Name, port and bytes of a name")
    func parts() throws {
        let name = try HostName("Boston.App.com.:8443")
        #expect(name.name == Array("boston.app.com".utf8))
        #expect(name.port == 8443)
        #expect(name.bytes == Array("boston.app.com:8443".utf8))
        #expect(try HostName("boston.app.com").port == nil)
    }

    @Test("Names are equal by name and port")
    func equality() throws {
        #expect(try HostName("A.com") == HostName("a.COM."))
        #expect(try HostName("a.com:80") == HostName("a.com:080"))
        #expect(try HostName("a.com:80") != HostName("a.com"))
        #expect(try HostName("a.com:80") != HostName("a.com:81"))
    }

    @Test(
        "Comparison with bytes as they came",
        arguments: [
            ("boston.app.com", true), ("BOSTON.app.COM", true), ("boston.app.com.", false),
            ("boston.app.co", false), ("boston.app.comm", false), ("", false),
            ("boston-app.com", false), ("boston.app.co\u{0D}", false),
            ("boston\u{0E}app.com", false),
        ])
    func nameEquals(_ text: String, _ isEqual: Bool) throws {
        let name = try HostName("boston.app.com")
        #expect(name.nameEquals(Array(text.utf8).span) == isEqual)
    }

    @Test(
        "A message says what is wrong",
        arguments: [
            (HostNameError.empty, "the name is empty"),
            (.tooLong, "the name is longer than 253 bytes"),
            (.emptyLabel, "the name has an empty label (two dots in a row, or one in front)"),
            (.labelTooLong, "a label of the name is longer than 63 bytes"),
            (.hyphenAtLabelEdge, "a label of the name begins or ends with a hyphen"),
            (
                .badByte(UInt8(ascii: "@")),
                "the name has a character that DNS names lack: '@'"
            ),
            (.badByte(0x20), "the name has a character that DNS names lack: byte 32"),
            (
                .badByte(0xC3),
                "the name has a character beyond ASCII; DNS has such names in a form with \"xn--\""
            ),
            (.badPort, "the port is not a number from 1 to 65535"),
            (.ipv6Address, "an IPv6 address stands where a DNS name belongs"),
            (
                .numberAtEnd,
                "the last label of the name is a number: browsers take such a name for an IPv4 address"
            ),
            (.ipv4Address, "an IPv4 address stands where a DNS name belongs"),
        ])
    func messages(_ error: HostNameError, _ message: String) {
        #expect(error.description == message)
    }
}
