import Distribution
import Testing
import Topology

extension PlaceRow: CustomTestStringConvertible {
    var testDescription: String { "\(row.rawValue): \(label)" }
}

struct PlaceTests {
    private static let markers = MarkerPolicy(
        placeKeep: 300_000, signer: TestSigner(known: ["k1"]))

    @Test("The decision table, with places", arguments: PlaceRow.all)
    func decide(_ row: PlaceRow) throws {
        let distributor = try Example.distributor(
            grouped: row.grouped, at: row.site,
            markers: MarkerPolicy(
                placement: row.placement, placeKeep: 300_000, signer: TestSigner()),
            properGroups: ProperGroupPolicy(defaultGroup: row.proper), maxSites: row.maxSites,
            goesBeyondGroup: row.goesBeyondGroup,
            rememberedSite: RememberedSite(cookie: Array("S".utf8)))
        let request = TestRequest(
            PlaceRow.expanded(row.target), host: row.host,
            variables: [("HTTP_COOKIE", "S=chicago.app.com")])
        let outcome = try distributor.outcome(
            of: request, door: row.door, known: SupposedSites(states: row.known))
        #expect(outcome.decision.row == row.row)
        #expect(outcome.text == PlaceRow.expanded(row.outcome))
    }

    @Test(
        "How long a place is fresh: its age in milliseconds",
        arguments: [
            (-6000, 300_000, .fromTheFuture), (-5000, 300_000, .fresh), (0, 300_000, .fresh),
            (300_000, 300_000, .fresh), (301_000, 300_000, .expired), (1000, 1, .fresh),
            (2000, 1, .expired), (2000, 1500, .fresh), (3000, 1500, .expired),
            (0, nil, .withoutLine), (0, 0, .fresh), (1000, 0, .expired),
            (9_000_000, .max - 999, .fresh),
        ] as [(Int64, Int64?, Freshness)])
    func freshness(_ age: Int64, _ keep: Int64?, _ freshness: Freshness) throws {
        let policy = MarkerPolicy(placeKeep: keep, signer: TestSigner())
        let target = PlaceRow.signed("/Distrib=" + PlaceRow.place(renewed: age) + "#")
        let decision = try Example.distributor(markers: policy)
            .outcome(of: TestRequest(target), door: PlaceDoor(.start)).decision
        #expect(decision.marker?.freshness == freshness)
        #expect(decision.row == (freshness == .fresh ? .row3a : .row2b))
        #expect(decision.marker?.place?.renewed == Example.now * 1000 - age)
    }

    @Test("Without keys no place is fresh")
    func withoutKeys() throws {
        let distributor = try Example.distributor(markers: MarkerPolicy(placeKeep: 300_000))
        for target in ["/Distrib=HELD", "/Distrib=HELD#"] {
            let decision = try distributor.outcome(
                of: TestRequest(PlaceRow.expanded(target)), door: PlaceDoor(.start)
            ).decision
            #expect(decision.marker?.freshness == .withoutLine)
            #expect(decision.row == .row2b)
        }
    }

    @Test("A place of which any byte is missing or another one is none")
    func mangled() throws {
        let distributor = try Example.distributor(markers: Self.markers)
        let marker = PlaceRow.expanded("Distrib=chicago.app.com+HELD#")
        func freshPlace(_ marker: String) throws -> Place? {
            try distributor.outcome(of: TestRequest("/a/" + marker), door: PlaceDoor(.start))
                .decision.marker?.freshPlace
        }
        #expect(try freshPlace(marker) != nil)
        let start = marker.firstIndex(of: "=")!
        for index in marker.indices where index > start {
            #expect(try freshPlace(String(marker[..<index])) == nil)
            for other in ["0", "9", "a", "c", "x", "+", "~", ".", "-", "%", "A"]
            where other != String(marker[index]) {
                let mangled = marker.replacingCharacters(at: index, with: other)
                #expect(try freshPlace(mangled) == nil, "\(mangled)")
            }
        }
        for more in ["w", "+", ".", "0", "~", "%20"] {
            #expect(try freshPlace(marker + more) == nil)
        }
    }

    @Test("What a decision says of a place")
    func evidence() throws {
        let distributor = try Example.distributor(markers: Self.markers)
        func decision(_ target: String, _ door: PlaceDoor) throws -> Decision {
            try distributor.outcome(of: TestRequest(PlaceRow.expanded(target)), door: door).decision
        }
        let place = Place(
            admissionClass: 0, time: Example.now * 1000 - 90_000,
            renewed: Example.now * 1000 - 10_000, counter: 42)
        let start = try decision("/Distrib=chicago.app.com+HELD#", PlaceDoor(.start))
        #expect(start.marker?.freshPlace == place)
        #expect(start.marker?.triedSites == 1)
        #expect(start.marker?.timestamp == Example.now - 10)
        #expect(start.secondsWaited == 90)
        #expect(start.door == DoorAnswer(admissionClass: 0, refusal: nil))
        let old = try decision("/Distrib=chicago.app.com+OLD#", PlaceDoor(.wait(.rate)))
        #expect(old.marker?.isFresh == true && old.marker?.isTrip == false)
        #expect(old.marker?.namedSites == 1 && old.marker?.triedSites == 0)
        #expect(old.door == DoorAnswer(admissionClass: 0, refusal: .rate))
        #expect(old.secondsWaited == 0)
        let lost = try decision("/Distrib=HELD#", PlaceDoor(.lost))
        #expect(lost.marker?.freshness == .lostPlace)
        #expect(lost.marker?.place == place && lost.marker?.freshPlace == nil)
        let none = try decision("/Distrib=O#", PlaceDoor(.wait(.line)))
        #expect(none.marker?.isFresh == true && none.marker?.place == nil)
    }

    @Test("The waiting page names the place as the line renewed it, and the Group to try again")
    func action() throws {
        let waits = PlaceDoor(.wait(.line))
        let held = try Example.distributor(markers: Self.markers).outcome(
            of: TestRequest(PlaceRow.expanded("/Distrib=HELD#")), door: waits
        ).decision
        let place = try #require(held.marker?.place)
        guard case .wait(_, let waiting) = waits.present(place, client: nil) else {
            Issue.record("the door lets the client in")
            return
        }
        #expect(held.action == .wait(waiting, retry: Example.americas))
        let given = try Example.distributor(markers: Self.markers, maxSites: 1).outcome(
            of: TestRequest(PlaceRow.expanded("/Distrib=O#")), door: waits
        ).decision
        let new = try #require(waits.join(0))
        #expect(given.action == .wait(new, retry: Example.americas))
        #expect(given.door?.refusal == .line)
    }
}

extension String {
    fileprivate func replacingCharacters(at index: Index, with other: String) -> String {
        self[..<index] + other + self[self.index(after: index)...]
    }
}
