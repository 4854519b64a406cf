import Distribution
import Fields
import Testing
import Topology

/// A condition, a request, and whether it holds.
struct ConditionRow: CustomTestStringConvertible, Sendable {
    let label: String
    let condition: Condition
    let request: TestRequest
    var placement = MarkerPolicy.Placement.path
    let holds: Bool

    init(
        _ label: String, _ condition: Condition, _ request: TestRequest,
        placement: MarkerPolicy.Placement = .path, _ holds: Bool
    ) {
        self.label = label
        self.condition = condition
        self.request = request
        self.placement = placement
        self.holds = holds
    }

    var testDescription: String { label }

    static func variable(_ name: String, _ value: String) -> TestRequest {
        TestRequest(variables: [(name, value)])
    }

    private static let networks = Condition.client(
        ["192.0.2.0/24", "2001:db8::/32"].compactMap { IPNetwork($0) })

    static let client: [ConditionRow] = [
        ConditionRow(
            "client in the first network", networks, TestRequest(client: "192.0.2.9"), true),
        ConditionRow("client in the second", networks, TestRequest(client: "2001:db8::9"), true),
        ConditionRow("client, mapped", networks, TestRequest(client: "::ffff:192.0.2.9"), true),
        ConditionRow("client elsewhere", networks, TestRequest(client: "192.0.3.9"), false),
        ConditionRow("client unknown", networks, TestRequest(), false),
        ConditionRow(
            "no networks", .client([]), TestRequest(client: "192.0.2.9"), false),
    ]

    private static func clientHost(
        _ label: String, _ suffixes: [String], _ name: String, _ holds: Bool
    ) -> ConditionRow {
        ConditionRow(
            "client host: " + label, .clientHost(suffixes.map { Array($0.utf8) }),
            variable("REMOTE_HOST", name), holds)
    }

    static let clientHost: [ConditionRow] = [
        clientHost("below a suffix", [".eu"], "www.example.eu", true),
        clientHost("letter case", [".eu"], "WWW.Example.EU", true),
        clientHost("a trailing dot", [".eu"], "www.example.eu.", true),
        clientHost("the suffix itself lacks its dot", [".eu"], "eu", false),
        clientHost("another suffix", [".eu"], "www.example.org", false),
        clientHost("another label of that end", [".eu"], "www.exampleeu", false),
        clientHost("the name itself", ["example.org"], "example.org", true),
        clientHost("below a name", ["example.org"], "a.b.example.org", true),
        clientHost("a name of that end", ["example.org"], "badexample.org", false),
        clientHost("shorter", ["example.org"], "org", false),
        clientHost("the second suffix", [".eu", "example.org"], "example.org", true),
        clientHost("empty", [".eu"], "", false),
        clientHost("an address", [".eu"], "192.0.2.1", false),
        ConditionRow("client host: absent", .clientHost([Array(".eu".utf8)]), TestRequest(), false),
    ]

    private static let country = Condition.geography(
        .country, variable: Array("GEOIP_COUNTRY_CODE".utf8), ["CH", "DE"].map { Array($0.utf8) })

    static let place: [ConditionRow] = [
        ConditionRow("the first country", country, variable("GEOIP_COUNTRY_CODE", "CH"), true),
        ConditionRow("the second country", country, variable("GEOIP_COUNTRY_CODE", "DE"), true),
        ConditionRow(
            "country in small letters", country, variable("GEOIP_COUNTRY_CODE", "ch"), true),
        ConditionRow("another country", country, variable("GEOIP_COUNTRY_CODE", "US"), false),
        ConditionRow("a longer value", country, variable("GEOIP_COUNTRY_CODE", "CHE"), false),
        ConditionRow("an empty country", country, variable("GEOIP_COUNTRY_CODE", ""), false),
        ConditionRow("no country", country, variable("GEOIP_CONTINENT_CODE", "CH"), false),
    ]

    private static func patterns(_ texts: [String]) -> [Pattern] {
        texts.compactMap { Pattern($0) }
    }

    private static func path(
        _ label: String, _ target: String, placement: MarkerPolicy.Placement = .path,
        _ holds: Bool
    ) -> ConditionRow {
        ConditionRow(
            "path: " + label, .path(["/eu/", "/de"].map { Array($0.utf8) }), TestRequest(target),
            placement: placement, holds)
    }

