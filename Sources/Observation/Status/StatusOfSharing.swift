extension StatusDocument {
    /// How the machines of the Site share the rate.
    static func table(_ sharing: SharingFacts) -> Table {
        Table("Machines", [("Rate", rate(sharing)), ("This machine", part(sharing))])
    }

    private static func rate(_ sharing: SharingFacts) -> Cell {
        let since = "since \(Words.moment(sharing.since / 1000))"
        let machines = "\(sharing.machines) machines"
        guard let redis = sharing.redis else {
            return Cell("split", note: "evenly among \(machines)")
        }
        if sharing.isShared, let live = sharing.live {
            return Cell(
                "shared", live == sharing.machines ? .good : .warning,
                note: "by \(redis), \(since); \(live) of \(machines) answer")
        }
        guard let reason = sharing.reason else {
            return Cell("split", .warning, note: "evenly; \(redis) has not answered yet")
        }
        return Cell(
            "split", .warning, note: "evenly among \(machines), \(since): \(redis): \(reason)")
    }

    private static func part(_ sharing: SharingFacts) -> Cell {
        Cell("\(Words.value((sharing.part * 1000).rounded() / 10)) % of the rate")
    }
}
