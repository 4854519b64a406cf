import Distribution
import Topology

/// A request at a Site, the row of the decision table that holds, and what the client gets: the
/// Location of the redirect, `start TARGET`, or `busy LOCATION` with that of the page's retry.
/// `T` stands for now, `O` for a fresh timestamp ten seconds old, `S` for a stale one, `F` for one
/// too far in the future. Whoever comes with `bot=1` is exempt, and `S` remembers the Site.
struct DecisionRow: Sendable {
    let row: Row
    let label: String
    var grouped = true
    var site = Example.boston
    var proper: Group.ID? = Example.americas
    var maxSites = 8
    var placement = MarkerPolicy.Placement.path
    var host: String?
    var target = "/x?q=1"
    var cookie: String?
    var goesBeyondGroup = false
    var isBusy = false
    /// What is known of other Sites: Boston, Chicago, Geneva, with the room of those that are free.
    var known: [(Site.ID, SiteState, room: Int)] = []
    var client: String?
    let outcome: String

    static func expanded(_ text: String) -> String {
        var text = text
        for (letter, age) in [("T", 0), ("O", 10), ("S", 61), ("F", -6)] as [(String, Int64)] {
            for before in ["=", "+"] {
                text = text.replacing(before + letter, with: before + "\(Example.now - age)")
            }
        }
        return text
    }

    static let all =
        step0 + step1Return + step1Pool + step1Groups + step1Sites + step2 + step3Start + step3New
        + step3Trip + beyondGroup + knownSites

    static let step1Pool: [DecisionRow] = [
        DecisionRow(
            row: .row1a, label: "no Groups", grouped: false, host: "app.com",
            outcome: "http://boston.app.com/x/Distrib=T?q=1"),
        DecisionRow(
            row: .row1a, label: "no Groups, though busy", grouped: false, site: Example.geneva,
            host: "app.com", isBusy: true, outcome: "http://geneva.app.com/x/Distrib=T?q=1"),
        DecisionRow(
            row: .row1a, label: "this Site is in the proper Group", host: "app.com",
            outcome: "http://boston.app.com/x/Distrib=T?q=1"),
        DecisionRow(
            row: .row1a, label: "in the proper Group, though another one comes first",
            site: Example.chicago, proper: Example.europe, host: "app.com",
            outcome: "http://chicago.app.com/x/Distrib=T?q=1"),
        DecisionRow(
            row: .row1a, label: "no rule gives a Group: the first of this Site",
            site: Example.geneva, proper: nil, host: "app.com",
            outcome: "http://geneva.app.com/x/Distrib=T?q=1"),
        DecisionRow(
            row: .row1a, label: "letter case, trailing dot, port", host: "APP.Com.:8080",
            outcome: "http://boston.app.com:8080/x/Distrib=T?q=1"),
        DecisionRow(
            row: .row1a, label: "trip kept", host: "app.com",
            target: "/x/Distrib=geneva.app.com+chicago.app.com+O",
            outcome: "http://boston.app.com/x/Distrib=geneva.app.com+chicago.app.com+O"),
        DecisionRow(
            row: .row1a, label: "the root keeps its slash", host: "app.com", target: "/",
            outcome: "http://boston.app.com/Distrib=T/"),
        DecisionRow(
            row: .row1a, label: "marker in the query", placement: .query, host: "app.com",
            outcome: "http://boston.app.com/x?q=1&Distrib=T"),
        DecisionRow(
            row: .row1b, label: "this Site is not in the proper Group", proper: Example.europe,
            host: "app.com", outcome: "http://europe.app.com/x?q=1"),
        DecisionRow(
            row: .row1b, label: "though busy", site: Example.geneva, host: "app.com", isBusy: true,
            outcome: "http://americas.app.com/x?q=1"),
        DecisionRow(
            row: .row1b, label: "URI unchanged, marker and all", proper: Example.europe,
            host: "app.com:81", target: "/x/Distrib=chicago.app.com+O?q",
            outcome: "http://europe.app.com:81/x/Distrib=chicago.app.com+O?q"),
    ]

