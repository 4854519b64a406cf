package import Distribution
internal import Probing
package import SystemCalls
package import Topology

/// The other Sites of one Pool that this Site asks, and what they said.
package final class Peers: Sendable {
    package let table: PeerTable
    private let probes: [PeerProbe]
    private let pool: Pool

    package typealias Tell = @Sendable (PeerEvent) -> Void

    /// Begins to ask.
    /// - Parameters:
    ///   - site: this one
    ///   - maxSites: of each ring, how many are asked
    ///   - signer: for what Sites say of themselves; nil where the Pool has no keys
    ///   - previous: what was known before a reload counts on until each Site was asked again
    ///   - tell: is told what is new, on the threads that ask
    package init(
        of pool: Pool, at site: Site.ID, _ policy: PeerPolicy, maxSites: Int,
        signer: (any Signer)?, continuing previous: Peers? = nil, tell: @escaping Tell
    ) throws(SystemCallError) {
        self.pool = pool
        let neighbours = pool.neighbours(of: site, atMost: maxSites)
            .filter { !pool[$0].addresses.isEmpty }
        let table = PeerTable(neighbours, siteCount: pool.sites.count)
        self.table = table
        var probes: [PeerProbe] = []
        do throws(SystemCallError) {
            for neighbour in neighbours {
                let name = pool[neighbour].name
                let view =
                    previous?.view(of: name).map { PeerView(policy, continuing: $0) }
                    ?? PeerView(policy)
                table.set(view.state, room: view.room, of: neighbour)
                let probe = try PeerProbe(
                    of: neighbour,
                    at: Peers.targets(pool[neighbour].addresses, policy, host: pool.name), policy,
                    signer, knowing: view
                ) { before, after in
                    table.set(after.state, room: after.room, of: neighbour)
                    PeerEvent.all(of: name, from: before, to: after, policy).forEach(tell)
                }
                probes.append(probe)
            }
        } catch {
            for probe in probes { probe.end() }
            throw error
        }
        self.probes = probes
    }

    /// Ends asking.
    /// - Parameter deadline: of the wait for the threads, on the monotonic clock
    package func stop(until deadline: Int64) {
        for probe in probes { probe.end() }
        for probe in probes { probe.join(until: deadline) }
    }

    /// What is known of each Site that is asked.
    package var views: [(site: Site.ID, view: PeerView)] {
        probes.map { ($0.site, $0.currentView) }
    }

    private func view(of name: HostName) -> PeerView? {
        probes.first { pool[$0.site].name == name }?.currentView
    }

    private static func targets(
        _ addresses: [String], _ policy: PeerPolicy, host: HostName
    ) -> [HTTPLocation] {
        addresses.map { address in
            HTTPLocation(
                at: .tcp(host: address, port: policy.port), host: "\(host)", target: policy.path)
        }
    }
}
