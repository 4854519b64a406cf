import Distribution
import SeededRandom
import Testing
import Topology

/// A target, and what a lockdown at second 5 makes of it, in both placements.
struct LocationRow: CustomTestStringConvertible, Sendable {
    let label: String
    let target: String
    /// The new target where markers stand in the path.
    let path: String
    /// The new target where markers stand in the query.
    let query: String

    init(_ label: String, _ target: String, path: String, query: String) {
        (self.label, self.target, self.path, self.query) = (label, target, path, query)
    }

    var testDescription: String { label }

    static let all: [LocationRow] = plain + marked

    static let plain: [LocationRow] = [
        LocationRow("root", "/", path: "/Distrib=5/", query: "/?Distrib=5"),
        LocationRow("nothing", "", path: "/Distrib=5/", query: "/?Distrib=5"),
        LocationRow("path", "/a", path: "/a/Distrib=5", query: "/a?Distrib=5"),
        LocationRow("a slash at the end", "/a/", path: "/a/Distrib=5/", query: "/a/?Distrib=5"),
        LocationRow("two slashes", "//", path: "//Distrib=5/", query: "//?Distrib=5"),
        LocationRow("three slashes", "/a///", path: "/a///Distrib=5/", query: "/a///?Distrib=5"),
        LocationRow("query", "/?q=1", path: "/Distrib=5/?q=1", query: "/?q=1&Distrib=5"),
        LocationRow("empty query", "/a?", path: "/a/Distrib=5?", query: "/a?&Distrib=5"),
        LocationRow("ampersand alone", "/a?&", path: "/a/Distrib=5?&", query: "/a?&&Distrib=5"),
        LocationRow("no slash in front", "a", path: "/a/Distrib=5", query: "/a?Distrib=5"),
        LocationRow(
            "what looks odd but may stand in a URI", "/%2F/%zz;p=1//a+b/!$'()*,:@~[]?a=%26&b=?/+;",
            path: "/%2F/%zz;p=1//a+b/!$'()*,:@~[]/Distrib=5?a=%26&b=?/+;",
            query: "/%2F/%zz;p=1//a+b/!$'()*,:@~[]?a=%26&b=?/+;&Distrib=5"),
        LocationRow(
            "what may not", "/ \"<>\\^`{|}#\u{7F}\u{1}\t?\u{e9}\"",
            path: "/%20%22%3C%3E%5C%5E%60%7B%7C%7D%23%7F%01%09/Distrib=5?%C3%A9%22",
            query: "/%20%22%3C%3E%5C%5E%60%7B%7C%7D%23%7F%01%09?%C3%A9%22&Distrib=5"),
        LocationRow(
            "line ends and NUL", "/a\r\nSet-Cookie: x=y\0?\r\n\0",
            path: "/a%0D%0ASet-Cookie:%20x=y%00/Distrib=5?%0D%0A%00",
            query: "/a%0D%0ASet-Cookie:%20x=y%00?%0D%0A%00&Distrib=5"),
        LocationRow(
            "order and number of arguments", "/?b=2&a=1&a=1&&",
            path: "/Distrib=5/?b=2&a=1&a=1&&", query: "/?b=2&a=1&a=1&&&Distrib=5"),
        LocationRow(
            "the application's own", "/Distribution=1/xDistrib=1?Distribution=1&xDistrib=1",
            path: "/Distribution=1/xDistrib=1/Distrib=5?Distribution=1&xDistrib=1",
            query: "/Distribution=1/xDistrib=1?Distribution=1&xDistrib=1&Distrib=5"),
    ]

