import Distribution
import Fields
import Testing
import Topology

@Suite struct EnforcementTests {
    private static func address(_ text: String) throws -> IPAddress {
        let address = IPAddress(Array(text.utf8).span)
        return try #require(address)
    }

    private static func covered(
        _ percent: Int, of pool: String = "app.com", clients: Range<Int> = 0..<4000
    ) throws -> Set<Int> {
        let enforcement = Enforcement(percent: percent, of: try HostName(pool))
        return Set(
            try clients.filter {
                enforcement.covers(try address("198.51.\($0 / 250).\($0 % 250)"))
            })
    }

    @Test("A share has about its size", arguments: [1, 10, 50, 99])
    func size(_ percent: Int) throws {
        let count = try Self.covered(percent).count
        #expect(abs(count - percent * 40) < 120, "\(count)")
    }

    @Test("A greater share includes a smaller one; another Pool has other clients")
    func growing() throws {
        let ten = try Self.covered(10)
        #expect(try ten.isSubset(of: Self.covered(11)))
        #expect(try Self.covered(11).isSubset(of: Self.covered(60)))
        let elsewhere = try Self.covered(10, of: "app.net").intersection(ten)
        #expect(elsewhere.count < ten.count / 3)
    }

    /// Sites of different versions must agree, so the hash may never change.
    @Test("The clients of a share are the same ones in every version")
    func stable() throws {
        #expect(try Self.covered(10, clients: 0..<60).sorted() == [2, 5, 10, 23, 30, 52, 57])
    }

    @Test("The half of an IPv6 address that changes daily does not count, the other one does")
    func networks() throws {
        let enforcement = Enforcement(percent: 50, of: try HostName("app.com"))
        var covered = 0
        for network in 0..<64 {
            let prefix = "2001:db8:0:\(String(network, radix: 16))"
            let first = enforcement.covers(try Self.address("\(prefix)::1"))
            if first { covered += 1 }
            #expect(enforcement.covers(try Self.address("\(prefix):a:b:c:d")) == first)
        }
        #expect((16...48).contains(covered))
        for last in 0..<64 {
            #expect(
                enforcement.covers(try Self.address("192.0.2.\(last)"))
                    == enforcement.covers(try Self.address("::ffff:192.0.2.\(last)")))
        }
    }

    @Test("A client without an address is covered only where all are")
    func noAddress() throws {
        #expect(Enforcement.all.covers(nil))
        #expect(!Enforcement(percent: 99, of: try HostName("app.com")).covers(nil))
        #expect(!Enforcement.none.covers(nil))
    }

    @Test(
        "A client that was redirected goes on being redirected",
        arguments: [
            ("/Distrib=1700000000", 1, true), ("/Distrib=chicago.app.com+1700000000", 1, true),
            ("/Distrib=1600000000", 1, false), ("/Distrib=x", 1, false), ("/", 1, false),
            ("/Distrib=1700000000", 0, false), ("/", 100, true),
        ])
    func marker(_ target: String, _ percent: Int, _ isEnforced: Bool) throws {
        let pool = try Example.pool()
        let distributor = Distributor(
            pool: pool, site: Example.boston,
            enforcement: Enforcement(percent: percent, of: pool.name))
        // Of no address.
        try TestRequest(target).withView {
            #expect(distributor.enforces($0, at: Example.now) == isEnforced)
        }
    }
}

/// Each request is decided as ever, and asks the door exactly once.
@Suite struct ObservationTests {
    private final class CountingDoor: Admitting {
        let refusal: DoorRefusal?
        nonisolated(unsafe) var asked = 0

        init(_ refusal: DoorRefusal?) { self.refusal = refusal }

        func ask(_ admissionClass: Int, client: IPAddress?) -> DoorRefusal? {
            asked += 1
            return refusal
        }

        func look(_ admissionClass: Int, client: IPAddress?) -> DoorRefusal? { refusal }

        func join(_ admissionClass: Int) -> Waiting? {
            Issue.record("an observed client got a place")
            return nil
        }
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let host: String?
        var target = "/a"
        var cookie: String?
        var proper = Example.americas
        var isBusy = false
        var known: [(Site.ID, SiteState, room: Int)] = []
        let row: Distribution.Row
        var after: Distribution.Row?
        var asked = 1

        var testDescription: String { "\(host ?? "none")\(target) \(row.rawValue)" }
    }

    static let rows = [
        Row(host: "app.com", cookie: "bot=1", isBusy: true, row: .row0, asked: 0),
        Row(host: "app.com", row: .row3a, after: .row1a),
        Row(host: "app.com", isBusy: true, row: .row3c, after: .row1a),
        Row(host: "app.com", proper: Example.europe, row: .row1b),
        Row(host: "americas.app.com", row: .row3a, after: .row1c),
        Row(host: "typo.app.com", isBusy: true, row: .row3c, after: .row1c),
        Row(host: "chicago.app.com", row: .row3a, after: .row1d),
        Row(host: "boston.app.com", row: .row2a),
        Row(host: "boston.app.com", target: "/Distrib=1600000000", isBusy: true, row: .row2b),
        Row(host: "boston.app.com", target: "/Distrib=1700000000", row: .row3a),
        Row(host: "boston.app.com", target: "/Distrib=1700000000", isBusy: true, row: .row3c),
        Row(
            host: "boston.app.com", target: "/Distrib=chicago.app.com+boston.app.com+1700000000",
            isBusy: true, row: .row3d),
        Row(
            host: "boston.app.com", target: "/Distrib=geneva.app.com+1700000000", isBusy: true,
            row: .row3e),
        Row(host: nil, row: .row3a),
        Row(host: "app.com", cookie: "S=chicago.app.com", row: .row1e),
        Row(host: "app.com", cookie: "S=boston.app.com", isBusy: true, row: .row3c, after: .row1e),
        Row(
            host: "app.com", isBusy: true, known: [(Example.chicago, .free, room: 9)], row: .row1f),
    ]

    @Test(arguments: rows)
    func observe(_ row: Row) throws {
        let distributor = try Example.distributor(
            properGroups: ProperGroupPolicy(defaultGroup: row.proper),
            exempt: [[.cookie(name: Array("bot".utf8), [.exact([UInt8(ascii: "1")])])]],
            rememberedSite: RememberedSite(cookie: Array("S".utf8)))
        let door = CountingDoor(row.isBusy ? .signal : nil)
        let request = TestRequest(
            row.target, host: row.host,
            variables: row.cookie.map { [("HTTP_COOKIE", $0)] } ?? [])
        try request.withView {
            let observed = distributor.observe(
                $0, at: Example.now, door: door, known: SupposedSites(row.known))
            #expect(observed.decision.row == row.row)
            #expect(observed.after == row.after)
        }
        #expect(door.asked == row.asked)
    }
}
