import Distribution
import Topology

extension PlaceRow {
    private static let chicagoIsFree: [Site.ID: SiteState] = [Example.chicago: .free]
    private static let genevaIsFree: [Site.ID: SiteState] = [Example.geneva: .free]
    private static let nobodyIsFree: [Site.ID: SiteState] = [
        Example.chicago: .busy, Example.geneva: .unknown,
    ]

    static let goingOn: [PlaceRow] = [
        PlaceRow(
            row: .row3f, label: "the next Site is free", known: chicagoIsFree,
            outcome: "http://chicago.app.com/x/Distrib=boston.app.com+chicago.app.com+NOW#?q=1"),
        PlaceRow(
            row: .row3f, label: "a later Site is free", known: genevaIsFree,
            outcome: "http://geneva.app.com/x/Distrib=boston.app.com+geneva.app.com+NOW#?q=1"),
        PlaceRow(
            row: .row3f, label: "of several free Sites the next in the ring",
            site: Example.chicago, host: "chicago.app.com", target: "/Distrib=HELD#",
            known: [Example.boston: .free, Example.geneva: .free],
            outcome: "http://geneva.app.com/Distrib=chicago.app.com+geneva.app.com+NOW#/"),
        PlaceRow(
            row: .row3f, label: "a signal refuses", door: PlaceDoor(.wait(.signal)),
            known: chicagoIsFree,
            outcome: "http://chicago.app.com/x/Distrib=boston.app.com+chicago.app.com+NOW#?q=1"),
        PlaceRow(
            row: .row3f, label: "a trip under way", site: Example.chicago,
            host: "chicago.app.com", target: "/x/Distrib=boston.app.com+chicago.app.com+HELD#",
            known: genevaIsFree,
            outcome:
                "http://geneva.app.com/x/Distrib=boston.app.com+chicago.app.com+geneva.app.com+NOW#"
        ),
        PlaceRow(
            row: .row3f, label: "a trip that failed over to here", site: Example.chicago,
            host: "chicago.app.com", target: "/x/Distrib=boston.app.com+HELD#",
            known: genevaIsFree,
            outcome:
                "http://geneva.app.com/x/Distrib=boston.app.com+chicago.app.com+geneva.app.com+NOW#"
        ),
        PlaceRow(
            row: .row3f, label: "the Sites of a trip of long ago may be tried again",
            target: "/x/Distrib=geneva.app.com+chicago.app.com+OLD#", known: chicagoIsFree,
            outcome: "http://chicago.app.com/x/Distrib=boston.app.com+chicago.app.com+NOW#"),
        PlaceRow(
            row: .row3f, label: "a place that was called keeps its state",
            target: "/Distrib=\(place(renewed: 10_000, state: "c"))#",
            door: PlaceDoor(.wait(.rate)), known: chicagoIsFree,
            outcome:
                "http://chicago.app.com/Distrib=boston.app.com+chicago.app.com+\(place(renewed: 0, state: "c"))#/"
        ),
        PlaceRow(
            row: .row3f, label: "the ring is the proper Group's", grouped: true,
            site: Example.chicago, proper: Example.europe, host: "chicago.app.com",
            known: [Example.boston: .free, Example.geneva: .free],
            outcome: "http://geneva.app.com/x/Distrib=chicago.app.com+geneva.app.com+NOW#?q=1"),
        PlaceRow(
            row: .row3f, label: "beyond the Group", grouped: true, goesBeyondGroup: true,
            known: genevaIsFree,
            outcome: "http://geneva.app.com/x/Distrib=boston.app.com+geneva.app.com+NOW#?q=1"),
        PlaceRow(
            row: .row3f, label: "no Host, and no trip yet", host: nil, known: chicagoIsFree,
            outcome: "http://chicago.app.com/x/Distrib=boston.app.com+chicago.app.com+NOW#?q=1"),
        PlaceRow(
            row: .row3f, label: "in the query", placement: .query, target: "/x?q&Distrib=HELD#",
            known: chicagoIsFree,
            outcome: "http://chicago.app.com/x?q&Distrib=boston.app.com+chicago.app.com+NOW#"),
    ]

    static let goingOnLimits: [PlaceRow] = [
        PlaceRow(
            row: .row3g, label: "the free Site was led to", site: Example.chicago,
            host: "chicago.app.com", target: "/x/Distrib=boston.app.com+chicago.app.com+HELD#",
            known: [Example.boston: .free],
            outcome: "wait http://chicago.app.com/x/Distrib=NOW#"),
        PlaceRow(
            row: .row3g, label: "the free Site is not in the ring", grouped: true,
            known: genevaIsFree, outcome: "wait http://boston.app.com/x/Distrib=NOW#?q=1"),
        PlaceRow(
            row: .row3g, label: "nothing may overflow", maxSites: 1, known: chicagoIsFree,
            outcome: "wait http://boston.app.com/x/Distrib=NOW#?q=1"),
        PlaceRow(
            row: .row3g, label: "as many as may be tried", site: Example.chicago, maxSites: 2,
            host: "chicago.app.com", target: "/x/Distrib=boston.app.com+chicago.app.com+HELD#",
            known: genevaIsFree, outcome: "wait http://chicago.app.com/x/Distrib=NOW#"),
        PlaceRow(
            row: .row3g, label: "no Host: one hop and no more", site: Example.chicago, host: nil,
            target: "/x/Distrib=boston.app.com+chicago.app.com+HELD#", known: genevaIsFree,
            outcome: "wait http://chicago.app.com/x/Distrib=NOW#"),
    ]

