import Distribution
import Topology

extension DecisionRow {
    static let step3Start: [DecisionRow] = [
        DecisionRow(
            row: .row3a, label: "a fresh marker", host: "boston.app.com",
            target: "/x/Distrib=O?q=1",
            outcome: "start /x?q=1"),
        DecisionRow(
            row: .row3a, label: "a slash at the end", host: "boston.app.com",
            target: "/x/Distrib=O/", outcome: "start /x/"),
        DecisionRow(
            row: .row3a, label: "a marker within the path", host: "boston.app.com",
            target: "/x/Distrib=O/y.png", outcome: "start /x/y.png"),
        DecisionRow(
            row: .row3a, label: "several markers, all deleted", host: "boston.app.com",
            target: "/Distrib=foo/x/Distrib=S/y/DISTRIB%3D1700000000/z?Distrib=1",
            outcome: "start /x/y/z?Distrib=1"),
        DecisionRow(
            row: .row3a, label: "several markers in the query, all deleted", placement: .query,
            host: "boston.app.com", target: "/Distrib=1?Distrib=foo&a&distrib%3dS&&Distrib=O",
            outcome: "start /Distrib=1?a&"),
        DecisionRow(
            row: .row3a, label: "the root", host: "boston.app.com", target: "/Distrib=T",
            outcome: "start /"),
        DecisionRow(
            row: .row3a, label: "a trip", site: Example.chicago, host: "chicago.app.com",
            target: "/x/Distrib=boston.app.com+O", outcome: "start /x"),
        DecisionRow(
            row: .row3a, label: "a trip that named this Site, which is free again",
            host: "boston.app.com", target: "/x/Distrib=boston.app.com+O", outcome: "start /x"),
        DecisionRow(
            row: .row3a, label: "not in the proper Group", proper: Example.europe,
            host: "boston.app.com", target: "/x/Distrib=O", outcome: "start /x"),
        DecisionRow(
            row: .row3a, label: "no Host, no marker", host: nil, outcome: "start /x?q=1"),
        DecisionRow(
            row: .row3a, label: "no Host, a stale marker", host: nil, target: "/x/Distrib=S",
            outcome: "start /x"),
        DecisionRow(
            row: .row3a, label: "marker in the query", placement: .query, host: "boston.app.com",
            target: "/x?q=1&Distrib=O", outcome: "start /x?q=1"),
    ]

    static let step3New: [DecisionRow] = [
        DecisionRow(
            row: .row3b, label: "nothing may overflow", maxSites: 1, host: "boston.app.com",
            target: "/x/Distrib=O?q=1", isBusy: true, outcome: "busy http://americas.app.com/x?q=1"),
        DecisionRow(
            row: .row3b, label: "nothing may overflow; the retry goes to the proper Group",
            proper: Example.europe, maxSites: 1, host: "boston.app.com:81", target: "/Distrib=O",
            isBusy: true, outcome: "busy http://europe.app.com:81/"),
        DecisionRow(
            row: .row3b, label: "no Host", grouped: false, maxSites: 1, host: nil, isBusy: true,
            outcome: "busy http://app.com/x?q=1"),
        DecisionRow(
            row: .row3c, label: "the next Site", host: "boston.app.com", target: "/x/Distrib=O?q=1",
            isBusy: true,
            outcome: "http://chicago.app.com/x/Distrib=boston.app.com+chicago.app.com+T?q=1"),
        DecisionRow(
            row: .row3c, label: "around the end of the ring", grouped: false, site: Example.geneva,
            host: "geneva.app.com:81", target: "/Distrib=O", isBusy: true,
            outcome: "http://boston.app.com:81/Distrib=geneva.app.com+boston.app.com+T/"),
        DecisionRow(
            row: .row3c, label: "the ring is the proper Group's", site: Example.chicago,
            proper: Example.europe, host: "chicago.app.com", target: "/Distrib=O", isBusy: true,
            outcome: "http://geneva.app.com/Distrib=chicago.app.com+geneva.app.com+T/"),
        DecisionRow(
            row: .row3c, label: "not in the proper Group: the ring of the first one with it",
            proper: Example.europe, host: "boston.app.com", target: "/Distrib=O", isBusy: true,
            outcome: "http://chicago.app.com/Distrib=boston.app.com+chicago.app.com+T/"),
        DecisionRow(
            row: .row3c, label: "no Host, no marker", host: nil, isBusy: true,
            outcome: "http://chicago.app.com/x/Distrib=boston.app.com+chicago.app.com+T?q=1"),
        DecisionRow(
            row: .row3c, label: "no Host, a trip of long ago", host: nil,
            target: "/x/Distrib=boston.app.com+chicago.app.com+1699999399", isBusy: true,
            outcome: "http://chicago.app.com/x/Distrib=boston.app.com+chicago.app.com+T"),
        DecisionRow(
            row: .row3c, label: "two Sites may be tried", maxSites: 2, host: "boston.app.com",
            target: "/Distrib=O", isBusy: true,
            outcome: "http://chicago.app.com/Distrib=boston.app.com+chicago.app.com+T/"),
        DecisionRow(
            row: .row3c, label: "marker in the query", placement: .query, host: "boston.app.com",
            target: "/x?&Distrib=O", isBusy: true,
            outcome: "http://chicago.app.com/x?&Distrib=boston.app.com+chicago.app.com+T"),
    ]