    static let path: [ConditionRow] = [
        path("below the first prefix", "/eu/x?y", true),
        path("the first prefix itself", "/eu/", true),
        path("the prefix without its slash", "/eu", false),
        path("the second prefix", "/de", true),
        path("a prefix is one of bytes", "/deutsch", true),
        path("another", "/us/", false),
        path("not in front", "/x/eu/", false),
        path("letter case", "/EU/", false),
        path("in the query", "/?/eu/", false),
        path("in an absolute-form", "http://a.com/eu/", true),
        path("before a marker", "/eu/Distrib=5/", true),
        path("the slash before a marker is not the path's", "/eu/Distrib=5", false),
        path("around a marker", "/Distrib=5/eu/Distrib=5/x", true),
        path("around a marker, another", "/Distrib=5/eu/Distrib=5", false),
        path("without its first slash", "de/", true),
        path(
            "what looks like a marker belongs to the path", "/eu/Distrib=5", placement: .query, true
        ),
        path("a marker in the query", "/eu/?Distrib=5", placement: .query, true),
        ConditionRow(
            "path: the root", .path([Array("/".utf8)]), TestRequest("/"), true),
        ConditionRow(
            "path: the root with a marker", .path([Array("/".utf8)]), TestRequest("/Distrib=5"),
            true),
        ConditionRow(
            "path: the root with a marker is not below /eu/", .path([Array("/eu/".utf8)]),
            TestRequest("/Distrib=5"), false),
    ]

    private static func host(
        _ label: String, _ names: [String], _ host: String?, scheme: Scheme = .http,
        _ holds: Bool
    ) -> ConditionRow {
        ConditionRow(
            "host: " + label, .host(names.compactMap { try? HostName($0) }),
            TestRequest(host: host, scheme: scheme), holds)
    }

    static let host: [ConditionRow] = [
        host("the name", ["shop.eu"], "shop.eu", true),
        host("the second name", ["a.eu", "shop.eu"], "SHOP.eu.:8080", true),
        host("another name", ["shop.eu"], "www.shop.eu", false),
        host("absent", ["shop.eu"], nil, false),
        host("with a port", ["shop.eu:81"], "shop.eu:81", true),
        host("with another port", ["shop.eu:81"], "shop.eu:82", false),
        host("with the scheme's port", ["shop.eu:443"], "shop.eu", scheme: .https, true),
        host("with the other scheme's port", ["shop.eu:443"], "shop.eu", false),
        host("an IPv6 literal", ["shop.eu"], "[::1]", false),
    ]

    static let variables: [ConditionRow] = [
        ConditionRow(
            "variable: exact", .variable(name: Array("A".utf8), patterns(["x", "y"])),
            variable("A", "y"), true),
        ConditionRow(
            "variable: another value", .variable(name: Array("A".utf8), patterns(["x", "y"])),
            variable("A", "z"), false),
        ConditionRow(
            "variable: absent", .variable(name: Array("A".utf8), patterns(["*"])),
            variable("B", "x"), false),
        ConditionRow(
            "variable: present, though empty", .variable(name: Array("A".utf8), patterns(["*"])),
            variable("A", ""), true),
        ConditionRow(
            "variable: no patterns", .variable(name: Array("A".utf8), []), variable("A", "x"), false
        ),
        ConditionRow(
            "variable: a header field",
            .variable(name: Array("HTTP_X_REGION".utf8), patterns(["e*"])),
            variable("HTTP_X_REGION", "eu"), true),
    ]
}

struct ConditionTests {
    @Test(
        "Conditions",
        arguments: ConditionRow.client + ConditionRow.clientHost + ConditionRow.place
            + ConditionRow.path + ConditionRow.host + ConditionRow.variables)
    func holds(_ row: ConditionRow) throws {
        let holds = try row.request.withView(row.placement) {
            row.condition.holds(for: $0)
        }
        #expect(holds == row.holds)
    }

    @Test(
        "Patterns as they are written",
        arguments: [
            ("x", .exact(Array("x".utf8))), ("", .exact([])), ("*", .present),
            ("x*", .prefix(Array("x".utf8))), ("*x", .suffix(Array("x".utf8))), ("**", nil),
            ("*x*", .contains(Array("x".utf8))), ("***", nil), ("x*y", nil), ("x**", nil),
            ("**x", nil), ("*x*y", nil),
            ("ä*", .prefix(Array("ä".utf8))),
        ] as [(String, Pattern?)])
    func pattern(_ text: String, _ pattern: Pattern?) {
        #expect(Pattern(text) == pattern)
    }

    @Test(
        "Patterns and values",
        arguments: [
            ("eu", "eu", true), ("eu", "EU", false), ("eu", "eu ", false), ("eu", "e", false),
            ("eu", "", false), ("", "", true), ("", "x", false), ("eu-*", "eu-west", true),
            ("eu-*", "eu-", true), ("eu-*", "eu", false), ("eu-*", "xeu-", false),
            ("*-eu", "west-eu", true), ("*-eu", "-eu", true), ("*-eu", "eu", false),
            ("*-eu", "-eux", false), ("*bot*", "Googlebot/2.1", true),
            ("*bot*", "bot", true), ("*bot*", "bo bbot", true), ("*bot*", "Bot", false),
            ("*bot*", "bo", false), ("*bot*", "", false), ("*bot*", "boxbo", false),
            ("*", "", true), ("*", "x", true),
        ])
    func matches(_ pattern: String, _ value: String, _ isMatch: Bool) throws {
        let condition = Condition.variable(name: Array("A".utf8), [try #require(Pattern(pattern))])
        let holds = try ConditionRow.variable("A", value).withView {
            condition.holds(for: $0)
        }
        #expect(holds == isMatch)
    }
}
