import SeededRandom
import Simulation

/// All cases: Pools of several sizes, Sites that are busy for several parts of the time, and what is known.
struct PeersRuns {
    struct Run {
        let sites: Int
        let busyPart: Double
        /// In the order of `knowledge`.
        let reports: [NeighbourReport]
    }

    static let sizes = [3, 10, 100, 1000]
    static let busyParts = [0.5, 0.8, 0.95]
    /// How old states are at most, in seconds; nil where nothing is known.
    static let knowledge: [Double?] = [nil, 2, 6]

    let runs: [Run]
    /// The bounds that some run missed.
    let misses: [String]

    init() {
        var misses: [String] = []
        runs = PeersRuns.busyParts.flatMap { busyPart in
            PeersRuns.sizes.map { sites in
                let cases = PeersRuns.knowledge.map {
                    NeighbourCase(sites: sites, busyPart: busyPart, oldest: $0)
                }
                let reports = cases.map(PeersRuns.report)
                for (neighbourCase, report) in zip(cases, reports) {
                    misses += neighbourCase.misses(report, without: reports[0])
                }
                return Run(sites: sites, busyPart: busyPart, reports: reports)
            }
        }
        self.misses = misses
    }

    private static func report(_ neighbourCase: NeighbourCase) -> NeighbourReport {
        var random = SplitMix64(seed: 7)
        let neighbourhood = Neighbourhood(neighbourCase, &random)
        return neighbourhood.run(&random)
    }
}
