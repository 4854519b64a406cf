import Distribution
import Testing
import Topology

/// Which class's line the holder of a place stands in.
struct PlaceClassTests {
    /// `staff`, `customer` and, last, `normal`; a cookie says who belongs to which.
    private func distributor() throws -> Distributor {
        try Example.distributor(
            markers: MarkerPolicy(placeKeep: 300_000, signer: TestSigner()),
            classes: ["staff", "customer"].map { name in
                RequestClass(
                    name: name,
                    conditions: [.cookie(name: Array("C".utf8), [.exact(Array(name.utf8))])])
            })
    }

    @Test(
        "The place's class counts, or the request's own where that is better or let in at once",
        arguments: [
            ("customer", nil, [], "customer"), ("customer", "customer", [], "customer"),
            ("customer", "staff", [], "staff"), ("normal", "customer", [], "customer"),
            ("normal", "staff", [], "staff"), ("staff", nil, [], "staff"),
            ("staff", "customer", [], "staff"), ("staff", "customer", [1], "customer"),
            ("customer", nil, [2], "normal"),
            // Of a class that was configured when the place was given.
            ("gold", nil, [], "normal"), ("gold", "customer", [], "customer"),
            ("staff-2", nil, [], "normal"), ("staf", nil, [], "normal"),
            ("Staff", nil, [], "normal"),
        ] as [(String, String?, Set<Int>, String)])
    func ofPlace(_ held: String, _ own: String?, _ open: Set<Int>, _ shown: String) throws {
        let target = "/a/Distrib=" + PlaceRow.place(held, renewed: 10_000) + "#"
        let request = TestRequest(
            PlaceRow.signed(target), variables: own.map { [("HTTP_COOKIE", "C=\($0)")] } ?? [])
        let outcome = try distributor().outcome(
            of: request, door: PlaceDoor(.wait(.line), open: open))
        #expect(outcome.decision.row == .row3g)
        #expect(
            outcome.decision.door?.admissionClass
                == ["staff", "customer", "normal"].firstIndex(of: shown))
        let location = "wait http://boston.app.com/a/Distrib=" + PlaceRow.place(shown, renewed: 0)
        #expect(outcome.text == PlaceRow.signed(location + "#"))
    }

    @Test("A place is given for the request's own class", arguments: ["staff", "customer", nil])
    func ofNewcomer(_ own: String?) throws {
        let request = TestRequest(
            PlaceRow.expanded("/a/Distrib=geneva.app.com+chicago.app.com+O#"),
            variables: own.map { [("HTTP_COOKIE", "C=\($0)")] } ?? [])
        let outcome = try distributor().outcome(of: request, door: PlaceDoor(.wait(.rate)))
        #expect(outcome.decision.row == .row3d)
        let place = PlaceRow.place(own ?? "normal", time: 0, renewed: 0)
        let location = "wait http://boston.app.com/a/Distrib=" + place + "#"
        #expect(outcome.text == PlaceRow.signed(location))
    }
}
