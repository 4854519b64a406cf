import Simulation

/// What the runs came to, in Markdown.
struct PeersTable {
    private let runs: [PeersRuns.Run]

    init(_ runs: PeersRuns) { self.runs = runs.runs }

    private static let knowledge = ["nothing", "0 to 2 s old", "0 to 6 s old"]

    var markdown: String {
        let head = [
            "busy", "Sites", "states are", "redirects, mean", "most", "first choice refuses",
            "fullest Site", "get the page",
        ]
        let rows = runs.flatMap { run in
            zip(PeersTable.knowledge, run.reports).map { knowledge, report in
                [
                    PeersTable.percent(run.busyPart, digits: 0), "\(run.sites)", knowledge,
                    PeersTable.decimal(report.meanRedirects), "\(report.mostRedirects)",
                    PeersTable.percent(report.firstRefusedPart),
                    "\(PeersTable.decimal(report.fullest)) ×",
                    PeersTable.percent(report.turnedAwayPart),
                ]
            }
        }
        let lines = ([head] + rows).map { "| " + $0.joined(separator: " | ") + " |" }
        let rule = "|---:|---:|---|---:|---:|---:|---:|---:|"
        return ([lines[0], rule] + lines.dropFirst()).joined(separator: "\n") + "\n"
    }

    private static func percent(_ part: Double, digits: Int = 1) -> String {
        "\(decimal(part * 100, digits: digits)) %"
    }

    static func decimal(_ number: Double, digits: Int = 2) -> String {
        let scale = digits == 0 ? 1 : digits == 1 ? 10 : 100
        let whole = Int((number * Double(scale)).rounded())
        guard digits > 0 else { return "\(whole)" }
        let rest = String(whole % scale + scale).dropFirst()
        return "\(whole / scale).\(rest)"
    }
}
