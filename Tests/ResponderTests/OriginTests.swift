import Distribution
import Fields
import Responder
import Testing
import Topology

/// Whose word counts of scheme and client: X-Distrib-Scheme and X-Distrib-Client of a session's start.
@Suite struct OriginTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var family = ForwardedFamily.xForwarded
        var peer: String? = "127.0.0.1"
        let fields: [(String, String)]
        var scheme = "http"
        let client: String?
    }

    static let proxies = TrustedProxies([IPNetwork("127.0.0.0/8")!, IPNetwork("2001:db8::/64")!])

    static let rows = [
        Row(
            testDescription: "a forged line before the proxy's",
            fields: [
                ("HTTP_X_FORWARDED_FOR", "203.0.113.7"), ("HTTP_X_FORWARDED_FOR", "198.51.100.7"),
            ], client: "198.51.100.7"),
        Row(
            testDescription: "a forged scheme before the proxy's",
            fields: [("HTTP_X_FORWARDED_PROTO", "https"), ("HTTP_X_FORWARDED_PROTO", "http")],
            client: "127.0.0.1"),
        Row(
            testDescription: "the scheme of the last line",
            fields: [("HTTP_X_FORWARDED_PROTO", "http"), ("HTTP_X_FORWARDED_PROTO", "https")],
            scheme: "https", client: "127.0.0.1"),
        Row(
            testDescription: "Forwarded is not the proxy's",
            fields: [
                ("HTTP_FORWARDED", "for=203.0.113.7;proto=https"),
                ("HTTP_X_FORWARDED_FOR", "198.51.100.7"),
            ], client: "198.51.100.7"),
        Row(
            testDescription: "X-Forwarded-For is not the proxy's", family: .forwarded,
            fields: [
                ("HTTP_X_FORWARDED_FOR", "203.0.113.7"), ("HTTP_X_FORWARDED_PROTO", "http"),
                ("HTTP_FORWARDED", "for=198.51.100.7;proto=https"),
            ], scheme: "https", client: "198.51.100.7"),
        Row(
            testDescription: "Forwarded in two lines", family: .forwarded,
            fields: [
                ("HTTP_FORWARDED", "for=203.0.113.7;proto=http"),
                ("HTTP_FORWARDED", "for=198.51.100.7;proto=https"),
            ], scheme: "https", client: "198.51.100.7"),
        Row(
            testDescription: "fields of other names", family: fields("X-Real-IP", "X-Scheme"),
            fields: [
                ("HTTP_X_FORWARDED_FOR", "203.0.113.7"), ("HTTP_X_REAL_IP", "198.51.100.7"),
                ("HTTP_X_SCHEME", "HTTPS"), ("HTTP_X_FORWARDED_PROTO", "http"),
            ], scheme: "https", client: "198.51.100.7"),
        Row(
            testDescription: "the scheme may stand first", family: fields("X-Scheme", "X-Real-IP"),
            fields: [("HTTP_X_SCHEME", "https"), ("HTTP_X_REAL_IP", "198.51.100.7")],
            scheme: "https", client: "198.51.100.7"),
        Row(
            testDescription: "a list in a field of another name", family: fields("X-List"),
            fields: [("HTTP_X_LIST", "203.0.113.7, 198.51.100.7, 127.0.0.3")],
            client: "198.51.100.7"),
        Row(
            testDescription: "an unreadable field of another name", family: fields("X-Real-IP"),
            fields: [("HTTP_X_REAL_IP", "unknown")], client: nil),
        Row(
            testDescription: "none of the fields", family: fields("X-Real-IP"), fields: [],
            client: "127.0.0.1"),
        Row(
            testDescription: "a peer that nobody trusts", peer: "192.0.2.9",
            fields: [("HTTP_X_FORWARDED_FOR", "203.0.113.7"), ("HTTP_X_FORWARDED_PROTO", "https")],
            client: "192.0.2.9"),
        Row(
            testDescription: "IPv6, as it was written", peer: "2001:DB8::1",
            fields: [("HTTP_X_FORWARDED_FOR", "[2001:db8:1::7]:443")], client: "2001:db8:1::7"),
        Row(testDescription: "no peer", peer: nil, fields: [], client: nil),
        Row(testDescription: "no address", peer: "a\u{b}b", fields: [], client: nil),
    ]

    private static func fields(_ names: String...) -> ForwardedFamily {
        .fields(names.map { Array($0.utf8) })
    }

    @Test(arguments: rows)
    func isBelieved(_ row: Row) throws {
        let bench = Bench(trustedProxies: OriginTests.proxies, forwarded: row.family)
        let all =
            [("HTTP_HOST", "boston.app.com"), ("REQUEST_URI", "/a/Distrib=1700000000")]
            + (row.peer.map { [("REMOTE_ADDR", $0)] } ?? []) + row.fields
        #expect(try bench.field("X-Distrib-Scheme", all) == row.scheme)
        #expect(try bench.field("X-Distrib-Client", all) == row.client)
    }

    @Test(
        "A peer over a unix socket is trusted where the operator says so",
        arguments: [("unix:", true), (nil, true), ("", true), ("192.0.2.9", false), ("x", false)])
    func unixSockets(_ peer: String?, _ hasNoAddress: Bool) throws {
        let all =
            [
                ("HTTP_HOST", "boston.app.com"), ("REQUEST_URI", "/a/Distrib=1700000000"),
                ("HTTP_X_FORWARDED_FOR", "203.0.113.7"), ("HTTP_X_FORWARDED_PROTO", "https"),
            ] + (peer.map { [("REMOTE_ADDR", $0)] } ?? [])
        for isTrusted in [true, false] {
            var bench = Bench(trustedProxies: OriginTests.proxies)
            bench.trustedProxies.includesUnixSockets = isTrusted
            let isBelieved = isTrusted && hasNoAddress
            #expect(
                try bench.field("X-Distrib-Scheme", all) == (isBelieved ? "https" : "http"))
            #expect(
                try bench.field("X-Distrib-Client", all)
                    == (isBelieved ? "203.0.113.7" : peer == "192.0.2.9" ? peer : nil))
        }
    }
}

