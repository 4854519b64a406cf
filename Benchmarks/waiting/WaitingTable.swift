import Simulation

@main
enum WaitingTable {
    static func main() {
        print("| case | use | emptiest minute | fullest minute | overtaken by, 99 % | priority in the first 10 min | minutes | not served |")
        print("|---|---|---|---|---|---|---|---|")
        for crowdCase in cases {
            var crowd = Crowd(crowdCase, random: Seeded(seed: 7))
            let report = crowd.run()
            print(
                "| \(crowdCase.name) | \(percent(report.use)) | \(percent(report.emptiestMinute)) "
                    + "| \(percent(report.fullestMinute)) | \(report.overtaken) s "
                    + "| \(percent(report.part(of: 0))) | \(report.minutes) | \(report.starving) |")
        }
    }

    private static func percent(_ part: Double) -> String { "\(Int((part * 100).rounded())) %" }

    private static var cases: [CrowdCase] {
        [
            made("all stay") { $0.stayingPart = 1 },
            made("80 % stay") { _ in },
            made("half stay") { $0.stayingPart = 0.5 },
            made("a third stays") { $0.stayingPart = 1 / 3 },
            made("all at one instant") { $0.arrivalTime = 0 },
            made("the rate is doubled after 20 min") { $0.event = .rate(times: 2, after: 1200) },
            made("the rate is halved after 20 min") { $0.event = .rate(times: 0.5, after: 1200) },
            made("restart after 30 min") { $0.event = .restart(after: 1800, keepsState: false) },
            made("restart after 30 min, with a state file") {
                $0.event = .restart(after: 1800, keepsState: true)
            },
            made("another Site dies after 20 min") { $0.event = .otherSiteDies(after: 1200) },
            made("two machines") { $0.event = .twoMachines },
            made("40 % have priority") { $0.priorityPart = 0.4 },
            made("programs take 10 places a second") { $0.botsPerSecond = 10 },
        ]
    }

    private static func made(_ name: String, _ change: (inout CrowdCase) -> Void) -> CrowdCase {
        var made = CrowdCase(name)
        change(&made)
        return made
    }
}

/// SplitMix64.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
