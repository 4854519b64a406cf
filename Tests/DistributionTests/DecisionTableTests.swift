import Distribution
import Testing
import Topology

extension DecisionRow: CustomTestStringConvertible {
    var testDescription: String { "\(row.rawValue): \(label)" }
}

struct DecisionTableTests {
    @Test("The decision table", arguments: DecisionRow.all)
    func decide(_ row: DecisionRow) throws {
        let distributor = try Example.distributor(
            grouped: row.grouped, at: row.site, markers: MarkerPolicy(placement: row.placement),
            properGroups: ProperGroupPolicy(defaultGroup: row.proper), maxSites: row.maxSites,
            goesBeyondGroup: row.goesBeyondGroup,
            exempt: [[.cookie(name: Array("bot".utf8), [.exact([UInt8(ascii: "1")])])]],
            rememberedSite: RememberedSite(cookie: Array("S".utf8)))
        let request = TestRequest(
            DecisionRow.expanded(row.target), host: row.host, client: row.client,
            variables: row.cookie.map { [("HTTP_COOKIE", $0)] } ?? [])
        let outcome = try distributor.outcome(
            of: request, door: SwitchedDoor(isBusy: row.isBusy), known: SupposedSites(row.known))
        #expect(outcome.decision.row == row.row)
        #expect(outcome.text == DecisionRow.expanded(row.outcome))
    }

    @Test("A decision is small enough to be copied without a call")
    func size() { #expect(MemoryLayout<Decision>.size <= 128) }

    @Test("Every row of the table has rows here", arguments: Row.allCases)
    func complete(_ row: Row) {
        #expect(
            DecisionRow.all.contains { $0.row == row } || PlaceRow.all.contains { $0.row == row })
    }

    @Test(
        "Rows and their labels",
        arguments: [
            ("0", "exempt"), ("1e", "return"), ("1f", "handover"), ("1a", "lockdown"),
            ("1b", "wrong-group"),
            ("1c", "lockdown"), ("1d", "failover"),
            ("2a", "redistribution"), ("2b", "redistribution"), ("3a", "start"), ("3b", "busy"),
            ("3c", "overflow"), ("3d", "busy"), ("3e", "overflow-on"),
            ("3f", "overflow"), ("3g", "waiting"),
        ])
    func labels(_ name: String, _ label: String) {
        #expect(Row(rawValue: name)?.label.description == label)
        #expect(Row.allCases.count == 16)
    }

    @Test(
        "A ring of one Site has nobody to overflow to",
        arguments: [
            ("boston.app.com", "/x/Distrib=1700000000?q", .row3b, "busy http://app.com/x?q"),
            (nil, "/x?q", .row3b, "busy http://app.com/x?q"),
            (
                "boston.app.com", "/Distrib=boston.app.com+1700000000", .row3d,
                "busy http://app.com/"
            ),
            ("boston.app.com", "/Distrib=a.com+1700000000", .row3d, "busy http://app.com/"),
        ] as [(String?, String, Row, String)])
    func ringOfOne(_ host: String?, _ target: String, _ row: Row, _ text: String) throws {
        let pool = try Pool(
            name: HostName("app.com"), sites: [Site(name: try HostName("boston.app.com"))])
        let outcome = try Distributor(pool: pool, site: Site.ID(0))
            .outcome(of: TestRequest(target, host: host), isBusy: true)
        #expect(outcome.decision.row == row)
        #expect(outcome.text == text)
    }

    @Test("Where a Group shares the Pool Name, the Pool Name's rows hold")
    func sharedName() throws {
        let example = try Example.pool()
        let all = Group(name: example.name, sites: example.sites.indices.map { Site.ID($0) })
        let pool = try Pool(
            name: example.name, sites: example.sites, groups: [all] + example.groups)
        let distributor = Distributor(pool: pool, site: Example.boston)
        let request = TestRequest("/", host: "app.com")
        let outcome = try distributor.outcome(of: request)
        #expect(outcome.decision.row == .row1a)
        #expect(outcome.decision.host == .poolName)
        let retry = try distributor.outcome(of: TestRequest("/"))
        #expect(retry.text == "http://app.com/")
    }

