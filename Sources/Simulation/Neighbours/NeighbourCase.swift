/// A Pool some of whose Sites are busy, and what each knows of its neighbours.
package struct NeighbourCase: Sendable {
    package var sites: Int
    /// The part of the time that each Site is busy.
    package var busyPart: Double
    /// How old what a Site knows of another is at most, in seconds; nil where nothing is known.
    package var oldest: Double?
    /// Seconds from one time that a Site becomes busy to the next, in the mean.
    package var meanCycle = 120.0
    package var clients: Int
    /// Seconds over which the clients arrive.
    package var duration = 600.0

    /// - Parameter clients: nil means so many that the load of each Site is hardly chance
    package init(sites: Int, busyPart: Double, oldest: Double?, clients: Int? = nil) {
        self.sites = sites
        self.busyPart = busyPart
        self.oldest = oldest
        self.clients = clients ?? max(20_000, 200 * sites)
    }
}

/// What became of the clients of a case.
package struct NeighbourReport: Sendable {
    package internal(set) var started = 0
    package internal(set) var redirects = 0
    /// Of all who got a session.
    package internal(set) var mostRedirects = 0
    /// Whoever got the page.
    package internal(set) var turnedAway = 0
    /// Of those who got a session: whoever was led to another Site than the one they came to.
    package internal(set) var ledOn = 0
    /// Those of them whose first choice refused.
    package internal(set) var firstRefused = 0
    /// By Site: sessions that started for each second that it was free.
    package internal(set) var loads: [Double] = []

    package var meanRedirects: Double { Double(redirects) / Double(max(1, started)) }
    package var turnedAwayPart: Double {
        Double(turnedAway) / Double(max(1, turnedAway + started))
    }
    package var firstRefusedPart: Double { Double(firstRefused) / Double(max(1, ledOn)) }
    /// The load of the fullest Site, measured by the mean.
    package var fullest: Double {
        let mean = loads.reduce(0, +) / Double(max(1, loads.count))
        return (loads.max() ?? 0) / mean
    }
}
