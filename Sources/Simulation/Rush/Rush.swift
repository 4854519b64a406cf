// Many clients over time: how doors share out what comes, and how lines grow and end. Nothing is drawn by chance:
// clients come at even distances, the nameserver leads to each ready Site in turn, and the lines begin with the same
// seeds each time.

package import Admission
package import Distribution

/// Clients that come to a Pool for a while.
package struct Rush {
    /// Clients of one class, or of whatever class the request has.
    package struct Crowd {
        package let name: String
        /// How many come each second.
        package let perSecond: Double
        /// Each Site's own view of the Pool, by which these clients are of their class.
        package let distributors: [Distributor]

        package init(name: String, perSecond: Double, distributors: [Distributor]) {
            self.name = name
            self.perSecond = perSecond
            self.distributors = distributors
        }
    }

    /// How Sites ask each other.
    package struct Peers {
        /// Seconds between two questions to the same Site.
        package let interval: Double
        /// How many of each of its rings a Site asks.
        package let maxSites: Int

        package init(interval: Double, maxSites: Int) {
            self.interval = interval
            self.maxSites = maxSites
        }
    }

    /// With the Sites that are busy and down; its own distributors are not asked.
    package let pool: SimulatedPool
    package let crowds: [Crowd]
    /// What each client asks for first.
    package let request: SimulatedRequest
    /// Of each Site, whole.
    package let admission: AdmissionPolicy
    /// How those wait whom nobody can take; nil where they get the All Sites Busy page, and do not come again.
    package var line: LinePolicy?
    /// Nil where no Site asks another.
    package var peers: Peers?
    /// Seconds between two questions of the nameserver to each Site.
    package var checkInterval = 2.0
    /// The part of those who wait that stays until it is their turn, 0 to 1; the others leave within ten minutes.
    package var stayingPart = 1.0

    package init(
        pool: SimulatedPool, crowds: [Crowd], request: SimulatedRequest, admission: AdmissionPolicy
    ) {
        self.pool = pool
        self.crowds = crowds
        self.request = request
        self.admission = admission
    }

    /// Lets the clients come, and those who wait follow their pages, until the line is empty or its bound is reached.
    /// - Parameter seconds: how long clients come
    package func run(seconds: Double) -> RushReport {
        var run = RushRun(self, comings(seconds))
        return run.run()
    }

    /// One client comes.
    struct Coming {
        /// Since the beginning.
        let nanoseconds: Int64
        let crowd: Int
        /// Which one of the crowd it is.
        let number: Int
    }

    /// When the clients of all crowds come, in order.
    private func comings(_ seconds: Double) -> [Coming] {
        var comings: [Coming] = []
        for (index, crowd) in crowds.enumerated() where crowd.perSecond > 0 {
            // Each crowd begins a little later, so that no two clients come at the same moment.
            let phase = Double(index + 1) / Double(crowds.count + 1)
            for number in 0..<Int(seconds * crowd.perSecond) {
                let time = (Double(number) + phase) / crowd.perSecond
                comings.append(
                    Coming(nanoseconds: Int64(time * 1e9), crowd: index, number: number))
            }
        }
        return comings.sorted { ($0.nanoseconds, $0.crowd) < ($1.nanoseconds, $1.crowd) }
    }
}
