extension StatusDocument {
    static func part(_ pool: PoolFacts) -> Part {
        var tables: [Table] = []
        if pool.site != nil {
            if pool.enforcedPercent < 100 { tables.append(mode(pool.enforcedPercent)) }
            tables.append(signals(pool.signals))
            tables.append(door(pool))
            if let sharing = pool.sharing { tables.append(table(sharing)) }
            if let line = pool.line { tables.append(table(line)) }
            if !pool.peers.isEmpty { tables.append(table(pool.peers)) }
            tables.append(decisions(pool))
        }
        tables.append(groups(pool))
        return Part(title: "Pool \(pool.name)", state: state(pool), tables: tables)
    }

    /// Free, or why not.
    private static func state(_ pool: PoolFacts) -> Cell {
        switch pool.state {
        case .free:
            let unreadable = pool.signals.filter { $0.value == nil }.map(\.name)
            let doubt =
                unreadable.isEmpty
                ? "." : ", but what \(unreadable.joined(separator: " and ")) says is unknown."
            return Cell("Free", .good, note: "New sessions start here\(doubt)")
        case .line:
            return Cell(
                "Waiting line", .warning,
                note: "Sessions start here in the order of arrival\(waiting(pool.line)).")
        case .busy:
            let reasons = pool.signals.filter(\.isBusy).map(\.explanation)
            return Cell(
                "Busy", .bad, note: reasons.joined(separator: "; ") + waiting(pool.line) + ".")
        case .draining:
            let reasons = pool.signals.filter(\.isBusy).map { "; \($0.explanation)" }.joined()
            return Cell(
                "Draining", .warning,
                note:
                    "No session starts here; those that exist go on\(reasons)\(waiting(pool.line))."
            )
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

    /// By class of clients; the rate stands with `normal`, which gets what is left.
    private static func door(_ pool: PoolFacts) -> Table {
        Table(
            title: "Door", columns: ["Class", "Is", "Started", "Refused"],
            rows: pool.classes.map { each in
                let refused = each.refused.filter { $0.count > 0 }
                let total = refused.reduce(0) { $0 + $1.count }
                let reasons = refused.map { "\($0.label) \(Words.number($0.count))" }
                return [
                    Cell(each.name), welcome(each, rate: each.name == "normal" ? pool.rate : nil),
                    Cell(each.admitted),
                    Cell(
                        Words.number(total), total == 0 ? .quiet : .plain,
                        note: reasons.isEmpty ? nil : reasons.joined(separator: ", ")),
                ]
            })
    }

    private static func welcome(_ each: ClassFacts, rate: RateFacts?) -> Cell {
        let limit = rate.map {
            "\(Words.value($0.sessionsPerSecond)) sessions a second; \(Words.value($0.tokens)) could start at once"
        }
        if each.isBusy { return Cell("refused", .bad, note: limit) }
        if each.waitsInLine { return Cell("after the line", .warning, note: limit) }
        guard each.shed > 0 else { return Cell("welcome", .good, note: limit) }
        let percent = Words.number(Int((each.shed * 100).rounded()))
        return Cell("\(percent) % refused", .warning, note: limit)
    }

    private static func mode(_ enforcedPercent: Int) -> Table {
        let enforced =
            enforcedPercent == 0
            ? "Decisions are only observed"
            : "Decisions are carried out for \(enforcedPercent) % of the clients"
        return Table(
            "Mode",
            [
                (
                    enforcedPercent == 0 ? "observe" : "enforce \(enforcedPercent) %",
                    Cell(
                        enforced, .warning,
                        note:
                            enforcedPercent == 0
                            ? "Every session starts here."
                            : "The sessions of all others start here."
                    )
                )
            ])
    }

    private static func decisions(_ pool: PoolFacts) -> Table {
        let observed = pool.hasObserved
        return Table(
            title: "Decisions",
            columns: ["Row of the table", "Last minute", "Since the start"]
                + (observed ? ["Only observed"] : []),
            numbers: 1,
            rows: pool.decisions.map {
                [
                    Cell("\($0.row) \($0.label)", note: $0.condition), Cell($0.lastMinute),
                    Cell($0.sinceStart),
                ] + (observed ? [Cell($0.observed)] : [])
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