    static let step3Trip: [DecisionRow] = [
        DecisionRow(
            row: .row3d, label: "this is the last Site of the ring", site: Example.chicago,
            host: "chicago.app.com", target: "/x/Distrib=boston.app.com+O?q", isBusy: true,
            outcome: "busy http://americas.app.com/x?q"),
        DecisionRow(
            row: .row3d, label: "every Site is named, in any letter case and order", grouped: false,
            host: "boston.app.com", target: "/Distrib=GENEVA.app.com+Chicago.app.com+O",
            isBusy: true, outcome: "busy http://app.com/"),
        DecisionRow(
            row: .row3d, label: "every Site is named, this one, too", grouped: false,
            host: "boston.app.com",
            target: "/Distrib=boston.app.com+chicago.app.com+geneva.app.com+O", isBusy: true,
            outcome: "busy http://app.com/"),
        DecisionRow(
            row: .row3d, label: "as many as may be tried, this one among them", grouped: false,
            site: Example.chicago, maxSites: 2, host: "chicago.app.com",
            target: "/Distrib=boston.app.com+O", isBusy: true, outcome: "busy http://app.com/"),
        DecisionRow(
            row: .row3d, label: "as many as may be tried, this one named", grouped: false,
            site: Example.chicago, maxSites: 2, host: "chicago.app.com",
            target: "/Distrib=boston.app.com+chicago.app.com+O", isBusy: true,
            outcome: "busy http://app.com/"),
        DecisionRow(
            row: .row3d, label: "as many as may be tried, most of them unknown here",
            grouped: false, maxSites: 4, host: "boston.app.com", target: "/Distrib=a+b+c+O",
            isBusy: true, outcome: "busy http://app.com/"),
        DecisionRow(
            row: .row3d, label: "more than may be tried", grouped: false, maxSites: 2,
            host: "boston.app.com", target: "/Distrib=a+b+c+d+e+O", isBusy: true,
            outcome: "busy http://app.com/"),
        DecisionRow(
            row: .row3d, label: "no Host: one hop and no more", grouped: false,
            site: Example.chicago, host: nil, target: "/x/Distrib=boston.app.com+O", isBusy: true,
            outcome: "busy http://app.com/x"),
        DecisionRow(
            row: .row3d, label: "no Host, a trip that is stale here", grouped: false,
            site: Example.chicago, host: nil, target: "/x/Distrib=boston.app.com+S", isBusy: true,
            outcome: "busy http://app.com/x"),
        DecisionRow(
            row: .row3d, label: "no Host, a trip from the future", grouped: false,
            site: Example.chicago, host: nil, target: "/x/Distrib=boston.app.com+F", isBusy: true,
            outcome: "busy http://app.com/x"),
        DecisionRow(
            row: .row3d, label: "a trip of another Group, whose ring is not this Site's",
            proper: Example.europe, host: "boston.app.com",
            target: "/Distrib=geneva.app.com+chicago.app.com+O", isBusy: true,
            outcome: "busy http://europe.app.com/"),
        DecisionRow(
            row: .row3e, label: "the next Site", grouped: false, site: Example.chicago,
            host: "chicago.app.com", target: "/x/Distrib=boston.app.com+O?q", isBusy: true,
            outcome:
                "http://geneva.app.com/x/Distrib=boston.app.com+chicago.app.com+geneva.app.com+O?q"),
        DecisionRow(
            row: .row3e, label: "tried Sites are passed over", grouped: false,
            host: "boston.app.com", target: "/Distrib=chicago.app.com+O", isBusy: true,
            outcome:
                "http://geneva.app.com/Distrib=chicago.app.com+boston.app.com+geneva.app.com+O/"),
        DecisionRow(
            row: .row3e, label: "around the end of the ring", grouped: false, site: Example.geneva,
            host: "geneva.app.com", target: "/Distrib=chicago.app.com+geneva.app.com+O",
            isBusy: true,
            outcome:
                "http://boston.app.com/Distrib=chicago.app.com+geneva.app.com+boston.app.com+O/"),
        DecisionRow(
            row: .row3e, label: "this Site's name is not doubled", host: "boston.app.com",
            target: "/Distrib=Boston.app.com+geneva.app.com+O", isBusy: true,
            outcome:
                "http://chicago.app.com/Distrib=Boston.app.com+geneva.app.com+chicago.app.com+O/"),
        DecisionRow(
            row: .row3e, label: "a Site that nobody here knows was tried, too",
            host: "boston.app.com", target: "/Distrib=old.app.com+O", isBusy: true,
            outcome: "http://chicago.app.com/Distrib=old.app.com+boston.app.com+chicago.app.com+O/"),
        DecisionRow(
            row: .row3e, label: "one more may be tried", grouped: false, site: Example.chicago,
            maxSites: 3, host: "chicago.app.com", target: "/Distrib=boston.app.com+O",
            isBusy: true,
            outcome:
                "http://geneva.app.com/Distrib=boston.app.com+chicago.app.com+geneva.app.com+O/"),
        DecisionRow(
            row: .row3e, label: "one more may be tried, this one being named", grouped: false,
            site: Example.chicago, maxSites: 3, host: "chicago.app.com",
            target: "/Distrib=boston.app.com+chicago.app.com+O", isBusy: true,
            outcome:
                "http://geneva.app.com/Distrib=boston.app.com+chicago.app.com+geneva.app.com+O/"),
        DecisionRow(
            row: .row3e, label: "a name that is another's beginning", host: "boston.app.com",
            target: "/Distrib=chicago.app.co+O", isBusy: true,
            outcome:
                "http://chicago.app.com/Distrib=chicago.app.co+boston.app.com+chicago.app.com+O/"),
        DecisionRow(
            row: .row3e, label: "marker in the query", grouped: false, placement: .query,
            host: "boston.app.com", target: "/x?q&Distrib=chicago.app.com+O", isBusy: true,
            outcome:
                "http://geneva.app.com/x?q&Distrib=chicago.app.com+boston.app.com+geneva.app.com+O"),
    ]
}
