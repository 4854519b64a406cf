import Admission
import ArgumentParser
import Daemon
import Distribution
import JSON
import Settings
import Simulation
import Topology

/// Of which classes clients are, in parts: `staff=1,customer=3,normal=6`.
struct RushMix {
    private let parts: [(name: String, part: Double)]

    init(parsing text: String) throws {
        parts = try text.split(separator: ",").map { item in
            let pair = item.split(separator: "=", omittingEmptySubsequences: false)
            guard pair.count == 2, let part = Double(pair[1]), part >= 0, part.isFinite else {
                throw ValidationError("'\(item)' is no class and part, such as normal=9.")
            }
            return (String(pair[0]), part)
        }
        guard parts.contains(where: { $0.part > 0 }) else {
            throw ValidationError("--mix needs a class and a part, such as staff=1,normal=9.")
        }
    }

    /// The clients of each class, as each Site of the Pool sees them.
    func crowds(of perSecond: Double, _ pool: PoolConfiguration) throws -> [Rush.Crowd] {
        let known = pool.admission.policy.classes.map(\.name)
        let sum = parts.reduce(0) { $0 + $1.part }
        return try parts.map { name, part in
            guard known.contains(name) else {
                throw ValidationError(
                    "There is no class '\(name)': \(known.joined(separator: ", ")).")
            }
            var supposed = pool
            supposed.admission.classes = supposed.admission.classes.supposing(name)
            return Rush.Crowd(
                name: name, perSecond: perSecond * part / sum,
                distributors: pool.pool.sites.indices.map { supposed.distributor(at: Site.ID($0)) })
        }
    }
}

/// What became of many clients, by class and by Site.
struct RushTable {
    private let outcomes: [Rush.Outcome]
    private let pool: Pool
    private let seconds: Double

    init(_ outcomes: [Rush.Outcome], _ pool: Pool, seconds: Double) {
        self.outcomes = outcomes
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
                "\(RushTable.rounded(100 * Double(outcome.allSessions) / Double(max(1, outcome.clients)))) %",
                RushTable.rounded(Double(outcome.allSessions) / seconds), "\(outcome.pages)",
                RushTable.rounded(Double(outcome.redirects) / Double(max(1, outcome.clients))),
            ]
        }
        let sites = pool.sites.indices.map { index in
            let sessions = outcomes.reduce(0) { $0 + $1.sessions[index] }
            return [
                "\(pool.sites[index].name)", "\(sessions)",
                RushTable.rounded(Double(sessions) / seconds),
            ]
        }
        return RushTable.aligned([head] + rows) + "\n"
            + RushTable.aligned([["site", "sessions", "per second"]] + sites)
    }

    var json: JSON {
        .object([
            "seconds": .number(Int64(seconds)),
            "classes": .list(
                outcomes.map { outcome in
                    .object([
                        "class": .text(outcome.name), "clients": .number(Int64(outcome.clients)),
                        "sessions": .number(Int64(outcome.allSessions)),
                        "busy_pages": .number(Int64(outcome.pages)),
                        "redirects": .number(Int64(outcome.redirects)),
                        "sites": .list(outcome.sessions.map { .number(Int64($0)) }),
                    ])
                }),
            "sites": .list(pool.sites.map { .text("\($0.name)") }),
        ])
    }

    /// With one digit behind the point.
    private static func rounded(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }

    /// The first column to the left, the others to the right.
    private static func aligned(_ rows: [[String]]) -> String {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            row.indices.map { column in
                let blanks = String(repeating: " ", count: widths[column] - row[column].count)
                return column == 0 ? row[column] + blanks : blanks + row[column]
            }.joined(separator: "  ") + "\n"
        }.joined()
    }
}
