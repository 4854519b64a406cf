import CGI
import Distribution
import Simulation
import Topology

/// Follows every answer that DNS may give, from every entry, and finds trips that do not end, end
/// too late, or end in the page although a Site is free; and redirects that change the target.
struct Prover {
    let pool: SimulatedPool
    private let oracle: HopOracle
    /// Says what is wrong with a hop beyond what the oracle says.
    private let judge: (Hop) -> String?
    /// Longest number of redirects from a state on; nil while the state is on the path.
    private var longest: [State: Int?] = [:]
    private(set) var faults: [String] = []
    private(set) var decisions = 0
    private(set) var rows: Set<Row> = []

    /// - Parameter oracle: remembers the targets that it has seen, for all provers of a test
    init(_ pool: SimulatedPool, _ oracle: HopOracle, judge: @escaping (Hop) -> String?) {
        self.pool = pool
        self.oracle = oracle
        self.judge = judge
    }

    /// For newcomers: sessions start only at free Sites.
    /// - Parameters:
    ///   - judgesPages: whether the page may appear only where every live Site of a ring of that Site is busy. Sites
    ///     that do not believe each other's markers may send a client on that never asked them.
    ///   - goesBeyondGroup: whether a trip goes on beyond the ring, so that the page appears even later
    init(
        _ pool: SimulatedPool, _ oracle: HopOracle, judgesPages: Bool = true,
        goesBeyondGroup: Bool = false
    ) {
        let judge = EndJudge(pool: pool, judgesPages: judgesPages, goesBeyondGroup: goesBeyondGroup)
        self.init(pool, oracle) { $0.next == nil ? judge.fault(of: $0) : nil }
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
        if let fault = judge(hop) {
            faults.append("\(fault): \(text(hop.request)) at \(site.index)")
        }
        var most = 0
        if let next = hop.next {
            for answer in pool.answers(to: next) {
                most = max(most, 1 + redirects(next, at: answer))
            }
        }
        longest[state] = .some(most)
        return most
    }

    private func text(_ request: SimulatedRequest) -> String {
        String(decoding: request.name + request.target, as: UTF8.self)
            + (request.sendsHost ? "" : " without Host")
            + " busy \(pool.busy.map(\.index).sorted()) down \(pool.down.map(\.index).sorted())"
            + " groups \(pool.pool.groups.map { $0.sites.map(\.index) })"
    }
}

/// Judges where the trips of newcomers end.
private struct EndJudge {
    let pool: SimulatedPool
    let judgesPages: Bool
    let goesBeyondGroup: Bool

    func fault(of hop: Hop) -> String? {
        let isBusy = pool.busy.contains(hop.site)
        if hop.decision.action == .startSession { return isBusy ? "a session at a busy Site" : nil }
        guard isBusy else { return "the page at a free Site" }
        // Without a Host a trip has at most one hop, so that nothing more can be asked of it.
        guard hop.request.sendsHost, judgesPages else { return nil }
        let own = pool.distributors[hop.site.index]
        let rings = own.pool.groups.filter { $0.sites.contains(own.site) }.map(\.sites)
        let asked = goesBeyondGroup ? [own.pool.sites.indices.map { Site.ID($0) }] : rings
        let isExhausted = asked.contains { sites in
            sites.allSatisfy { member in
                let site = pool.pool.site(named: own.pool[member].name)!
                return pool.down.contains(site) || pool.busy.contains(site)
            }
        }
        return isExhausted ? nil : "an early page"
    }
}
