import Testing

@testable import FastCGI

@Suite struct ListenAddressTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let address: ListenAddress

        init(_ text: String, _ address: ListenAddress) {
            testDescription = text
            self.address = address
        }
    }

    static let good: [Row] = [
        Row("unix:/run/a.sock", .unix(path: "/run/a.sock", mode: nil, owner: nil, group: nil)),
        Row(
            "unix:/a,mode=0660,owner=www,group=web",
            .unix(path: "/a", mode: 0o660, owner: "www", group: "web")),
        Row("unix:/a,group=33", .unix(path: "/a", mode: nil, owner: nil, group: "33")),
        Row("127.0.0.1:9000", .tcp(host: "127.0.0.1", port: 9000)),
        Row("*:9000", .tcp(host: "0.0.0.0", port: 9000)),
        Row(":9000", .tcp(host: "0.0.0.0", port: 9000)),
        Row("localhost:9000", .tcp(host: "localhost", port: 9000)),
        Row("Web_1.app-net.example.:0", .tcp(host: "Web_1.app-net.example.", port: 0)),
        Row("[::1]:0", .tcp(host: "::1", port: 0)),
    ]

    @Test("addresses", arguments: good)
    func parses(row: Row) throws {
        #expect(try ListenAddress(parsing: row.testDescription) == row.address)
    }

    static let bad: [(String, String)] = [
        ("", "“” has no port: write HOST:PORT or unix:PATH"),
        ("9000", "“9000” has no port: write HOST:PORT or unix:PATH"),
        ("unix:", "“unix:” has no path: write unix:/run/name.sock"),
        (
            "unix:/a,mod=0660",
            "“mod=0660” in “unix:/a,mod=0660” is no option of a unix socket: there are mode=0660, owner=USER and group=GROUP"
        ),
        (
            "unix:/a,",
            "“” in “unix:/a,” is no option of a unix socket: there are mode=0660, owner=USER and group=GROUP"
        ),
        (
            "unix:/a,owner=",
            "“owner=” in “unix:/a,owner=” is no option of a unix socket: there are mode=0660, owner=USER and group=GROUP"
        ),
        ("unix:/a,mode=0660,mode=0666", "“mode” stands twice in “unix:/a,mode=0660,mode=0666”"),
        ("unix:/a,mode=888", "mode “888” is not octal between 0000 and 0777"),
        ("unix:/a,mode=7777", "mode “7777” is not octal between 0000 and 0777"),
        ("127.0.0.1:", "port “” in “127.0.0.1:” is not a number from 0 to 65535"),
        ("127.0.0.1:65536", "port “65536” in “127.0.0.1:65536” is not a number from 0 to 65535"),
        ("127.0.0.1:+1", "port “+1” in “127.0.0.1:+1” is not a number from 0 to 65535"),
        (
            "::1:9000",
            "“::1” in “::1:9000” is no address: write a name, an IPv4 address, [an IPv6 address], or * for every IPv4 address"
        ),
        (
            "[]:9000",
            "“” in “[]:9000” is no address: write a name, an IPv4 address, [an IPv6 address], or * for every IPv4 address"
        ),
        (
            "[localhost]:9000",
            "“localhost” in “[localhost]:9000” is no address: write a name, an IPv4 address, [an IPv6 address], or * for every IPv4 address"
        ),
        (
            "a b:9000",
            "“a b” in “a b:9000” is no address: write a name, an IPv4 address, [an IPv6 address], or * for every IPv4 address"
        ),
        (
            "tcp://host:9000",
            "“tcp://host” in “tcp://host:9000” is no address: write a name, an IPv4 address, [an IPv6 address], or * for every IPv4 address"
        ),
        (
            "café:9000",
            "“café” in “café:9000” is no address: write a name, an IPv4 address, [an IPv6 address], or * for every IPv4 address"
        ),
        (
            "[127.0.0.1]:9000",
            "“127.0.0.1” in “[127.0.0.1]:9000” is no address: write a name, an IPv4 address, [an IPv6 address], or * for every IPv4 address"
        ),
    ]

    @Test("what is no address", arguments: bad)
    func refuses(text: String, message: String) {
        #expect(throws: ListenAddress.Malformed(description: message)) {
            try ListenAddress(parsing: text)
        }
    }

    @Test("a path that fits exactly, and one byte more")
    func longPaths() throws {
        let path = "/" + String(repeating: "p", count: 106)
        #expect(
            try ListenAddress(parsing: "unix:\(path)")
                == .unix(path: path, mode: nil, owner: nil, group: nil))
        #expect(
            throws: ListenAddress.Malformed(
                description:
                    "“\(path)p” is longer than the 107 bytes that a unix socket's path may have")
        ) {
            try ListenAddress(parsing: "unix:\(path)p")
        }
    }
}
