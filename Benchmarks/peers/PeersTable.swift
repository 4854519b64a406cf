import SeededRandom
import Simulation

/// Redirects for each session, with and without what Sites know of each other, as a table in Markdown.
@main
enum PeersTable {
    static func main() {
        print(
            "| Sites | busy | what is known | redirects, mean | most | choices that refuse "
                + "| fullest Site | turned away |")
        print("|--:|--:|---|--:|--:|--:|--:|--:|")
        for sites in [3, 10, 100, 1000] {
            for busyPart in [0.5, 0.8, 0.95] {
                for (label, oldest) in knowledge {
                    row(label, NeighbourCase(sites: sites, busyPart: busyPart, oldest: oldest))
                }
            }
        }
    }

    private static let knowledge: [(String, Double?)] = [
        ("nothing", nil), ("0 to 2 s old", 2), ("0 to 6 s old", 6),
    ]

    private static func row(_ label: String, _ neighbourCase: NeighbourCase) {
        var random = SplitMix64(seed: 7)
        let neighbourhood = Neighbourhood(neighbourCase, &random)
        let report = neighbourhood.run(&random)
        print(
            "| \(neighbourCase.sites) | \(percent(neighbourCase.busyPart)) | \(label) "
                + "| \(decimal(report.meanRedirects)) | \(report.mostRedirects) "
                + "| \(percent(report.refusedPart)) | \(decimal(report.fullest)) × "
                + "| \(percent(report.turnedAwayPart)) |")
    }

    private static func percent(_ part: Double) -> String {
        "\(decimal(part * 100, digits: 1)) %"
    }

    private static func decimal(_ number: Double, digits: Int = 2) -> String {
        let scale = digits == 1 ? 10.0 : 100.0
        let whole = Int((number * scale).rounded())
        let rest = String(whole % Int(scale) + Int(scale)).dropFirst()
        return "\(whole / Int(scale)).\(rest)"
    }
}