    static let draining: [PlaceRow] = [
        PlaceRow(
            row: .row3f, label: "draining: the next Site, though none is known to be free",
            door: PlaceDoor(.wait(.draining)), known: nobodyIsFree,
            outcome: "http://geneva.app.com/x/Distrib=boston.app.com+geneva.app.com+NOW#?q=1"),
        PlaceRow(
            row: .row3f, label: "draining: a free Site first", door: PlaceDoor(.wait(.draining)),
            known: genevaIsFree,
            outcome: "http://geneva.app.com/x/Distrib=boston.app.com+geneva.app.com+NOW#?q=1"),
        PlaceRow(
            row: .row3f, label: "draining: a Site that was not led to", site: Example.chicago,
            host: "chicago.app.com", target: "/x/Distrib=geneva.app.com+chicago.app.com+HELD#",
            door: PlaceDoor(.wait(.draining)), known: nobodyIsFree,
            outcome:
                "http://boston.app.com/x/Distrib=geneva.app.com+chicago.app.com+boston.app.com+NOW#"
        ),
        PlaceRow(
            row: .row3g, label: "draining: every Site was led to", grouped: true,
            site: Example.chicago, host: "chicago.app.com",
            target: "/x/Distrib=boston.app.com+chicago.app.com+HELD#",
            door: PlaceDoor(.wait(.draining)), outcome: "wait http://chicago.app.com/x/Distrib=NOW#"
        ),
    ]

    static let waiting: [PlaceRow] = [
        PlaceRow(
            row: .row3g, label: "nobody is known to be free", known: nobodyIsFree,
            outcome: "wait http://boston.app.com/x/Distrib=NOW#?q=1"),
        PlaceRow(
            row: .row3g, label: "the page ends the trip", site: Example.chicago,
            host: "chicago.app.com", target: "/x/Distrib=boston.app.com+chicago.app.com+HELD#",
            outcome: "wait http://chicago.app.com/x/Distrib=NOW#"),
        PlaceRow(
            row: .row3g, label: "called, and no token", door: PlaceDoor(.wait(.rate)),
            outcome: "wait http://boston.app.com/x/Distrib=NOW#?q=1"),
        PlaceRow(
            row: .row3g, label: "no Host", host: nil, known: nobodyIsFree,
            outcome: "wait http://boston.app.com/x/Distrib=NOW#?q=1"),
        PlaceRow(
            row: .row3g, label: "a port", host: "boston.app.com:8080", target: "/Distrib=HELD#",
            outcome: "wait http://boston.app.com:8080/Distrib=NOW#/"),
        PlaceRow(
            row: .row3g, label: "in the query", placement: .query, target: "/x?&Distrib=HELD#",
            outcome: "wait http://boston.app.com/x?&Distrib=NOW#"),
    ]

    static let joining: [PlaceRow] = [
        PlaceRow(
            row: .row3b, label: "a place is given", maxSites: 1, target: "/x/Distrib=O#?q=1",
            outcome: "wait http://boston.app.com/x/Distrib=NEW#?q=1"),
        PlaceRow(
            row: .row3b, label: "no place is given now", maxSites: 1, target: "/x/Distrib=O#?q=1",
            door: PlaceDoor(.wait(.draining), givesPlaces: false),
            outcome: "busy http://app.com/x?q=1"),
        PlaceRow(
            row: .row3c, label: "a newcomer is led on", target: "/x/Distrib=O#",
            outcome: "http://chicago.app.com/x/Distrib=boston.app.com+chicago.app.com+T#"),
        PlaceRow(
            row: .row3d, label: "a place is given where the trip ends", site: Example.geneva,
            host: "geneva.app.com",
            target: "/x/Distrib=boston.app.com+chicago.app.com+geneva.app.com+O#",
            outcome: "wait http://geneva.app.com/x/Distrib=NEW#"),
        PlaceRow(
            row: .row3d, label: "no place is given now", grouped: true, site: Example.chicago,
            host: "chicago.app.com", target: "/x/Distrib=boston.app.com+chicago.app.com+O#",
            door: PlaceDoor(.wait(.draining), givesPlaces: false),
            outcome: "busy http://americas.app.com/x"),
        PlaceRow(
            row: .row3b, label: "no Host, and the place is lost: a newcomer", maxSites: 1,
            host: nil, door: PlaceDoor(.lost),
            outcome: "wait http://boston.app.com/x/Distrib=NEW#?q=1"),
        PlaceRow(
            row: .row3d, label: "no Host, and the place is lost: its trip has had its hop",
            site: Example.chicago, host: nil,
            target: "/x/Distrib=boston.app.com+chicago.app.com+HELD#", door: PlaceDoor(.lost),
            outcome: "wait http://chicago.app.com/x/Distrib=NEW#"),
        PlaceRow(
            row: .row3b, label: "no Host, and the place expired: a newcomer", maxSites: 1,
            host: nil, target: "/x/Distrib=\(place(renewed: 301_000))#",
            outcome: "wait http://boston.app.com/x/Distrib=NEW#"),
    ]
}
