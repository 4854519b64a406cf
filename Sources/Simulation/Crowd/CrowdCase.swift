/// What comes at a Site that starts 100 sessions a minute, and what happens meanwhile. Times are seconds.
package struct CrowdCase: Sendable {
    package var name: String
    package var people = 10_000
    /// How long it takes until all have arrived.
    package var arrivalTime = 60.0
    /// The part of the people that stays until it is called.
    package var stayingPart = 0.8
    /// The part of the people that reload the page before they are told to.
    package var earlyPart = 0.1
    package var priorityPart = 0.05
    /// The share of the rate that the priority class has.
    package var priorityShare = 0.2
    /// Places that programs take each second, for an hour, and never present.
    package var botsPerSecond = 0
    package var event: Event?

    package enum Event: Sendable, Equatable {
        case rate(times: Double, after: Double)
        case restart(after: Double, keepsState: Bool)
        /// Half of the people arrive at another Site, which goes down then.
        case otherSiteDies(after: Double)
        /// The Site has two machines, each with half of the rate; a client reaches either, by chance.
        case twoMachines
    }

    package init(_ name: String) { self.name = name }
}