    static let marked: [LocationRow] = [
        LocationRow(
            "an old marker in the path", "/a/Distrib=4?q", path: "/a/Distrib=5?q",
            query: "/a/Distrib=4?q&Distrib=5"),
        LocationRow(
            "an old marker in the path, a slash behind it", "/a/Distrib=4/",
            path: "/a/Distrib=5/", query: "/a/Distrib=4/?Distrib=5"),
        LocationRow(
            "an old marker of the root", "/Distrib=4/?q", path: "/Distrib=5/?q",
            query: "/Distrib=4/?q&Distrib=5"),
        LocationRow(
            "an old marker in the query", "/a?q&distrib=4",
            path: "/a/Distrib=5?q&distrib=4", query: "/a?q&Distrib=5"),
        LocationRow(
            "a query of an old marker", "/a?Distrib=4", path: "/a/Distrib=5?Distrib=4",
            query: "/a?Distrib=5"),
        LocationRow(
            "an old marker behind an empty query", "/a?&Distrib=4",
            path: "/a/Distrib=5?&Distrib=4", query: "/a?&Distrib=5"),
        LocationRow(
            "an old marker before an empty argument", "/a?Distrib=4&",
            path: "/a/Distrib=5?Distrib=4&", query: "/a?&Distrib=5"),
        LocationRow(
            "several old markers in the path", "/a/Distrib=x+1/DISTRIB=2/Distrib=3",
            path: "/a/Distrib=5", query: "/a/Distrib=x+1/DISTRIB=2/Distrib=3?Distrib=5"),
        LocationRow(
            "several old markers in the query", "/?Distrib=x+1&Distrib=2",
            path: "/Distrib=5/?Distrib=x+1&Distrib=2", query: "/?Distrib=5"),
        LocationRow(
            "old markers among arguments", "/?Distrib=1&a=1&Distrib=2&&distrib%3D3&b",
            path: "/Distrib=5/?Distrib=1&a=1&Distrib=2&&distrib%3D3&b",
            query: "/?a=1&&b&Distrib=5"),
        LocationRow(
            "a path of old markers", "/Distrib=1/Distrib=2", path: "/Distrib=5/",
            query: "/Distrib=1/Distrib=2?Distrib=5"),
        LocationRow(
            "markers that do not trail", "/Distrib=1/a/Distrib=/b?Distrib=1&b",
            path: "/a/b/Distrib=5?Distrib=1&b",
            query: "/Distrib=1/a/Distrib=/b?b&Distrib=5"),
        LocationRow(
            "malformed markers", "/Distrib=foo?Distrib=foo", path: "/Distrib=5/?Distrib=foo",
            query: "/Distrib=foo?Distrib=5"),
        LocationRow(
            "a marker whose equals sign is encoded", "/a/distrib%3d4?Distrib%3D",
            path: "/a/Distrib=5?Distrib%3D", query: "/a/distrib%3d4?Distrib=5"),
        LocationRow(
            "a marker without a slash in front", "Distrib=4/a", path: "/a/Distrib=5",
            query: "/Distrib=4/a?Distrib=5"),
        LocationRow(
            "an old marker after a slash at the end", "/a//Distrib=4", path: "/a/Distrib=5/",
            query: "/a//Distrib=4?Distrib=5"),
    ]
}

/// A Host and a scheme, and the authority of the Location.
struct AuthorityRow: CustomTestStringConvertible, Sendable {
    let host: String?
    var scheme = Scheme.http
    var site = "boston.app.com"
    var pool = "app.com"
    let authority: String

    var testDescription: String { "\(scheme) \(host ?? "no Host"), Site \(site), Pool \(pool)" }

