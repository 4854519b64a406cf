import Distribution
import Generation
import Glibc
import Peers
import Probing
import Settings
import SystemCalls
import Topology

/// Whether enough free Sites of each Group remain where one is drained.
struct DrainCheck {
    private let pool: Pool
    private let site: Site.ID
    private let leave: Int
    /// Of the Sites that are asked.
    private let states: [Site.ID: SiteState]
    /// Who says so, in words.
    private let source: String

    /// Learns how the other Sites are: from the server that runs here, or else from the Sites themselves.
    /// - Returns: nil where the Pool's Sites do not ask each other, or none needs to remain
    /// - Parameter server: where it listens, if that is not what the configuration says
    init?(
        of settings: PoolConfiguration, at site: Site.ID, server: PeerAddress?
    ) throws(SystemCallError) {
        guard let policy = settings.peers, settings.freeSitesLeft > 0 else { return nil }
        pool = settings.pool
        self.site = site
        leave = settings.freeSitesLeft
        let server = server ?? DrainCheck.server(of: settings)
        if let server, let known = DrainCheck.known(to: server, of: settings.pool) {
            states = known
            source = "the server at \(server) says so"
        } else {
            states = try DrainCheck.asked(settings, at: site, policy)
            source = "this command asked, because no server answers here"
        }
    }

    /// Why the Site should not be drained; nil where enough others are free.
    var refusal: String? {
        for group in pool.groups {
            guard let others = group.ring(after: site) else { continue }
            let free = others.count { states[$0] == .free }
            guard free < leave else { continue }
            let known = others.compactMap { other in
                states[other].map { "\(pool[other].name) is \($0.rawValue)" }
            }
            let rest = others.count - known.count
            let details =
                known + (rest > 0 ? ["\(rest) more \(rest == 1 ? "is" : "are") not asked"] : [])
            return "\(free) free site\(free == 1 ? "" : "s") of \(group.name) would remain, and "
                + "`drain: leave` wants \(leave) (\(details.joined(separator: ", ")): \(source))"
        }
        return nil
    }

    private static func server(of settings: PoolConfiguration) -> PeerAddress? {
        PeerAddress(
            parsing: settings.webServer.component?.description ?? "unix:/run/distrib/distrib.sock")
    }

    /// The server's metrics tell of peers in lines of their own.
    /// - Returns: nil where no server answers, or it asks no other Site
    private static func known(to server: PeerAddress, of pool: Pool) -> [Site.ID: SiteState]? {
        let answer = try? FastCGIProbe.ask(
            server, ["DISTRIB_ENDPOINT": "metrics", "REQUEST_METHOD": "GET"],
            until: monotonicNanoseconds() + 2_000_000_000, longestOutput: 16 << 20)
        guard let answer, answer.status == 200 else { return nil }
        var states: [Site.ID: SiteState] = [:]
        for line in answer.body.split(separator: "\n") {
            let beginning = "distrib_peer_state{pool=\"\(pool.name)\",site=\""
            guard line.hasPrefix(beginning), line.hasSuffix("\"} 1") else { continue }
            let parts = line.dropFirst(beginning.count).dropLast(4).split(separator: "\"")
            guard parts.count == 3, let name = try? HostName(String(parts[0])),
                let site = pool.site(named: name)
            else { continue }
            states[site] = SiteState(rawValue: String(parts[2]))
        }
        return states.isEmpty ? nil : states
    }

    /// Asks each Site once, all at the same time.
    private static func asked(
        _ settings: PoolConfiguration, at site: Site.ID, _ policy: PeerPolicy
    ) throws(SystemCallError) -> [Site.ID: SiteState] {
        let peers = try Peers(
            of: settings.pool, at: site, policy, maxSites: settings.maxSites,
            signer: settings.stateSigner
        ) { _ in }
        // Whoever hangs is left alone: this process ends soon.
        defer { peers.stop(until: 0) }
        let deadline = monotonicNanoseconds() + 2 * policy.timeout.nanoseconds
        while monotonicNanoseconds() < deadline,
            peers.views.contains(where: { $0.view.answers + $0.view.failures == 0 })
        {
            usleep(10_000)
        }
        return Dictionary(uniqueKeysWithValues: peers.views.map { ($0.site, $0.view.state) })
    }
}