    static let step1Groups: [DecisionRow] = [
        DecisionRow(
            row: .row1c, label: "the Group's Name", host: "americas.app.com",
            outcome: "http://boston.app.com/x/Distrib=T?q=1"),
        DecisionRow(
            row: .row1c, label: "a Group Name is believed, whatever is proper",
            host: "Europe.app.com", outcome: "http://boston.app.com/x/Distrib=T?q=1"),
        DecisionRow(
            row: .row1c, label: "a Group Name, trip kept", host: "americas.app.com",
            target: "/x/Distrib=geneva.app.com+chicago.app.com+O",
            outcome: "http://boston.app.com/x/Distrib=geneva.app.com+chicago.app.com+O"),
        DecisionRow(
            row: .row1c, label: "an alias", host: "www.app.com", isBusy: true,
            outcome: "http://boston.app.com/x/Distrib=T?q=1"),
        DecisionRow(
            row: .row1c, label: "an address", host: "192.0.2.1:8080",
            outcome: "http://boston.app.com:8080/x/Distrib=T?q=1"),
        DecisionRow(
            row: .row1c, label: "without Groups, a Group Name is an alias", grouped: false,
            host: "americas.app.com", outcome: "http://boston.app.com/x/Distrib=T?q=1"),
        DecisionRow(
            row: .row1c, label: "an alias, trip kept, nothing added", host: "Old.App.com.:81",
            target: "/x/Distrib=Chicago.app.com+O",
            outcome: "http://boston.app.com:81/x/Distrib=Chicago.app.com+O"),
        DecisionRow(
            row: .row1c, label: "an IPv6 literal, trip kept", host: "[2001:db8::1]",
            target: "/x/Distrib=chicago.app.com+O",
            outcome: "http://boston.app.com/x/Distrib=chicago.app.com+O"),
        DecisionRow(
            row: .row1c, label: "an alias, trip kept in the query", placement: .query,
            host: "old.app.com", target: "/x?Distrib=chicago.app.com+O",
            outcome: "http://boston.app.com/x?Distrib=chicago.app.com+O"),
        DecisionRow(
            row: .row1c, label: "an alias, a fresh marker is no trip", host: "www.app.com",
            target: "/x/Distrib=O", outcome: "http://boston.app.com/x/Distrib=T"),
        DecisionRow(
            row: .row1c, label: "an alias, a trip that is stale here: Sites kept, from now on",
            host: "www.app.com", target: "/x/Distrib=chicago.app.com+S",
            outcome: "http://boston.app.com/x/Distrib=chicago.app.com+T"),
        DecisionRow(
            row: .row1c, label: "an alias, a trip from the future: Sites kept, from now on",
            host: "www.app.com", target: "/x/Distrib=chicago.app.com+F",
            outcome: "http://boston.app.com/x/Distrib=chicago.app.com+T"),
        DecisionRow(
            row: .row1c, label: "an alias, a malformed trip", host: "www.app.com",
            target: "/x/Distrib=chicago.app.com+O.", outcome: "http://boston.app.com/x/Distrib=T"),
    ]