/// Fields of the client that come in several lines.
@Suite struct DoubledFields {
    @Test func aCookieOfSeveralLinesIsOne() throws {
        let bench = Bench(remember: RememberedGroup(cookie: "DistribGroup", maxAge: 60))
        let all = [
            ("HTTP_HOST", "app.com"), ("HTTP_COOKIE", "theme=dark"),
            ("HTTP_COOKIE", "DistribGroup=europe.app.com"),
        ]
        #expect(try bench.field("Location", all) == "http://europe.app.com/")
    }

    @Test func aHostOfSeveralLinesIsMalformed() throws {
        let all = [("HTTP_HOST", "app.com"), ("HTTP_HOST", "boston.app.com")]
        #expect(try Bench().field("Status", all) == "400 Bad Request")
    }

    @Test func ofOtherVariablesTheFirstCounts() throws {
        let all = [("HTTP_HOST", "app.com"), ("REQUEST_URI", "/a"), ("REQUEST_URI", "/b")]
        #expect(
            try Bench().field("Location", all) == "http://boston.app.com/a/Distrib=1700000000")
    }

    @Test func rulesSeeTheWholeField() throws {
        let europe = ProperGroupPolicy.Rule(
            group: .init(1),
            conditions: [.variable(name: Array("HTTP_X".utf8), [.exact(Array("a, b".utf8))])])
        let all = [("HTTP_HOST", "app.com"), ("HTTP_X", "a"), ("HTTP_X", "b")]
        #expect(try Bench(rules: [europe]).field("X-Distrib-Decision", all) == "wrong-group")
    }
}
