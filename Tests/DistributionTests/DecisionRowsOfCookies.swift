import Distribution
import Topology

/// Who is exempt, and whose session is remembered.
extension DecisionRow {
    static let step0: [DecisionRow] = [
        DecisionRow(
            row: .row0, label: "at the Pool Name, though busy", host: "app.com", cookie: "bot=1",
            isBusy: true, outcome: "start /x?q=1"),
        DecisionRow(
            row: .row0, label: "at another Site's Name, with a marker", host: "geneva.app.com",
            target: "/x/Distrib=chicago.app.com+S", cookie: "a=b; bot=1", outcome: "start /x"),
        DecisionRow(
            row: .row0, label: "at this Site's Name, without a marker", host: "boston.app.com",
            cookie: "bot=1; S=chicago.app.com", outcome: "start /x?q=1"),
        DecisionRow(
            row: .row0, label: "without a Host", host: nil, cookie: "bot=1",
            outcome: "start /x?q=1"),
        DecisionRow(
            row: .row1a, label: "a condition that does not hold", host: "app.com", cookie: "bot=2",
            outcome: "http://boston.app.com/x/Distrib=T?q=1"),
    ]

    static let step1Return: [DecisionRow] = [
        DecisionRow(
            row: .row1e, label: "the Pool Name, a Site of the proper Group", host: "app.com:81",
            cookie: "S=chicago.app.com", isBusy: true,
            outcome: "http://chicago.app.com:81/x/Distrib=T?q=1"),
        DecisionRow(
            row: .row1e, label: "this Site", host: "app.com", cookie: "S=Boston.App.com",
            outcome: "http://boston.app.com/x/Distrib=T?q=1"),
        DecisionRow(
            row: .row1e, label: "this Site is not in the proper Group", proper: Example.europe,
            host: "app.com", cookie: "S=geneva.app.com",
            outcome: "http://geneva.app.com/x/Distrib=T?q=1"),
        DecisionRow(
            row: .row1e, label: "no Groups", grouped: false, host: "app.com", target: "/",
            cookie: "S=geneva.app.com", outcome: "http://geneva.app.com/Distrib=T/"),
        DecisionRow(
            row: .row1e, label: "a Group Name, a Site of that Group", host: "europe.app.com",
            cookie: "S=geneva.app.com", outcome: "http://geneva.app.com/x/Distrib=T?q=1"),
        DecisionRow(
            row: .row1e, label: "marker in the query", placement: .query, host: "app.com",
            cookie: "S=chicago.app.com", outcome: "http://chicago.app.com/x?q=1&Distrib=T"),
        DecisionRow(
            row: .row1a, label: "a Site of another Group", host: "app.com",
            cookie: "S=geneva.app.com", outcome: "http://boston.app.com/x/Distrib=T?q=1"),
        DecisionRow(
            row: .row1b, label: "a Site that is not in the proper Group, nor is this one",
            proper: Example.europe, host: "app.com", cookie: "S=boston.app.com",
            outcome: "http://europe.app.com/x?q=1"),
        DecisionRow(
            row: .row1c, label: "a Group Name, a Site of another Group", host: "europe.app.com",
            cookie: "S=boston.app.com", outcome: "http://boston.app.com/x/Distrib=T?q=1"),
        DecisionRow(
            row: .row1a, label: "a Site that nobody knows", host: "app.com",
            cookie: "S=gone.app.com", outcome: "http://boston.app.com/x/Distrib=T?q=1"),
        DecisionRow(
            row: .row1a, label: "a client that came back with a marker", host: "app.com",
            target: "/x/Distrib=S", cookie: "S=chicago.app.com",
            outcome: "http://boston.app.com/x/Distrib=T"),
        DecisionRow(
            row: .row1a, label: "a client that came back with a malformed marker", host: "app.com",
            target: "/x/Distrib=", cookie: "S=chicago.app.com",
            outcome: "http://boston.app.com/x/Distrib=T"),
        DecisionRow(
            row: .row1c, label: "an alias", host: "www.app.com", cookie: "S=chicago.app.com",
            outcome: "http://boston.app.com/x/Distrib=T?q=1"),
        DecisionRow(
            row: .row1d, label: "another Site's Name", host: "chicago.app.com",
            cookie: "S=chicago.app.com", outcome: "http://boston.app.com/x/Distrib=T?q=1"),
        DecisionRow(
            row: .row2a, label: "this Site's Name", host: "boston.app.com",
            cookie: "S=chicago.app.com", outcome: "http://americas.app.com/x?q=1"),
    ]

    static let beyondGroup: [DecisionRow] = [
        DecisionRow(
            row: .row3c, label: "the ring comes first", host: "boston.app.com",
            target: "/x/Distrib=O", goesBeyondGroup: true, isBusy: true,
            outcome: "http://chicago.app.com/x/Distrib=boston.app.com+chicago.app.com+T"),
        DecisionRow(
            row: .row3e, label: "after the ring, the Pool's other Sites", site: Example.chicago,
            host: "chicago.app.com", target: "/x/Distrib=boston.app.com+chicago.app.com+O",
            goesBeyondGroup: true, isBusy: true,
            outcome: "http://geneva.app.com/x/"
                + "Distrib=boston.app.com+chicago.app.com+geneva.app.com+O"),
        DecisionRow(
            row: .row3d, label: "the whole Pool was tried", site: Example.geneva,
            host: "geneva.app.com", target: "/x/Distrib=boston.app.com+chicago.app.com+O",
            goesBeyondGroup: true, isBusy: true, outcome: "busy http://americas.app.com/x"),
    ]
}