    static let step1Sites: [DecisionRow] = [
        DecisionRow(
            row: .row1d, label: "another Site", host: "chicago.app.com",
            outcome: "http://boston.app.com/x/Distrib=T?q=1"),
        DecisionRow(
            row: .row1d, label: "a Site of another Group", proper: Example.europe,
            host: "GENEVA.app.com", isBusy: true, outcome: "http://boston.app.com/x/Distrib=T?q=1"),
        DecisionRow(
            row: .row1d, label: "trip kept, which names the Site that is down",
            host: "geneva.app.com", target: "/x/Distrib=chicago.app.com+geneva.app.com+O?q",
            outcome: "http://boston.app.com/x/Distrib=chicago.app.com+geneva.app.com+O?q"),
        DecisionRow(
            row: .row1d, label: "a fresh marker is no trip", host: "chicago.app.com",
            target: "/x/Distrib=O", outcome: "http://boston.app.com/x/Distrib=T"),
        DecisionRow(
            row: .row1d, label: "a trip ten minutes old: Sites kept, from now on",
            host: "chicago.app.com", target: "/x/Distrib=geneva.app.com+1699999400",
            outcome: "http://boston.app.com/x/Distrib=geneva.app.com+T"),
        DecisionRow(
            row: .row1d, label: "a trip older than that", host: "chicago.app.com",
            target: "/x/Distrib=geneva.app.com+1699999399",
            outcome: "http://boston.app.com/x/Distrib=T"),
        DecisionRow(
            row: .row1d, label: "a trip ten minutes in the future", host: "chicago.app.com",
            target: "/x/Distrib=geneva.app.com+1700000600",
            outcome: "http://boston.app.com/x/Distrib=geneva.app.com+T"),
        DecisionRow(
            row: .row1d, label: "a trip farther in the future", host: "chicago.app.com",
            target: "/x/Distrib=geneva.app.com+1700000601",
            outcome: "http://boston.app.com/x/Distrib=T"),
        DecisionRow(
            row: .row1d, label: "several markers, the last one counts", host: "chicago.app.com",
            target: "/Distrib=geneva.app.com+S/x/Distrib=a.app.com+O",
            outcome: "http://boston.app.com/x/Distrib=a.app.com+O"),
        DecisionRow(
            row: .row1d, label: "several markers, the last one is malformed",
            host: "chicago.app.com", target: "/Distrib=a.app.com+O/x/Distrib=foo",
            outcome: "http://boston.app.com/x/Distrib=T"),
    ]

    static let step2: [DecisionRow] = [
        DecisionRow(
            row: .row2a, label: "no marker", host: "boston.app.com",
            outcome: "http://americas.app.com/x?q=1"),
        DecisionRow(
            row: .row2a, label: "no marker, no Groups", grouped: false, host: "Boston.App.com:80",
            isBusy: true, outcome: "http://app.com:80/x?q=1"),
        DecisionRow(
            row: .row2a, label: "this Site is not in the proper Group", proper: Example.europe,
            host: "boston.app.com", outcome: "http://europe.app.com/x?q=1"),
        DecisionRow(
            row: .row2a, label: "the application's own path is no marker", host: "boston.app.com",
            target: "/Distribution=5/xDistrib=5?Distrib=1",
            outcome: "http://americas.app.com/Distribution=5/xDistrib=5?Distrib=1"),
        DecisionRow(
            row: .row2a, label: "a marker in the other place is none", placement: .query,
            host: "boston.app.com", target: "/Distrib=O",
            outcome: "http://americas.app.com/Distrib=O"),
        DecisionRow(
            row: .row2b, label: "a malformed marker", host: "boston.app.com",
            target: "/Distrib=foo/x?q", outcome: "http://americas.app.com/Distrib=foo/x?q"),
        DecisionRow(
            row: .row2b, label: "a malformed marker behind a fresh one", host: "boston.app.com",
            target: "/Distrib=O/x/Distrib=", outcome: "http://americas.app.com/Distrib=O/x/Distrib="
        ),
        DecisionRow(
            row: .row2b, label: "a stale marker", host: "boston.app.com", target: "/x/Distrib=S?q",
            outcome: "http://americas.app.com/x/Distrib=S?q"),
        DecisionRow(
            row: .row2b, label: "a stale trip, though busy", host: "boston.app.com",
            target: "/x/Distrib=chicago.app.com+S", isBusy: true,
            outcome: "http://americas.app.com/x/Distrib=chicago.app.com+S"),
        DecisionRow(
            row: .row2b, label: "a marker from the future", host: "boston.app.com",
            target: "/x/Distrib=F", outcome: "http://americas.app.com/x/Distrib=F"),
        DecisionRow(
            row: .row2b, label: "the last marker counts", host: "boston.app.com",
            target: "/Distrib=O/Distrib=S", outcome: "http://americas.app.com/Distrib=O/Distrib=S"),
    ]
}
