internal import FastCGI

extension StatusDocument {
    static func process(_ snapshot: Snapshot) -> Part {
        Part(
            title: "This process",
            tables: [
                connections(snapshot), refusals(snapshot), requests(snapshot),
                configuration(snapshot.configuration), program(snapshot),
            ])
    }

    private static func connections(_ snapshot: Snapshot) -> Table {
        let connections = snapshot.connections
        let tone: Tone =
            connections.open > connections.limit
            ? .bad : connections.open > connections.limit / 5 * 4 ? .warning : .plain
        return Table(
            "Connections",
            [
                (
                    "Open",
                    Cell(
                        "\(Words.number(connections.open)) of \(Words.number(connections.limit))",
                        tone,
                        note: connections.keptBack == 0
                            ? nil
                            : "and \(connections.keptBack) more for health checks and the like")
                ),
                (
                    "Of each worker",
                    Cell(connections.ofWorkers.map(Words.number).joined(separator: ", "))
                ),
                ("Accepted", Cell(snapshot.counters.acceptedConnections)),
            ])
    }

    /// What went wrong, or was sent away; only what there is.
    private static func refusals(_ snapshot: Snapshot) -> Table {
        let counters = snapshot.counters
        let all =
            [
                ("Connections beyond the limit", counters.refusedBeyondLimit),
                ("Connections without a descriptor", counters.refusedWithoutDescriptor),
                ("Connections of peers not allowed", counters.refusedPeers),
                ("Malformed FastCGI", counters.protocolFaults),
                ("Requests not complete in time", counters.requestsTimedOut),
                ("Peers gone in the midst of a request", counters.peersVanished),
                ("Answers not taken", counters.answersLost),
            ] + snapshot.refusals.map { ("Requests: \($0.label)", $0.count) }
        let present = all.filter { $0.1 > 0 }
        return Table(
            "Refused or failed",
            present.isEmpty
                ? [("Nothing", Cell("since the start", .good))]
                : present.map { ($0.0, Cell($0.1, .warning)) })
    }

    private static func requests(_ snapshot: Snapshot) -> Table {
        let durations = snapshot.durations
        let requests = durations.requests
        let mean = requests == 0 ? "–" : Words.short(durations.nanoseconds / requests)
        return Table(
            "Requests",
            [
                ("Answered", Cell(requests)),
                ("Mean duration", Cell(mean)),
                ("99 % took at most", Cell(durations.bound(ofShare: 0.99) ?? "–")),
            ])
    }

    private static func configuration(_ configuration: ConfigurationFacts) -> Table {
        var pairs = [
            ("File", Cell(configuration.file)),
            (
                "Identity",
                Cell(
                    String(configuration.identity.prefix(16)),
                    note: "SHA-256 of the file, first 16 digits: the same at every Site")
            ),
            ("Loaded", Cell(Words.moment(configuration.loadedAt))),
            (
                "Reloads",
                Cell(
                    "\(Words.number(configuration.succeededReloads)) done, "
                        + "\(Words.number(configuration.failedReloads)) failed")
            ),
        ]
        if let moment = configuration.failedSince {
            let text = "failed at \(Words.moment(moment))"
            pairs.append(
                ("Latest reload", Cell(text, .bad, note: "the earlier configuration is in force")))
        }
        return Table("Configuration", pairs)
    }

    private static func program(_ snapshot: Snapshot) -> Table {
        let process = snapshot.process
        var pairs = [
            ("Version", Cell(snapshot.program.version, note: snapshot.program.libfcgi)),
            ("Started", Cell(Words.moment(snapshot.program.startedAt))),
            ("Uptime", Cell(Words.duration(snapshot.program.uptime))),
        ]
        if let bytes = process.residentBytes {
            pairs.append(("Resident memory", Cell("\(Words.number(bytes >> 10)) KiB")))
        }
        if let seconds = process.cpuSeconds {
            pairs.append(("Processor time", Cell("\(Words.value(seconds)) s")))
        }
        if let open = process.openDescriptors, let limit = process.descriptorLimit {
            let text = "\(Words.number(open)) of \(Words.number(limit))"
            pairs.append(("Descriptors", Cell(text)))
        }
        return Table("Program", pairs)
    }
}
