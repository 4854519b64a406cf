internal import Admission
internal import Distribution
internal import Fields
internal import Topology

/// One run of a rush. Times are nanoseconds since the beginning.
struct RushRun {
    private let rush: Rush
    private let comings: [Rush.Coming]
    private let sites: RushSites
    /// The Pool as each crowd sees it.
    private var pools: [SimulatedPool]
    private var events = EventQueue<RushEvent>()
    /// Which of `comings` is next.
    private var nextClient = 0
    /// What each client that waits sends when its page is over.
    private var waiting: [Int: SimulatedRequest] = [:]
    private var lastStart: Int64 = 0
    private var report: RushReport

    /// Of the program (Daemon, `WaitingLines`).
    private static let moveInterval: Int64 = 250_000_000
    private static let standstill: Int64 = 600_000_000_000
    private static let longest: Int64 = 8 * 3_600_000_000_000

    init(_ rush: Rush, _ comings: [Rush.Coming]) {
        self.rush = rush
        self.comings = comings
        let sites = RushSites(of: rush)
        self.sites = sites
        pools = rush.crowds.map { crowd in
            var pool = SimulatedPool(
                pool: rush.pool.pool, distributors: crowd.distributors, now: rush.pool.now)
            pool.down = rush.pool.down
            pool.admitting = sites.doors
            if rush.peers != nil { pool.known = { sites.known[$0.index] } }
            return pool
        }
        report = RushReport(
            outcomes: rush.crowds.map { crowd in
                RushReport.Outcome(name: crowd.name, sessions: crowd.distributors.map { _ in 0 })
            })
    }

    mutating func run() -> RushReport {
        prepare()
        while !isOver, let (now, event) = events.next() {
            if let end = bound(at: now) {
                finish(end, at: now)
                return report
            }
            sites.set(now)
            happen(event, at: now)
        }
        report.endTime = report.record.people.lazy.map(\.waitsUntil).max() ?? 0
        return report
    }

    private mutating func prepare() {
        if let first = comings.first { events.add(.come, at: first.nanoseconds) }
        if rush.line != nil {
            events.add(.move, at: 0)
            events.add(.look, at: RushRun.nanoseconds(rush.checkInterval))
            report.record.capacities = capacities
        }
        guard let peers = rush.peers else { return }
        // Each Site asks at a time of its own, so that they are not in step.
        let count = rush.pool.pool.sites.count
        for site in 0..<count {
            let part = Double(site + 1) / Double(count)
            events.add(
                .inquire(Site.ID(site)), at: RushRun.nanoseconds(peers.interval * part))
        }
    }

    /// What each Site can start in the long run.
    private var capacities: [CrowdRecord.Capacity] {
        rush.pool.pool.sites.indices.map { index in
            let site = Site.ID(index)
            let isShut = rush.pool.busy.contains(site) || rush.pool.down.contains(site)
            return CrowdRecord.Capacity(
                since: 0, site: index,
                perSecond: isShut ? 0 : rush.admission.sessions?.perSecond ?? 0)
        }
    }

    // MARK: The end

    private var isOver: Bool { nextClient == comings.count && waiting.isEmpty }

    /// Why the simulation ends though some still wait; nil where it goes on.
    private func bound(at now: Int64) -> RushReport.End? {
        guard nextClient == comings.count, let last = comings.last?.nanoseconds else { return nil }
        if now - max(last, lastStart) > RushRun.standstill { return .standstill }
        return now - last > RushRun.longest ? .late : nil
    }

    private mutating func finish(_ end: RushReport.End, at now: Int64) {
        report.end = end
        report.endTime = now / 1_000_000
        for client in waiting.keys {
            if hasLeft(client, at: now) {
                report.outcomes[comings[client].crowd].left += 1
            } else {
                report.outcomes[comings[client].crowd].waiting += 1
            }
        }
    }

    // MARK: While clients come and wait

    private mutating func happen(_ event: RushEvent, at now: Int64) {
        switch event {
        case .come:
            come(at: now)
        case .ask(let client):
            askAgain(client, at: now)
        case .move:
            sites.move()
            events.add(.move, at: now + RushRun.moveInterval)
        case .look:
            sites.look()
            events.add(.look, at: now + RushRun.nanoseconds(rush.checkInterval))
        case .inquire(let site):
            sites.inquire(site)
            // Where a question is asked, there are peers.
            events.add(.inquire(site), at: now + RushRun.nanoseconds(rush.peers!.interval))
        }
    }

