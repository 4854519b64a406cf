import JSON
import Simulation
import Topology

/// What became of many clients, by class and by Site.
struct RushTable {
    private let outcomes: [RushReport.Outcome]
    private let pool: Pool
    private let seconds: Double

    init(_ report: RushReport, _ pool: Pool, seconds: Double) {
        outcomes = report.outcomes
        self.pool = pool
        self.seconds = seconds
    }

    var text: String {
        let head = [
            "class", "clients", "sessions", "served", "per second", "busy page", "redirects",
        ]
        let rows = outcomes.map { outcome in
            [
                outcome.name, "\(outcome.clients)", "\(outcome.allSessions)",
                "\(AlignedText.rounded(100 * Double(outcome.allSessions) / Double(max(1, outcome.clients)))) %",
                AlignedText.rounded(Double(outcome.allSessions) / seconds), "\(outcome.pages)",
                AlignedText.rounded(outcome.redirectsOfEach),
            ]
        }
        let sites = pool.sites.indices.map { index in
            let sessions = outcomes.reduce(0) { $0 + $1.sessions[index] }
            return [
                "\(pool.sites[index].name)", "\(sessions)",
                AlignedText.rounded(Double(sessions) / seconds),
            ]
        }
        return AlignedText.table([head] + rows) + "\n"
            + AlignedText.table([["site", "sessions", "per second"]] + sites)
    }

    var json: JSON {
        .object([
            "seconds": .number(Int64(seconds)),
            "classes": .list(
                outcomes.map { .object($0.members) }),
            "sites": .list(pool.sites.map { .text("\($0.name)") }),
        ])
    }
}

extension RushReport.Outcome {
    /// Of each client, in the mean.
    var redirectsOfEach: Double { Double(redirects) / Double(max(1, clients)) }

    /// Of its JSON.
    var members: [String: JSON?] {
        [
            "class": .text(name), "clients": .number(Int64(clients)),
            "sessions": .number(Int64(allSessions)), "busy_pages": .number(Int64(pages)),
            "redirects": .number(Int64(redirects)),
            "sites": .list(sessions.map { .number(Int64($0)) }),
        ]
    }
}

/// Tables in plain text.
enum AlignedText {
    /// With one digit behind the point.
    static func rounded(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }

    /// The first column to the left, the others to the right.
    static func table(_ rows: [[String]]) -> String {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            row.indices.map { column in
                let blanks = String(repeating: " ", count: widths[column] - row[column].count)
                return column == 0 ? row[column] + blanks : blanks + row[column]
            }.joined(separator: "  ") + "\n"
        }.joined()
    }
}
