extension StatusDocument {
    /// Behind a sentence: how many wait; empty where nobody does.
    static func waiting(_ line: LineFacts?) -> String {
        switch line?.waiting ?? 0 {
        case 0: ""
        case 1: "; 1 client waits"
        case let count: "; \(Words.number(count)) clients wait"
        }
    }

    /// By class of clients. How the line as a whole stands is said with `normal`, as the rate is at the door.
    static func table(_ line: LineFacts) -> Table {
        Table(
            title: "Waiting line",
            columns: [
                "Class", "Waiting", "Called in all", "Whoever comes now waits", "Being called",
            ],
            rows: line.classes.enumerated().map { index, each in
                let isLast = index == line.classes.count - 1
                return [
                    Cell(each.name), Cell(each.waiting, .warning), Cell(each.called),
                    expectedWait(each, line), frontier(each, isLast ? line : nil),
                ]
            })
    }

    private static func expectedWait(_ each: WaitingFacts, _ line: LineFacts) -> Cell {
        guard let seconds = each.expectedWait else {
            return Cell("unknown", .bad, note: "no sessions start now")
        }
        guard line.isStanding else { return Cell("not at all", .good) }
        return Cell("about \(Words.duration(Int64(seconds.rounded(.up))))")
    }

    /// - Parameter line: nil where another class tells how it stands
    private static func frontier(_ each: WaitingFacts, _ line: LineFacts?) -> Cell {
        let state = line.map { line in
            guard let seconds = line.rebuilding else {
                return line.isStanding ? "the line stands" : "nobody stands in line"
            }
            let rest = Words.duration(Int64(seconds.rounded(.up)))
            return "nobody new for \(rest): those who wait are being counted"
        }
        guard each.waiting > 0 else { return Cell("everybody", .quiet, note: state) }
        guard let frontier = each.frontier else { return Cell("nobody yet", note: state) }
        return Cell("who came before \(Words.moment(frontier / 1000))", note: state)
    }
}
