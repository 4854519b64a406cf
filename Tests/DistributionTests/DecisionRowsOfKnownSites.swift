import Distribution
import Topology

extension DecisionRow {
    private static let chicago = Example.chicago
    private static let geneva = Example.geneva

    static let knownSites: [DecisionRow] = [
        DecisionRow(
            row: .row1f, label: "the Pool Name, no Groups", grouped: false, host: "app.com",
            isBusy: true, known: [(geneva, .free, 5)],
            outcome: "http://geneva.app.com/x/Distrib=boston.app.com+geneva.app.com+T?q=1"),
        DecisionRow(
            row: .row1f, label: "the Pool Name, this Site is in the proper Group", host: "app.com",
            isBusy: true, known: [(chicago, .free, 5)],
            outcome: "http://chicago.app.com/x/Distrib=boston.app.com+chicago.app.com+T?q=1"),
        DecisionRow(
            row: .row1f, label: "a Group Name", host: "americas.app.com", isBusy: true,
            known: [(chicago, .free, 5)],
            outcome: "http://chicago.app.com/x/Distrib=boston.app.com+chicago.app.com+T?q=1"),
        DecisionRow(
            row: .row1a, label: "this Site would not refuse", host: "app.com",
            known: [(chicago, .free, 5)], outcome: "http://boston.app.com/x/Distrib=T?q=1"),
        DecisionRow(
            row: .row1a, label: "nobody in the ring is known to be free", host: "app.com",
            isBusy: true, known: [(geneva, .free, 5), (chicago, .busy, 0)],
            outcome: "http://boston.app.com/x/Distrib=T?q=1"),
        DecisionRow(
            row: .row1a, label: "a marker, which another Site did not believe", host: "app.com",
            target: "/x/Distrib=S?q=1", isBusy: true, known: [(chicago, .free, 5)],
            outcome: "http://boston.app.com/x/Distrib=T?q=1"),
        DecisionRow(
            row: .row1a, label: "nothing overflows", maxSites: 1, host: "app.com", isBusy: true,
            known: [(chicago, .free, 5)], outcome: "http://boston.app.com/x/Distrib=T?q=1"),
        DecisionRow(
            row: .row1b, label: "this Site is not in the proper Group", proper: Example.europe,
            host: "app.com", isBusy: true, known: [(chicago, .free, 5)],
            outcome: "http://europe.app.com/x?q=1"),
        DecisionRow(
            row: .row1c, label: "an alias is no name to hand over", host: "www.app.com",
            isBusy: true, known: [(chicago, .free, 5)],
            outcome: "http://boston.app.com/x/Distrib=T?q=1"),
        DecisionRow(
            row: .row1d, label: "failover comes first", host: "chicago.app.com", isBusy: true,
            known: [(chicago, .free, 5)], outcome: "http://boston.app.com/x/Distrib=T?q=1"),
        DecisionRow(
            row: .row1e, label: "the client's own Site comes first", host: "app.com",
            cookie: "S=boston.app.com", isBusy: true, known: [(chicago, .free, 5)],
            outcome: "http://boston.app.com/x/Distrib=T?q=1"),
        DecisionRow(
            row: .row1a, label: "the client's own Site is down", host: "app.com",
            cookie: "S=chicago.app.com", known: [(chicago, .down, 0)],
            outcome: "http://boston.app.com/x/Distrib=T?q=1"),
        DecisionRow(
            row: .row1a, label: "the client's own Site is draining", host: "app.com",
            cookie: "S=chicago.app.com", known: [(chicago, .draining, 0)],
            outcome: "http://boston.app.com/x/Distrib=T?q=1"),
        DecisionRow(
            row: .row3c, label: "the one that is known to be free", grouped: false,
            host: "boston.app.com", target: "/x/Distrib=O?q=1", isBusy: true,
            known: [(geneva, .free, 5)],
            outcome: "http://geneva.app.com/x/Distrib=boston.app.com+geneva.app.com+T?q=1"),
        DecisionRow(
            row: .row3c, label: "of two free ones that with more room", grouped: false,
            host: "boston.app.com", target: "/x/Distrib=O?q=1", isBusy: true,
            known: [(chicago, .free, 5), (geneva, .free, 6)],
            outcome: "http://geneva.app.com/x/Distrib=boston.app.com+geneva.app.com+T?q=1"),
        DecisionRow(
            row: .row3c, label: "the same the other way around", grouped: false,
            host: "boston.app.com", target: "/x/Distrib=O?q=1", isBusy: true,
            known: [(chicago, .free, 7), (geneva, .free, 6)],
            outcome: "http://chicago.app.com/x/Distrib=boston.app.com+chicago.app.com+T?q=1"),
        DecisionRow(
            row: .row3c, label: "unknown comes before busy", grouped: false,
            host: "boston.app.com", target: "/x/Distrib=O?q=1", isBusy: true,
            known: [(chicago, .busy, 0)],
            outcome: "http://geneva.app.com/x/Distrib=boston.app.com+geneva.app.com+T?q=1"),
        DecisionRow(
            row: .row3c, label: "draining comes before down", grouped: false,
            host: "boston.app.com", target: "/x/Distrib=O?q=1", isBusy: true,
            known: [(chicago, .down, 0), (geneva, .draining, 0)],
            outcome: "http://geneva.app.com/x/Distrib=boston.app.com+geneva.app.com+T?q=1"),
        DecisionRow(
            row: .row3c, label: "down is better than none", host: "boston.app.com",
            target: "/x/Distrib=O?q=1", isBusy: true, known: [(chicago, .down, 0)],
            outcome: "http://chicago.app.com/x/Distrib=boston.app.com+chicago.app.com+T?q=1"),
        DecisionRow(
            row: .row3e, label: "free, but led to before", grouped: false, host: "boston.app.com",
            target: "/x/Distrib=geneva.app.com+O?q=1", isBusy: true, known: [(geneva, .free, 5)],
            outcome: "http://chicago.app.com/x/Distrib="
                + "geneva.app.com+boston.app.com+chicago.app.com+O?q=1"),
    ]
}