    static let all: [AuthorityRow] = [
        AuthorityRow(host: "app.com", authority: "http://boston.app.com"),
        AuthorityRow(host: "app.com", scheme: .https, authority: "https://boston.app.com"),
        AuthorityRow(host: "app.com:8080", authority: "http://boston.app.com:8080"),
        AuthorityRow(host: "app.com:80", authority: "http://boston.app.com:80"),
        AuthorityRow(host: "app.com:443", scheme: .https, authority: "https://boston.app.com:443"),
        AuthorityRow(host: "app.com:80", scheme: .https, authority: "https://boston.app.com"),
        AuthorityRow(host: "app.com:443", authority: "http://boston.app.com"),
        AuthorityRow(
            host: "app.com:80", scheme: .https, site: "boston.app.com:80",
            authority: "https://boston.app.com:80"),
        AuthorityRow(host: "app.com:65535", authority: "http://boston.app.com:65535"),
        AuthorityRow(host: "app.com:", authority: "http://boston.app.com"),
        AuthorityRow(host: "APP.COM.:0081", authority: "http://boston.app.com:81"),
        AuthorityRow(host: "evil.com:81", authority: "http://boston.app.com:81"),
        AuthorityRow(host: "evil.com", authority: "http://boston.app.com"),
        AuthorityRow(host: "[::1]:81", authority: "http://boston.app.com:81"),
        AuthorityRow(host: "app.com", site: "Boston.APP.com.", authority: "http://boston.app.com"),
        AuthorityRow(
            host: "app.com:81", site: "boston.app.com:90", authority: "http://boston.app.com:90"),
        AuthorityRow(
            host: "app.com", site: "boston.app.com:80", authority: "http://boston.app.com:80"),
        AuthorityRow(
            host: "app.com:90", scheme: .https, site: "boston.app.com:443", pool: "app.com:90",
            authority: "https://boston.app.com:443"),
    ]
}

struct LocationTests {
    @Test("The target of a redirect, marker in the path", arguments: LocationRow.all)
    func inPath(_ row: LocationRow) throws {
        let location = try lockdown(row.target, .path)
        #expect(location == "http://boston.app.com" + row.path)
    }

    @Test("The target of a redirect, marker in the query", arguments: LocationRow.all)
    func inQuery(_ row: LocationRow) throws {
        let location = try lockdown(row.target, .query)
        #expect(location == "http://boston.app.com" + row.query)
    }

    @Test("Scheme, name and port of a redirect", arguments: AuthorityRow.all)
    func authority(_ row: AuthorityRow) throws {
        let pool = try Pool(
            name: HostName(row.pool), sites: [Site(name: try HostName(row.site))])
        let request = TestRequest("/", host: row.host, scheme: row.scheme)
        let outcome = try Distributor(pool: pool, site: Site.ID(0)).outcome(of: request, at: 5)
        #expect(outcome.text == row.authority + "/Distrib=5/")
    }

    @Test(
        "The timestamp of a marker, whatever the clock says",
        arguments: [
            (0, "0"), (9, "9"), (10, "10"), (.max, "9223372036854775807"), (-1, "0"), (.min, "0"),
        ] as [(Int64, String)])
    func timestamp(_ now: Int64, _ digits: String) throws {
        let outcome = try Example.distributor().outcome(
            of: TestRequest("/", host: "www.app.com"), at: now)
        #expect(outcome.text == "http://boston.app.com/Distrib=\(digits)/")
    }

    @Test("No byte that a client sends can leave its place in the Location")
    func fuzz() throws {
        var generator = SplitMix64(seed: 7)
        let allowed = Set(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?[]@!$&'()*+,;=%"
                .utf8)
        let prefixes = ["boston", "americas", "europe"].map { Array("http://\($0).app.com/".utf8) }
        var wrong: [[UInt8]] = []
        for number in 0..<20_000 {
            let count = Int.random(in: 0...24, using: &generator)
            var request = TestRequest()
            request.target = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            request.host =
                ["app.com", "www.app.com", "boston.app.com", "chicago.app.com"][number % 4]
            let markers = MarkerPolicy(placement: number % 8 < 4 ? .path : .query)
            let text = try Example.distributor(markers: markers).outcome(of: request).text
            let location = Array(text.utf8)
            if !location.allSatisfy(allowed.contains)
                || !prefixes.contains(where: location.starts(with:))
            {
                wrong.append(request.target)
            }
        }
        #expect(wrong == [])
    }

    private func lockdown(
        _ target: String, _ placement: MarkerPolicy.Placement
    ) throws -> String {
        let distributor = try Example.distributor(markers: MarkerPolicy(placement: placement))
        return try distributor.outcome(of: TestRequest(target, host: "app.com"), at: 5).text
    }
}