    private mutating func come(at now: Int64) {
        let client = nextClient
        nextClient += 1
        if nextClient < comings.count {
            events.add(.come, at: comings[nextClient].nanoseconds)
        }
        let crowd = comings[client].crowd
        report.outcomes[crowd].clients += 1
        if rush.line != nil {
            report.record.people.append(
                CrowdRecord.Person(
                    arrival: now / 1_000_000, admissionClass: crowd, leaves: leaving(client, now)))
        }
        var request = rush.request
        request.client = RushRun.address(client)
        follow(client, request, at: now)
    }

    private mutating func askAgain(_ client: Int, at now: Int64) {
        guard let request = waiting.removeValue(forKey: client) else { return }
        if hasLeft(client, at: now) {
            report.outcomes[comings[client].crowd].left += 1
        } else {
            follow(client, request, at: now)
        }
    }

    /// Follows redirects until a page or a session. Every way ends by itself; the limit is for a configuration that
    /// proves this wrong.
    private mutating func follow(_ client: Int, _ request: SimulatedRequest, at now: Int64) {
        let crowd = comings[client].crowd
        pools[crowd].now = rush.pool.now + now / 1_000_000_000
        var request = request
        for _ in 0...(2 * rush.pool.pool.sites.count + 2) {
            guard let site = answer(to: request, of: client) else { break }
            let hop = pools[crowd].visit(request, at: site)
            note(client, site)
            switch hop.decision.action {
            case .redirectToSite, .redirectToGroup:
                report.outcomes[crowd].redirects += 1
                request = hop.next!
            case .startSession:
                report.outcomes[crowd].sessions[site.index] += 1
                lastStart = now
                if rush.line != nil { report.record.people[client].served = now / 1_000_000 }
                return
            case .wait(let told, _):
                waiting[client] = hop.nextPoll
                events.add(.ask(client: client), at: now + told.retryAfter * 1_000_000)
                return
            case .allSitesBusy:
                turnAway(client, at: now)
                return
            }
        }
        turnAway(client, at: now)
    }

    /// Where the nameserver leads: for the names of Pool and Groups to each ready Site in turn.
    private func answer(to request: SimulatedRequest, of client: Int) -> Site.ID? {
        let coming = comings[client]
        let answers = pools[coming.crowd].answers(to: request)
        if pools[coming.crowd].isSiteName(of: request) { return answers.first }
        let ready = answers.filter { sites.areReady[$0.index] }
        let choice = ready.isEmpty ? answers : ready
        return choice.isEmpty ? nil : choice[coming.number % choice.count]
    }

    private mutating func note(_ client: Int, _ site: Site.ID) {
        guard rush.line != nil else { return }
        report.record.people[client].site = site.index
        report.record.people[client].requests += 1
    }

    private mutating func turnAway(_ client: Int, at now: Int64) {
        if rush.line != nil { report.record.people[client].leaves = now / 1_000_000 }
    }

    // MARK: Those who leave

    /// When the client leaves if it was not its turn by then, in milliseconds; nil where it stays.
    private func leaving(_ client: Int, _ now: Int64) -> Int64? {
        let draws = UInt64(client + 1) &* .goldenRatio
        guard RushRun.part(draws.scattered) >= rush.stayingPart else { return nil }
        return now / 1_000_000 + Int64(RushRun.part((draws &+ 1).scattered) * 600_000)
    }

    private func hasLeft(_ client: Int, at now: Int64) -> Bool {
        report.record.people[client].leaves.map { $0 < now / 1_000_000 } ?? false
    }

    /// 0 to less than 1.
    private static func part(_ bits: UInt64) -> Double { Double(bits >> 11) * 0x1p-53 }

    private static func nanoseconds(_ seconds: Double) -> Int64 { Int64(seconds * 1e9) }

    /// 10.0.0.0 and those after it: each client has an address of its own.
    private static func address(_ number: Int) -> IPAddress? {
        let text = "10.\(number >> 16 & 255).\(number >> 8 & 255).\(number & 255)"
        return IPAddress(Array(text.utf8).span)
    }
}

private enum RushEvent {
    /// The next client comes.
    case come
    /// The page of a client that waits is over.
    case ask(client: Int)
    /// The lines call those whose turn it is.
    case move
    /// The nameserver looks which Sites are ready.
    case look
    /// A Site asks the others how they are.
    case inquire(Site.ID)
}
