import Foundation
import RealPrograms
import Testing

extension EndToEnd {
    /// What the application sees of the request: all of it, without the marker.
    @Suite struct TargetTests {
        @Test(arguments: Wiring.allCases)
        func `Odd targets arrive byte for byte`(wiring: Wiring) async throws {
            try await Site.run(Site.Options(wiring: wiring)) { site in
                for target in [
                    "/echo/a%2Fb/x%20y;p=1?q=1&z=%2F", "/echo//double///slashes", "/echo/?",
                    "/echo/%41%3F%23+~,", "/echo/..%2f?a=/b/Distrib=1", "/echo?", "/echo/a?b?&&%3F",
                    "/echo/%3Fa/", "/echo/%0a%25", "/echo/./x/../y",
                ] {
                    let bound = try site.ask(target, host: "app.com")
                    let location = try #require(bound.location)
                    let path = try #require(location.range(of: "http://boston.app.com"))
                    let begun = try site.ask(String(location[path.upperBound...]))
                    #expect(begun.echo("uri") == target)
                    let again = try site.ask(target, cookie: begun.session)
                    #expect(again.echo("uri") == target)
                }
            }
        }

        @Test(arguments: Wiring.allCases)
        func `With a session, every marker is cut, and nothing else`(wiring: Wiring) async throws {
            try await Site.run(Site.Options(wiring: wiring)) { site in
                let session = try site.session()
                for (target, seen) in Self.pathMarkers {
                    #expect(try site.ask(target, cookie: session).echo("uri") == seen, "\(target)")
                }
            }
        }

        @Test(arguments: Wiring.allCases)
        func `With a session, every marker is cut from the query`(wiring: Wiring)
            async throws
        {
            let options = Site.Options(
                wiring: wiring, poolKeys: "    marker: { placement: query }\n", placement: "query")
            try await Site.run(options) { site in
                let target = "/echo?q=1&Distrib=\(now())"
                let begun = try site.ask(target)
                #expect(begun.echo("uri") == "/echo?q=1")
                for (target, seen) in Self.queryMarkers {
                    let answer = try site.ask(target, cookie: begun.session)
                    let losesQuery =
                        seen.hasSuffix("?") && seen != target
                        && !site.abilities.keepsEmptyQueries
                    #expect(
                        answer.echo("uri") == (losesQuery ? String(seen.dropLast()) : seen),
                        "\(target)")
                }
            }
        }

        @Test(arguments: Wiring.allCases)
        func `Long URIs make the whole way`(wiring: Wiring) async throws {
            try await Site.run(Site.Options(wiring: wiring)) { site in
                // With the marker, 8 KiB.
                let longest = 8192 - "/Distrib=1700000000".utf8.count
                let start = "/echo/a%2Fb/"
                let target = start + String(repeating: "c", count: longest - start.utf8.count)
                let bound = try site.ask(target, host: "app.com")
                let location = try #require(bound.location)
                let marked = String(location.dropFirst("http://boston.app.com".count))
                #expect(marked.withoutTimestamp == target + "/Distrib=NOW")
                let begun = try site.ask(marked)
                #expect(begun.status == 200)
                #expect(begun.echo("uri") == target)
                #expect(try site.ask(marked, cookie: begun.session).echo("uri") == target)
            }
        }

        @Test(arguments: Wiring.allCases)
        func `Bodies arrive whole after redirects`(wiring: Wiring) async throws {
            try await Site.run(Site.Options(wiring: wiring)) { site in
                for size in [100_000, 3_000_000] { try post(size, to: site) }
            }
        }

        private func post(_ size: Int, to site: Site) throws {
            let body = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
            let seen = "\(size) bytes, FNV-1a \(fowlerNollVo(body))"
            func post(_ target: String, host: String, cookie: String? = nil) throws -> HTTPAnswer {
                let answer = try site.ask(
                    HTTPRequest("POST", host: host, target, cookie: cookie, body: body))
                if site.abilities.takesWholeBodies { #expect(!answer.isEarly) }
                return answer
            }
            let unbound = try post("/echo", host: "boston.app.com")
            #expect(unbound.status == 307)
            #expect(unbound.location == "http://americas.app.com/echo")
            let bound = try post("/echo", host: "americas.app.com")
            #expect(bound.status == 307)
            #expect(bound.decision == "lockdown")
            let begun = try post("/echo/Distrib=\(now())", host: "boston.app.com")
            #expect(begun.echo("method") == "POST")
            #expect(begun.echo("body") == seen)
            let again = try post("/echo", host: "boston.app.com", cookie: begun.session)
            #expect(again.echo("body") == seen)
            #expect(again.echo("visits") == "2")
        }

        /// What stands after "/echo", and what the application sees of it.
        private static let pathMarkers = [
            ("/Distrib=1", ""), ("/DISTRIB=1?q=1", "?q=1"), ("/distrib%3D1", ""),
            ("/Distrib%3d1?Distrib=2", "?Distrib=2"), ("/Distrib=1?", "?"), ("/Distrib=1/", "/"),
            ("/Distrib=b.app.com:8080+c.app.com+1.k1.signature", ""), ("/Distrib=foo", ""),
            ("/Distrib=", ""), ("/Distrib=1&", ""), ("/Distrib=1/b", "/b"), ("//Distrib=1", "/"),
            ("/Distrib=1/Distrib=2", ""), ("/Distrib=1/a/Distrib=2/Distrib=3", "/a"),
            ("/Distrib=1/a/Distrib=2/b?/Distrib=3", "/a/b?/Distrib=3"),
            ("/Distrib", "/Distrib"), ("/Distrib:1", "/Distrib:1"), ("/xDistrib=1", "/xDistrib=1"),
            // As many as fit: the time that the patterns take grows with the length only.
            (String(repeating: "/Distrib=1", count: 800), ""),
            (String(repeating: "/Distrib=1", count: 800) + "/x", "/x"),
        ].map { ("/echo" + $0, "/echo" + $1) }

        private static let queryMarkers = [
            ("?Distrib=1", ""), ("?&Distrib=1", "?"), ("?q=1&Distrib=b.app.com+1", "?q=1"),
            ("?Distrib=1&Distrib=2", ""), ("?q&Distrib=1&z&DISTRIB=2", "?q&z"),
            ("?Distrib=foo", ""), ("?Distrib=1&q", "?q"), ("?Distrib=1&", "?"),
            ("?q&Distrib%3D1", "?q"), ("?Distrib=1&q&distrib%3d2&z", "?q&z"),
            ("?xDistrib=1", "?xDistrib=1"), ("?q=Distrib=1", "?q=Distrib=1"),
            ("/Distrib=1", "/Distrib=1"), ("?", "?"), ("", ""),
        ].map { ("/echo" + $0, "/echo" + $1) }
    }
}

/// 64-bit FNV-1a in 16 hexadecimal digits, as the demonstration application says it.
private func fowlerNollVo(_ bytes: [UInt8]) -> String {
    let digest = bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
        ($0 ^ UInt64($1)) &* 0x100_0000_01b3
    }
    return String(format: "%016llx", digest)
}
