internal import Distribution

extension Metrics {
    /// Where no Site asks another, both families are absent.
    static func addPeers(_ pools: [PoolFacts], to text: inout PrometheusText) {
        let peers = pools.flatMap { pool in pool.peers.map { (pool.name, $0) } }
        guard !peers.isEmpty else { return }
        text.begin(
            "distrib_peer_state", .gauge,
            "1 for the state in which another Site is, as far as this one knows, 0 for the others.")
        for (pool, peer) in peers {
            for state in SiteState.allCases {
                text.add(
                    state == peer.state ? 1 : 0,
                    ["pool": pool, "site": peer.site, "state": state.rawValue])
            }
        }
        text.begin(
            "distrib_peer_clock_offset_seconds", .gauge,
            "How far the clock of another Site is ahead of this one's; NaN until it said its time.")
        for (pool, peer) in peers {
            text.add(peer.clockOffset ?? .nan, ["pool": pool, "site": peer.site])
        }
    }
}
