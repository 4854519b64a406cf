/// What comes at a Site, and what happens meanwhile. Times are seconds.
package struct CrowdCase: Sendable {
    package var name: String
    package var people = 10_000
    /// Sessions a second, before anything changes it: 100 a minute.
    package var perSecond = 100.0 / 60
    /// The setting `poll`.
    package var near = 5.0
    package var far = 60.0
    /// How long it takes until all have arrived.
    package var arrivalTime = 60.0
    /// The part of the people that stays until it is served; the others leave within ten minutes.
    package var stayingPart = 0.8
    /// The part of the people that reload the page before they are told to.
    package var earlyPart = 0.1
    package var priorityPart = 0.05
    /// The share of the rate that the priority class has.
    package var priorityShare = 0.2
    /// Places that programs take each second and never present.
    package var botsPerSecond = 0
    /// How long they do.
    package var botTime = 3600.0
    package var event: Event?

    /// What happens after so many seconds, or is so from the beginning.
    package enum Event: Sendable, Equatable {
        case rate(times: Double, after: Double)
        case restart(after: Double, keepsState: Bool)
        /// Half of the people arrive at another Site, which goes down then.
        case otherSiteDies(after: Double)
        /// The Site has two machines, each with half of the rate; each request reaches either, by chance.
        case twoMachines
    }

    package init(_ name: String) { self.name = name }

    /// Whoever is called comes within so many seconds, or does not come.
    package static let calledTime = 6.0
}

// MARK: The cases of `make waiting`

extension CrowdCase {
    /// - Parameter people: 10,000, or fewer where a test has little time; what happens then happens earlier
    package static func all(people: Int = 10_000) -> [CrowdCase] {
        let soon = 1200 * Double(people) / 10_000
        let later = soon * 1.5
        return [
            make("all stay") { $0.stayingPart = 1 },
            make("80 % stay") { _ in },
            make("half stay") { $0.stayingPart = 0.5 },
            make("a third stays") { $0.stayingPart = 1 / 3 },
            make("all at one instant") { $0.arrivalTime = 0 },
            make("the rate is doubled after 20 min") { $0.event = .rate(times: 2, after: soon) },
            make("the rate is halved after 20 min") { $0.event = .rate(times: 0.5, after: soon) },
            make("restart after 30 min, with a state file") {
                $0.event = .restart(after: later, keepsState: true)
            },
            make("restart after 30 min, without one") {
                $0.event = .restart(after: later, keepsState: false)
            },
            make("another Site dies after 20 min") { $0.event = .otherSiteDies(after: soon) },
            make("two machines") { $0.event = .twoMachines },
            make("40 % have priority") { $0.priorityPart = 0.4 },
            make("programs take 10 places a second for an hour") {
                $0.botsPerSecond = 10
                $0.botTime = soon * 3
            },
            make("the same, and people come for 50 min") {
                $0.botsPerSecond = 10
                $0.botTime = soon * 3
                $0.arrivalTime = soon * 2.5
            },
        ].map {
            var sized = $0
            sized.people = people
            return sized
        }
    }

    private static func make(_ name: String, _ change: (inout CrowdCase) -> Void) -> CrowdCase {
        var made = CrowdCase(name)
        change(&made)
        return made
    }
}
