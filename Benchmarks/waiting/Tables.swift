import Simulation

/// What the runs came to, in Markdown.
struct Tables {
    private let runs: [Runs.Run]

    init(_ runs: Runs) { self.runs = runs.runs }

    var markdown: String {
        let seeds = runs[0].line.count
        return """
            The line, the worst of \(seeds) runs with different chance:

            \(line)
            The same people with fixed appointments, and with nothing at all:

            \(comparison)
            \(requests)
            """
    }

    private var line: String {
        let head = [
            "case", "use", "emptiest minute", "fullest minute", "overtaken by, 99 %",
            "priority has", "all served after", "places lost", "not served",
        ]
        let rows = runs.map { run in
            let measures = run.line
            func worst<Value: Comparable>(_ value: (CrowdMeasures) -> Value) -> Value {
                measures.map(value).max()!
            }
            let parts = measures.compactMap(\.priorityPart)
            return [
                run.crowdCase.name,
                Tables.percent(-worst { -$0.use }),
                Tables.percent(-worst { -$0.emptiestMinute }),
                Tables.percent(worst(\.fullestMinute)),
                "\(worst(\.overtakenByPeople)) people, \(Tables.seconds(worst(\.overtakenBySeconds)))",
                parts.min().map { Tables.percent($0) } ?? "–",
                Tables.minutes(worst(\.minutes)),
                "\(worst(\.losses))", "\(worst(\.starving))",
            ]
        }
        return Tables.table([head] + rows)
    }

    private var comparison: String {
        let head = [
            "case", "use: line", "appointments", "nothing", "overtaken by: line", "appointments",
            "nothing", "longest wait of the first 100: line", "appointments", "nothing",
        ]
        let rows = runs.map { run in
            let all = Tables.all(run)
            return [run.crowdCase.name] + all.map { Tables.percent($0.use) }
                + all.map { "\($0.overtakenByPeople)" }
                + all.map { Tables.minutes($0.longestWait(ofFirst: 100)) }
        }
        return Tables.table([head] + rows)
    }

    private var requests: String {
        let run = runs.first { $0.crowdCase.name.hasPrefix("80 %") }!
        let numbers = Tables.all(run).map { "\(Int($0.requests.rounded()))" }
        return """
            Where 80 % stay, each who is served has asked \(numbers[0]) times with a line, \(numbers[1]) \
            times with appointments, and \(numbers[2]) times with nothing.

            """
    }

    private static func all(_ run: Runs.Run) -> [CrowdMeasures] {
        [run.line[0], run.appointments, run.retries]
    }

    /// The first row is the head.
    private static func table(_ rows: [[String]]) -> String {
        let lines = rows.map { "| " + $0.joined(separator: " | ") + " |" }
        let rule = "|---|" + String(repeating: "---:|", count: rows[0].count - 1)
        return ([lines[0], rule] + lines.dropFirst()).joined(separator: "\n") + "\n"
    }

    private static func percent(_ part: Double) -> String { "\(Int((part * 100).rounded())) %" }
    private static func minutes(_ minutes: Double) -> String { "\(Int(minutes.rounded(.up))) min" }
    private static func seconds(_ seconds: Double) -> String {
        "\((seconds * 10).rounded() / 10) s"
    }
}
