import Distribution
import Topology

extension PlaceRow {
    static let step1: [PlaceRow] = [
        PlaceRow(
            row: .row1a, label: "at the Pool Name the place is deleted", host: "app.com",
            outcome: "http://boston.app.com/x/Distrib=T#?q=1"),
        PlaceRow(
            row: .row1a, label: "its trip is kept, and dated by the last answer", host: "app.com",
            target: "/x/Distrib=chicago.app.com+HELD#",
            outcome: "http://boston.app.com/x/Distrib=chicago.app.com+O#"),
        PlaceRow(
            row: .row1a, label: "a trip of long ago is not kept", host: "app.com",
            target: "/x/Distrib=chicago.app.com+OLD#",
            outcome: "http://boston.app.com/x/Distrib=T#"),
        PlaceRow(
            row: .row1b, label: "the wrong Group: nothing is changed", grouped: true,
            proper: Example.europe, host: "app.com",
            outcome: "http://europe.app.com/x/Distrib=HELD#?q=1"),
        PlaceRow(
            row: .row1c, label: "at a Group Name the place is deleted", grouped: true,
            host: "americas.app.com", outcome: "http://boston.app.com/x/Distrib=T#?q=1"),
        PlaceRow(
            row: .row1c, label: "under an alias it is kept as it stands", host: "www.app.com",
            outcome: "http://boston.app.com/x/Distrib=HELD#?q=1"),
        PlaceRow(
            row: .row1c, label: "an alias, with a trip", host: "www.app.com",
            target: "/Distrib=chicago.app.com+HELD#",
            outcome: "http://boston.app.com/Distrib=chicago.app.com+HELD#/"),
        PlaceRow(
            row: .row1d, label: "the Site is down: the place is kept as it stands",
            site: Example.chicago, outcome: "http://chicago.app.com/x/Distrib=HELD#?q=1"),
        PlaceRow(
            row: .row1d, label: "with its trip", site: Example.chicago,
            target: "/x/Distrib=geneva.app.com+boston.app.com+HELD#",
            outcome: "http://chicago.app.com/x/Distrib=geneva.app.com+boston.app.com+HELD#"),
        PlaceRow(
            row: .row1d, label: "without a trip of long ago", site: Example.chicago,
            target: "/x/Distrib=geneva.app.com+boston.app.com+OLD#",
            outcome: "http://chicago.app.com/x/Distrib=OLD#"),
        PlaceRow(
            row: .row1d, label: "a forged place is none, but its Sites are not led to again",
            site: Example.chicago,
            target: "/x/Distrib=boston.app.com+HELD.k1.AAAAAAAAAAAAAAAAAAAAAA",
            outcome: "http://chicago.app.com/x/Distrib=boston.app.com+T#"),
        PlaceRow(
            row: .row1d, label: "in the query", site: Example.chicago, placement: .query,
            target: "/x?q=1&Distrib=HELD#",
            outcome: "http://chicago.app.com/x?q=1&Distrib=HELD#"),
    ]

    static let step2: [PlaceRow] = [
        PlaceRow(
            row: .row2b, label: "unsigned", target: "/x/Distrib=HELD",
            outcome: "http://app.com/x/Distrib=HELD"),
        PlaceRow(
            row: .row2b, label: "forged", target: "/x/Distrib=HELD.k1.AAAAAAAAAAAAAAAAAAAAAA",
            outcome: "http://app.com/x/Distrib=HELD.k1.AAAAAAAAAAAAAAAAAAAAAA"),
        PlaceRow(
            row: .row2b, label: "of another Pool, or by a key that is unknown here",
            target: signed("/x/Distrib=" + held + "#", keyID: "k9"),
            outcome: signed("http://app.com/x/Distrib=" + held + "#", keyID: "k9")),
        PlaceRow(
            row: .row2b, label: "truncated", target: "/x/Distrib=~normal+1699999910000+16999999",
            outcome: "http://app.com/x/Distrib=~normal+1699999910000+16999999"),
        PlaceRow(
            row: .row2b, label: "expired", target: "/x/Distrib=\(place(renewed: 301_000))#",
            outcome: "http://app.com/x/Distrib=\(place(renewed: 301_000))#"),
        PlaceRow(
            row: .row2b, label: "from the future", target: "/x/Distrib=\(place(renewed: -6000))#",
            outcome: "http://app.com/x/Distrib=\(place(renewed: -6000))#"),
        PlaceRow(
            row: .row2b, label: "used up, or too old to be counted: begun anew, without it",
            grouped: true, target: "/x/Distrib=chicago.app.com+HELD#?q=1",
            door: PlaceDoor(.lost), outcome: "http://americas.app.com/x?q=1"),
        PlaceRow(
            row: .row2b, label: "the same in the query", placement: .query,
            target: "/x?Distrib=HELD#", door: PlaceDoor(.lost), outcome: "http://app.com/x"),
    ]

    static let called: [PlaceRow] = [
        PlaceRow(
            row: .row3a, label: "called", door: PlaceDoor(.start), outcome: "start /x?q=1"),
        PlaceRow(
            row: .row3a, label: "called and seen",
            target: "/Distrib=\(place(renewed: 10_000, state: "c"))#", door: PlaceDoor(.start),
            outcome: "start /"),
        PlaceRow(
            row: .row3a, label: "after a trip", site: Example.chicago, host: "chicago.app.com",
            target: "/x/Distrib=boston.app.com+chicago.app.com+HELD#", door: PlaceDoor(.start),
            outcome: "start /x"),
        PlaceRow(
            row: .row3a, label: "no Host", host: nil, door: PlaceDoor(.start),
            outcome: "start /x?q=1"),
        PlaceRow(
            row: .row3a, label: "the oldest that counts",
            target: "/x/Distrib=\(place(renewed: 300_000))#", door: PlaceDoor(.start),
            outcome: "start /x"),
        PlaceRow(
            row: .row3a, label: "of a clock that is ahead",
            target: "/x/Distrib=\(place(time: -4000, renewed: -5000))#", door: PlaceDoor(.start),
            outcome: "start /x"),
        PlaceRow(
            row: .row3a, label: "no Host, and the place is lost: let in as a newcomer", host: nil,
            door: PlaceDoor(.lost, open: [0]), outcome: "start /x?q=1"),
        PlaceRow(
            row: .row3a, label: "in the query", placement: .query,
            target: "/x?q=1&Distrib=HELD#", door: PlaceDoor(.start), outcome: "start /x?q=1"),
    ]
}
