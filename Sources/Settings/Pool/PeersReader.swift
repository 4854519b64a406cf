import Generation
import Peers
import Topology

/// `peers`: how the other Sites of the rings are asked for their state.
struct PeersReader {
    let reading: Reading

    /// Nil where the section is missing.
    /// - Parameter healthCheck: where the nameservers ask, which is where Sites ask each other
    func read(
        _ pool: Section, _ topology: PoolTopology, _ healthCheck: HealthCheckPolicy
    ) -> PeerPolicy? {
        let keys = ["interval", "timeout", "port", "path"]
        guard let section = pool.section("peers", keys: keys) else { return nil }
        var policy = PeerPolicy()
        if let interval = section.milliseconds("interval", in: 100...60_000) {
            policy.interval = .milliseconds(interval)
            policy.timeout = min(policy.timeout, policy.interval)
        }
        if let timeout = section.milliseconds("timeout", in: 10...60_000) {
            policy.timeout = .milliseconds(timeout)
            if policy.timeout > policy.interval, let node = section["timeout"] {
                reading.error("\"timeout\" must not be longer than \"interval\"", at: node)
            }
        }
        policy.port = UInt16(
            section.integer("port", in: 1...65_535, default: healthCheck.port))
        policy.path = section.path("path") ?? healthCheck.readyPath
        checkAddresses(section, topology)
        return policy
    }

    private func checkAddresses(_ section: Section, _ topology: PoolTopology) {
        for site in topology.sites where site.addresses.isEmpty {
            guard let name = site.name else { continue }
            reading.error(
                "peers are asked at their addresses, and \(name) has none: add \"addresses\" to it",
                at: section.node)
        }
    }
}
