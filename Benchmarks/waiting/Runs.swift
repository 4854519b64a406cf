import SeededRandom
import Simulation

/// All cases, each with every discipline.
struct Runs {
    struct Run {
        let crowdCase: CrowdCase
        /// A line, for each seed.
        let line: [CrowdMeasures]
        /// To compare, for the first seed.
        let appointments: CrowdMeasures
        let retries: CrowdMeasures
    }

    let runs: [Run]

    init(seeds: Int) {
        runs = CrowdCase.all().map { crowdCase in
            func measures(_ discipline: Discipline, _ seed: Int) -> CrowdMeasures {
                var crowd = Crowd(
                    crowdCase, discipline, random: SplitMix64(seed: UInt64(seed)))
                return CrowdMeasures(crowd.run())
            }
            return Run(
                crowdCase: crowdCase, line: (1...seeds).map { measures(.line, $0) },
                appointments: measures(.appointments, 1), retries: measures(.retries, 1))
        }
    }

    subscript(name: String) -> Run { runs.first { $0.crowdCase.name.hasPrefix(name) }! }

    /// The bounds that some run of a line missed.
    var misses: [String] {
        runs.flatMap { run in
            run.line.enumerated().flatMap { seed, measures in
                run.crowdCase.misses(measures).map { "\($0) (seed \(seed + 1))" }
            }
        }
    }
}
