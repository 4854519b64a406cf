import JSON
import Simulation
import Topology

/// What became of many clients where those wait whom nobody can take: by class, over time, and by Site.
struct RushLineTable {
    private let report: RushReport
    private let measures: CrowdMeasures
    private let minutes: [CrowdMinute]
    private let pool: Pool
    private let seconds: Double

    init(_ report: RushReport, _ pool: Pool, seconds: Double) {
        self.report = report
        self.pool = pool
        self.seconds = seconds
        measures = CrowdMeasures(report.record)
        minutes = measures.minutes(classes: report.outcomes.count, until: report.endTime)
    }

    // MARK: Text

    var text: String {
        [classes, times, sites].map(AlignedText.table).joined(separator: "\n") + "\n" + end + "\n"
    }

    private var classes: [[String]] {
        let head = [
            "class", "clients", "sessions", "at once", "waited", "median wait", "99 % wait", "left",
            "busy page", "redirects",
        ]
        return [head]
            + report.outcomes.enumerated().map { index, outcome in
                let atOnce = measures.startedAtOnce(index)
                return [
                    outcome.name, "\(outcome.clients)", "\(outcome.allSessions)", "\(atOnce)",
                    "\(outcome.clients - outcome.pages - atOnce)", wait(50, index), wait(99, index),
                    "\(outcome.left)", "\(outcome.pages)",
                    AlignedText.rounded(outcome.redirectsOfEach),
                ]
            }
    }

    private func wait(_ hundredths: Int, _ index: Int) -> String {
        measures.wait(ofHundred: hundredths, index).map(RushLineTable.time) ?? "-"
    }

    /// At most twenty lines, each for the same number of minutes.
    private var times: [[String]] {
        let step = [1, 2, 5, 10, 15, 30].first { minutes.count <= 20 * $0 } ?? 60
        let names = report.outcomes.count == 1 ? [] : report.outcomes.map(\.name)
        let head = ["after", "waiting", "sessions"] + names
        return [head]
            + stride(from: 0, to: minutes.count, by: step).map { first in
                let part = minutes[first..<min(minutes.count, first + step)]
                let sessions = report.outcomes.indices.map { index in
                    part.reduce(0) { $0 + $1.sessions[index] }
                }
                return [
                    "\(part.endIndex) min", "\(part.last?.waiting ?? 0)",
                    "\(sessions.reduce(0, +))",
                ] + (names.isEmpty ? [] : sessions.map { "\($0)" })
            }
    }

    private var sites: [[String]] {
        [["site", "sessions", "use", "line ends"]]
            + pool.sites.indices.map { index in
                [
                    "\(pool.sites[index].name)", "\(sessions(at: index))",
                    measures.use(of: index).map { "\(Int(($0 * 100).rounded())) %" } ?? "-",
                    lineEnd(at: index),
                ]
            }
    }

    private func lineEnd(at site: Int) -> String {
        guard let end = measures.waitingEnds(at: site) else { return "-" }
        return end > report.endTime ? "never" : RushLineTable.time(end)
    }

    private var end: String {
        let time = RushLineTable.time(report.endTime)
        let waiting = report.outcomes.reduce(0) { $0 + $1.waiting }
        return switch report.end {
        case .empty: "nobody waits any more after \(time)"
        case .standstill:
            "no session has started for 10 min: \(waiting) still wait after \(time), where the simulation ends"
        case .late:
            "\(waiting) still wait 8 h after the last client came, where the simulation ends"
        }
    }

    private func sessions(at site: Int) -> Int {
        report.outcomes.reduce(0) { $0 + $1.sessions[site] }
    }

    /// - Parameter milliseconds: seconds up to two minutes, then minutes
    private static func time(_ milliseconds: Int64) -> String { time(Double(milliseconds) / 1000) }

    private static func time(_ seconds: Double) -> String {
        seconds < 120
            ? "\(AlignedText.rounded(seconds)) s" : "\(AlignedText.rounded(seconds / 60)) min"
    }

    // MARK: JSON

    var json: JSON {
        .object([
            "seconds": .number(Int64(seconds)),
            "end": .text(report.end.rawValue),
            "end_seconds": RushLineTable.seconds(report.endTime),
            "classes": .list(report.outcomes.indices.map(classMembers)),
            "minutes": .list(
                minutes.map { minute in
                    .object([
                        "waiting": .number(Int64(minute.waiting)),
                        "sessions": .list(minute.sessions.map { .number(Int64($0)) }),
                    ])
                }),
            "sites": .list(
                pool.sites.indices.map { index in
                    .object([
                        "site": .text("\(pool.sites[index].name)"),
                        "sessions": .number(Int64(sessions(at: index))),
                        "use": measures.use(of: index).map { .decimal($0) },
                        "line_end_seconds": measures.waitingEnds(at: index)
                            .flatMap { $0 > report.endTime ? nil : RushLineTable.seconds($0) },
                    ])
                }),
        ])
    }

    private func classMembers(_ index: Int) -> JSON {
        let outcome = report.outcomes[index]
        return .object(
            outcome.members.merging([
                "at_once": .number(Int64(measures.startedAtOnce(index))),
                "left": .number(Int64(outcome.left)),
                "waiting": .number(Int64(outcome.waiting)),
                "median_wait_seconds": measures.wait(ofHundred: 50, index).map { .decimal($0) },
                "wait_99_seconds": measures.wait(ofHundred: 99, index).map { .decimal($0) },
            ]) { _, new in new })
    }

    private static func seconds(_ milliseconds: Int64) -> JSON {
        .decimal(Double(milliseconds) / 1000)
    }
}
