/// What happened to a crowd: what somebody would write down who stood beside it and knew nothing of lines. Times
/// are milliseconds since the beginning.
package struct CrowdRecord: Sendable {
    package struct Person: Sendable {
        package let arrival: Int64
        package let admissionClass: Int
        /// Nil where they stay until they are served.
        package var leaves: Int64?
        /// A program that takes a place and never comes back.
        package let isBot: Bool
        /// Where they were served, or asked last.
        package var site: Int
        package var served: Int64?
        package var requests = 0
        /// How often a place that they held was worth nothing.
        package var losses = 0

        package init(
            arrival: Int64, admissionClass: Int, leaves: Int64? = nil, isBot: Bool = false,
            site: Int = 0, served: Int64? = nil
        ) {
            self.arrival = arrival
            self.admissionClass = admissionClass
            self.leaves = leaves
            self.isBot = isBot
            self.site = site
            self.served = served
        }
    }

    /// From a time on, a Site can start so many sessions a second.
    package struct Capacity: Sendable {
        package let since: Int64
        package let site: Int
        package let perSecond: Double

        package init(since: Int64, site: Int, perSecond: Double) {
            self.since = since
            self.site = site
            self.perSecond = perSecond
        }
    }

    package var people: [Person] = []
    /// In order of time.
    package var capacities: [Capacity] = []

    package init() {}

    package var sites: Int { 1 + (capacities.map(\.site).max() ?? 0) }

    /// How many sessions a Site can start between two times.
    func capacity(_ site: Int, from start: Int64, to end: Int64) -> Double {
        let steps = capacities.filter { $0.site == site }
        var sum = 0.0
        for (index, step) in steps.enumerated() {
            let until = index + 1 < steps.count ? min(end, steps[index + 1].since) : end
            let from = max(start, step.since)
            if until > from { sum += Double(until - from) / 1000 * step.perSecond }
        }
        return sum
    }
}
