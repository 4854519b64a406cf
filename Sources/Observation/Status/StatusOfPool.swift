extension StatusDocument {
    static func part(_ pool: PoolFacts) -> Part {
        var tables: [Table] = []
        if pool.site != nil {
            tables.append(signals(pool.signals))
            if pool.classes.count > 1 { tables.append(classes(pool)) }
            tables.append(decisions(pool.decisions))
        }
        tables.append(groups(pool))
        return Part(title: "Pool \(pool.name)", state: state(pool), tables: tables)
    }

    /// Free, or why not.
    private static func state(_ pool: PoolFacts) -> Cell {
        switch pool.state {
        case .free: return Cell("Free", .good, note: "New sessions start here.")
        case .busy:
            let reasons = pool.signals.filter(\.isBusy).map(\.explanation)
            return Cell("Busy", .bad, note: reasons.joined(separator: "; ") + ".")
        case .draining:
            return Cell(
                "Draining", .warning, note: "No session starts here; those that exist go on.")
        case .notServed:
            return Cell("Not served", note: "None of the Sites of this Pool is this one.")
        }
    }

    private static func signals(_ signals: [SignalFacts]) -> Table {
        guard !signals.isEmpty else {
            return Table(
                "Signals",
                [
                    (
                        "None",
                        Cell(
                            "This Site is never too busy.", note: "See busy: in the configuration.")
                    )
                ])
        }
        return Table(
            title: "Signals",
            columns: ["Signal", "Says", "Value", "Thresholds", "Age", "Failures"],
            rows: signals.map { signal in
                let says: Cell =
                    switch (signal.value, signal.isBusy) {
                    case (nil, let isBusy):
                        Cell("unreadable", .warning, note: "counts as \(isBusy ? "busy" : "free")")
                    case (_?, true): Cell("busy", .bad)
                    case (_?, false): Cell("free", .good)
                    }
                let bounds = signal.thresholds.map { bound, value in
                    "\(bound.replacing("_", with: " ")) \(Words.value(value))"
                }
                return [
                    Cell(signal.name, note: signal.explanation), says,
                    Cell(signal.value.map(Words.value) ?? "–"),
                    Cell(bounds.isEmpty ? "–" : bounds.joined(separator: ", ")),
                    Cell(signal.age.map(Words.age) ?? "–"),
                    Cell(signal.failures, signal.failures > 0 ? .warning : .plain),
                ]
            })
    }

    private static func classes(_ pool: PoolFacts) -> Table {
        Table(
            title: "Classes", columns: ["Class", "Is"],
            rows: pool.classes.map { each in
                [
                    Cell(each.name),
                    each.isBusy || pool.isDraining ? Cell("refused", .bad) : Cell("welcome", .good),
                ]
            })
    }

    private static func decisions(_ decisions: [DecisionCount]) -> Table {
        Table(
            title: "Decisions", columns: ["Row of the table", "Last minute", "Since the start"],
            numbers: 1,
            rows: decisions.map {
                [
                    Cell("\($0.row) \($0.label)", note: $0.condition), Cell($0.lastMinute),
                    Cell($0.sinceStart),
                ]
            })
    }

    private static func groups(_ pool: PoolFacts) -> Table {
        Table(
            title: "Groups", columns: ["Group", "Sites in the order of the ring"],
            rows: pool.groups.map { group in
                let isHere = group.sites.contains { $0 == pool.site }
                return [
                    Cell(group.name),
                    Cell(
                        group.sites.joined(separator: " → "),
                        note: isHere ? nil : "without this Site"),
                ]
            })
    }
}
