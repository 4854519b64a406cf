import CGI
import Distribution
import Simulation
import Topology

/// Follows every answer that DNS may give, from every entry, and finds trips that do not end, end
/// too late, or end in the page although a Site is free; and redirects that change the target.
struct Prover {
    let pool: SimulatedPool
    /// Whether the page may appear only where every live Site of a ring of that Site is busy. Sites that do not
    /// believe each other's markers may send a client on that never asked them.
    let judgesPages: Bool
    /// Whether a trip goes on beyond the ring, so that the page appears even later.
    let goesBeyondGroup: Bool
    private let oracle: HopOracle
    /// Longest number of redirects from a state on; nil while the state is on the path.
    private var longest: [State: Int?] = [:]
    private(set) var faults: [String] = []
    private(set) var decisions = 0
    private(set) var rows: Set<Row> = []

    /// - Parameter oracle: remembers the targets that it has seen, for all provers of a test
    init(
        _ pool: SimulatedPool, _ oracle: HopOracle, judgesPages: Bool = true,
        goesBeyondGroup: Bool = false
    ) {
        self.pool = pool
        self.judgesPages = judgesPages
        self.goesBeyondGroup = goesBeyondGroup
        self.oracle = oracle
    }

    private struct State: Hashable {
        let site: Site.ID
        let name: [UInt8]
        let target: [UInt8]
        let sendsHost: Bool
    }

    /// - Parameter limit: redirects from this request on
    mutating func prove(_ request: SimulatedRequest, limit: Int) {
        for site in pool.answers(to: request) {
            let redirects = redirects(request, at: site)
            if redirects > limit {
                faults.append("\(redirects) redirects from \(text(request)) at \(site.index)")
            }
        }
    }

    /// A trip of a client that stays, step by step, through any DNS answers.
    private mutating func redirects(_ request: SimulatedRequest, at site: Site.ID) -> Int {
        let state = State(
            site: site, name: request.name, target: request.target, sendsHost: request.sendsHost)
        if let known = longest[state] {
            guard let known else {
                faults.append("a loop through \(text(request)) at \(site.index)")
                return 0
            }
            return known
        }
        longest[state] = .some(nil)
        let hop = pool.visit(request, at: site)
        decisions += 1
        rows.insert(hop.decision.row)
        if let fault = oracle.fault(of: hop, by: pool.distributors[site.index]) {
            faults.append("row \(hop.decision.row.rawValue), \(text(request)): \(fault)")
        }
        var most = 0
        if let next = hop.next {
            for answer in pool.answers(to: next) {
                most = max(most, 1 + redirects(next, at: answer))
            }
        } else {
            judgeEnd(hop)
        }
        longest[state] = .some(most)
        return most
    }

    private mutating func judgeEnd(_ hop: Hop) {
        let isBusy = pool.busy.contains(hop.site)
        guard hop.decision.action != .startSession else {
            if isBusy { faults.append("a session at a busy Site: \(text(hop.request))") }
            return
        }
        guard isBusy else {
            faults.append("the page at a free Site: \(text(hop.request))")
            return
        }
        // Without a Host a trip has at most one hop, so that nothing more can be asked of it.
        guard hop.request.sendsHost, judgesPages else { return }
        let own = pool.distributors[hop.site.index]
        let rings = own.pool.groups.filter { $0.sites.contains(own.site) }.map(\.sites)
        let asked = goesBeyondGroup ? [own.pool.sites.indices.map { Site.ID($0) }] : rings
        let isExhausted = asked.contains { sites in
            sites.allSatisfy { member in
                let site = pool.pool.site(named: own.pool[member].name)!
                return pool.down.contains(site) || pool.busy.contains(site)
            }
        }
        if !isExhausted { faults.append("an early page: \(text(hop.request))") }
    }

    private func text(_ request: SimulatedRequest) -> String {
        String(decoding: request.name + request.target, as: UTF8.self)
            + (request.sendsHost ? "" : " without Host")
            + " busy \(pool.busy.map(\.index).sorted()) down \(pool.down.map(\.index).sorted())"
            + " groups \(pool.pool.groups.map { $0.sites.map(\.index) })"
    }
}