    @Test("Names with ports: a Site of that name on another port is another Site")
    func ports() throws {
        let pool = try Pool(
            name: HostName("app.com:8000"),
            sites: [
                Site(name: try HostName("app.com:8001")), Site(name: try HostName("app.com:8002")),
            ])
        let distributor = Distributor(pool: pool, site: Site.ID(0))
        let rows: [(host: String, target: String, row: Row, location: String)] = [
            ("app.com:8000", "/", .row1a, "http://app.com:8001/Distrib=1700000000/"),
            ("app.com", "/", .row1c, "http://app.com:8001/Distrib=1700000000/"),
            ("app.com:8002", "/", .row1d, "http://app.com:8001/Distrib=1700000000/"),
            ("app.com:8001", "/", .row2a, "http://app.com:8000/"),
            (
                "app.com:8001", "/Distrib=1700000000", .row3c,
                "http://app.com:8002/Distrib=app.com:8001+app.com:8002+1700000000/"
            ),
            (
                "app.com:8002", "/Distrib=app.com:8001+app.com:8002+1700000000", .row1d,
                "http://app.com:8001/Distrib=app.com:8001+app.com:8002+1700000000/"
            ),
            (
                "app.com:8001", "/Distrib=app.com:8001+app.com:8002+1700000000", .row3d,
                "busy http://app.com:8000/"
            ),
        ]
        for row in rows {
            let outcome = try distributor.outcome(
                of: TestRequest(row.target, host: row.host), isBusy: true)
            #expect(outcome.decision.row == row.row, "\(row)")
            #expect(outcome.text == row.location, "\(row)")
        }
    }

    @Test("A sub-name counts as its Site's Name, where the Pool accepts them; redirects lack it")
    func subNames() throws {
        let example = try Example.pool()
        let pool = try Pool(
            name: example.name, sites: example.sites, groups: example.groups, acceptsSubNames: true)
        let rows: [(host: String, target: String, row: Row, text: String)] = [
            ("n1.boston.app.com", "/a", .row2a, "http://americas.app.com/a"),
            ("n1.boston.app.com", "/a/Distrib=5", .row2b, "http://americas.app.com/a/Distrib=5"),
            ("N1.Boston.app.com:81", "/a/Distrib=1700000000", .row3a, "start /a"),
            (
                "n1.chicago.app.com", "/a", .row1d,
                "http://boston.app.com/a/Distrib=1700000000"
            ),
            (
                "n1.chicago.app.com", "/a/Distrib=geneva.app.com+1699999990", .row1d,
                "http://boston.app.com/a/Distrib=geneva.app.com+1699999990"
            ),
            ("n1.n2.boston.app.com", "/a", .row1c, "http://boston.app.com/a/Distrib=1700000000"),
            ("n1.americas.app.com", "/a", .row1c, "http://boston.app.com/a/Distrib=1700000000"),
        ]
        for row in rows {
            let outcome = try Distributor(pool: pool, site: Example.boston)
                .outcome(of: TestRequest(row.target, host: row.host))
            #expect(outcome.decision.row == row.row, "\(row)")
            #expect(outcome.text == row.text, "\(row)")
        }
        let without = try Example.distributor().outcome(of: TestRequest(host: "n1.boston.app.com"))
        #expect(without.decision.row == .row1c)
    }

    @Test("A decision says what it was made on")
    func evidence() throws {
        let distributor = try Example.distributor()
        func decision(_ host: String?, _ target: String) throws -> Decision {
            try distributor.outcome(of: TestRequest(target, host: host), isBusy: true).decision
        }
        let trip = try decision("boston.app.com", "/Distrib=a+b+1699999990")
        #expect(trip.host == .thisSite)
        #expect(trip.marker?.freshness == .fresh)
        #expect(trip.marker?.timestamp == 1_699_999_990)
        #expect(trip.marker?.triedSites == 2)
        #expect(trip.properGroup?.reason == .firstOfSite)
        let stale = try decision("boston.app.com", "/Distrib=a+b+5")
        #expect(stale.marker?.freshness == .expired)
        #expect(stale.marker?.triedSites == 0 && stale.marker?.namedSites == 2)
        let malformed = try decision("boston.app.com", "/Distrib=a+b")
        #expect(malformed.marker?.freshness == .malformed)
        #expect(malformed.marker?.timestamp == 0 && malformed.marker?.namedSites == 0)
        let none = try decision(nil, "/")
        #expect(none.host == .absent)
        #expect(none.marker?.freshness == nil && none.marker != nil)
        let group = try decision("europe.app.com", "/Distrib=5")
        #expect(group.host == .groupName(Example.europe))
        #expect(group.marker?.freshness == .expired)
        #expect(try decision("app.com", "/Distrib=5").host == .poolName)
        #expect(try decision("chicago.app.com", "/").host == .otherSite(Example.chicago))
        #expect(try decision("www.app.com", "/").host == .unknown)
    }
}
