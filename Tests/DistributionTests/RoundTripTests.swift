import Distribution
import SeededRandom
import Testing
import Topology

/// Adding a marker and deleting it again are exact inverses.
struct RoundTripTests {
    private static let sites = ["a.app.com", "b.app.com", "c.app.com", "d.app.com", "e.app.com"]

    @Test(
        "A marker that grows by a Site at each redirect leaves the target as it was",
        arguments: [MarkerPolicy.Placement.path, .query], [UInt64(1), 2, 3, 4])
    func roundTrips(_ placement: MarkerPolicy.Placement, _ seed: UInt64) throws {
        let pool = try Pool(
            name: HostName("app.com"), sites: Self.sites.map { Site(name: try HostName($0)) })
        let distributors = pool.sites.indices.map {
            Distributor(pool: pool, site: Site.ID($0), markers: MarkerPolicy(placement: placement))
        }
        var generator = SplitMix64(seed: seed)
        var marked = 0
        var faults: [String] = []
        for _ in 0..<2000 {
            var request = TestRequest()
            request.target = randomTarget(using: &generator)
            let hasMarker = try marker(of: request, placement) != nil
            if hasMarker { marked += 1 }
            let clean = try cleanTarget(of: request, distributors[0])
            let written = encoded(request.target)
            if hasMarker ? clean.count >= written.count : clean != written {
                faults.append("clean target of \(request.target)")
            }
            faults += try walk(request, clean, distributors, placement)
        }
        #expect(faults.prefix(5) == [])
        // Targets with a marker to begin with came, too, and such without.
        #expect(marked > 200 && marked < 1800)
    }

    /// A lockdown, then one overflow after the other, each from where the last one led to.
    private func walk(
        _ start: TestRequest, _ clean: [UInt8], _ distributors: [Distributor],
        _ placement: MarkerPolicy.Placement
    ) throws -> [String] {
        var faults: [String] = []
        var request = start
        request.host = "app.com"
        var sites = ""
        for number in Self.sites.indices {
            let distributor = distributors[max(0, number - 1)]
            let location = try distributor.outcome(of: request, isBusy: true).text
            let name = "http://" + Self.sites[number]
            try #require(location.hasPrefix(name + "/"), "\(start.target)")
            request.target = Array(location.utf8.dropFirst(name.utf8.count))
            request.host = Self.sites[number]
            if number > 0 { sites += Self.sites[number] + "+" }
            let expected = (number > 0 ? Self.sites[0] + "+" : "") + sites + "\(Example.now)"
            // One marker and no more was added.
            let added = "/Distrib=".utf8.count + expected.utf8.count
            if try marker(of: request, placement) != expected
                || cleanTarget(of: request, distributor) != clean
                || request.target.count != clean.count + added
            {
                faults.append("redirect \(number) of \(start.target)")
            }
        }
        return faults
    }

    private func cleanTarget(
        of request: TestRequest, _ distributor: Distributor
    ) throws -> [UInt8] {
        try request.withView(distributor.markers.placement) {
            var output: [UInt8] = []
            output.appendClean($0.target)
            return output
        }
    }

    /// What follows `Distrib=` in the marker of the request.
    private func marker(
        of request: TestRequest, _ placement: MarkerPolicy.Placement
    ) throws -> String? {
        try request.withView(placement) {
            guard let marker = $0.target.marker else { return nil }
            return text(marker.signedText)
        }
    }

    /// What a web server passes on: any byte but NUL and line ends, with a leading slash.
    private func randomTarget(using generator: inout SplitMix64) -> [UInt8] {
        let pieces = [
            "/", "/", "//", "?", "&", "=", "+", ".", "Distrib=", "distrib%3D", "/Distrib=",
            "&Distrib=", "/Distrib=1/", "?Distrib=1&", "1",
            "170", "a", "a.com+", "%2F", ";", ":80", ".k1.abcdefghijklmnopqrstuv",
        ]
        let ends = [
            "", "", "/Distrib=170", "/Distrib=a.com+b:80+170", "&Distrib=170",
            "?Distrib=a.com+170", "/Distrib=170/", "/Distrib=foo/x",
        ]
        var target = Array("/".utf8)
        for _ in 0..<Int.random(in: 0...9, using: &generator) {
            if Int.random(in: 0..<8, using: &generator) > 0 {
                target += Array(pieces.randomElement(using: &generator)!.utf8)
            } else {
                let byte = UInt8.random(in: 1...255, using: &generator)
                if byte != 13 && byte != 10 { target.append(byte) }
            }
        }
        return target + Array(ends.randomElement(using: &generator)!.utf8)
    }

    /// A model of its own of how bytes that may not stand in a URI are written.
    private func encoded(_ target: [UInt8]) -> [UInt8] {
        let forbidden = Set("\"#<>\\^`{|}".utf8)
        return target.flatMap { byte -> [UInt8] in
            if (0x21...0x7E).contains(byte), !forbidden.contains(byte) { return [byte] }
            let digits = String(byte, radix: 16, uppercase: true)
            return Array("%\(byte < 16 ? "0" : "")\(digits)".utf8)
        }
    }
}
