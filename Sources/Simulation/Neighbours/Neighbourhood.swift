internal import Distribution
internal import Fields
internal import Topology

/// Clients that come to a Pool by its name, each at a Site by chance, and are led on until a session starts: with
/// the decisions of the real thing, and Sites that know of each other what was so some seconds ago.
package struct Neighbourhood {
    private let neighbourCase: NeighbourCase
    private let pool: Pool
    private let distributors: [Distributor]
    private let timelines: SiteTimelines

    /// Seconds since 1970 at the beginning.
    private static let epoch: Int64 = 1_800_000_000
    private static let maxSites = 8

    package init(_ neighbourCase: NeighbourCase, _ random: inout some RandomNumberGenerator) {
        self.neighbourCase = neighbourCase
        let sites = (0..<neighbourCase.sites).map { Site(name: HostName(digits: $0)) }
        pool = try! Pool(name: HostName(digits: nil), sites: sites)
        distributors = sites.indices.map { [pool] site in
            Distributor(pool: pool, site: Site.ID(site), maxSites: Neighbourhood.maxSites)
        }
        timelines = SiteTimelines(
            sites: neighbourCase.sites, busyPart: neighbourCase.busyPart,
            meanCycle: neighbourCase.meanCycle, until: neighbourCase.duration, &random)
    }

    package func run(_ random: inout some RandomNumberGenerator) -> NeighbourReport {
        var report = NeighbourReport()
        var sessions = [Int](repeating: 0, count: neighbourCase.sites)
        for client in 0..<neighbourCase.clients {
            let time =
                neighbourCase.duration * Double(client) / Double(neighbourCase.clients)
            let first = Site.ID(random.nextIndex(below: neighbourCase.sites))
            let address = Neighbourhood.address(random.next())
            follow(first, at: time, address, &report, &sessions)
        }
        report.loads = sessions.indices.compactMap { site in
            let free = timelines.freeTime(of: site, from: 0, to: neighbourCase.duration)
            // A Site that was hardly free says nothing.
            return free < neighbourCase.duration / 20 ? nil : Double(sessions[site]) / free
        }
        return report
    }

    private static func address(_ bits: UInt64) -> IPAddress {
        let octets = (0..<4).map { String(bits >> (UInt64($0) * 8) & 0xff) }
        let text = Array(octets.joined(separator: ".").utf8)
        return IPAddress(text.span)!
    }

    private func follow(
        _ first: Site.ID, at time: Double, _ address: IPAddress, _ report: inout NeighbourReport,
        _ sessions: inout [Int]
    ) {
        var request = SimulatedRequest(
            name: pool.name.bytes, target: Array("/".utf8), client: address)
        var site = first
        var redirects = 0
        /// To other Sites than the one before.
        var choices = 0
        while true {
            switch decide(&request, at: site, time).action {
            case .startSession:
                sessions[site.index] += 1
                report.started += 1
                report.redirects += redirects
                report.mostRedirects = max(report.mostRedirects, redirects)
                if choices > 0 { report.ledOn += 1 }
                if choices > 1 { report.firstRefused += 1 }
                return
            case .redirectToSite(let next, _):
                redirects += 1
                if next != site { choices += 1 }
                site = next
            case .allSitesBusy, .wait, .redirectToGroup:
                report.turnedAway += 1
                return
            }
        }
    }

    /// The Site's decision; a redirect's request comes next.
    private func decide(
        _ request: inout SimulatedRequest, at site: Site.ID, _ time: Double
    ) -> Decision {
        let distributor = distributors[site.index]
        let isBusy = timelines.isBusy(site.index, at: time)
        let now = Neighbourhood.epoch + Int64(time)
        var location: [UInt8] = []
        let decision = request.withView(distributor.markers) { view in
            let decision = distributor.decide(
                view, at: now, door: SwitchedDoor(isBusy: isBusy), known: known(to: site, time))
            if case .redirectToSite(let next, let marking) = decision.action {
                distributor.appendLocation(toSite: next, marking, for: view, to: &location)
            }
            return decision
        }
        if !location.isEmpty { request = request.following(location) }
        return decision
    }

    private func known(to site: Site.ID, _ time: Double) -> any KnownSites {
        guard let oldest = neighbourCase.oldest else { return NothingKnown() }
        return OldKnowledge(
            site: site.index, count: neighbourCase.sites, time: time, oldest: oldest,
            neighbours: Neighbourhood.maxSites, timelines: timelines)
    }
}

/// What a Site knows of the next ones of its ring: what was so when it asked last.
private struct OldKnowledge: KnownSites {
    let site: Int
    let count: Int
    let time: Double
    let oldest: Double
    let neighbours: Int
    let timelines: SiteTimelines

    var knowsFreeSite: Bool {
        (1...min(neighbours, max(1, count - 1))).contains {
            state(of: Site.ID((site + $0) % count)) == .free
        }
    }

    func state(of other: Site.ID) -> SiteState {
        let distance = (other.index - site + count) % count
        guard (1...neighbours).contains(distance) else { return .unknown }
        // Each pair of Sites asks at its own times, at regular intervals.
        let phase = Double((site &* 31 &+ other.index &* 17) % 64) / 64 * oldest
        let age = (time + phase).truncatingRemainder(dividingBy: oldest)
        return timelines.isBusy(other.index, at: time - age) ? .busy : .free
    }

    func room(of other: Site.ID) -> Int { state(of: other) == .free ? 100 : 0 }
}

extension HostName {
    /// `s7.app.com`; nil is `app.com`.
    fileprivate init(digits number: Int?) {
        try! self.init(number.map { "s\($0).app.com" } ?? "app.com")
    }
}
