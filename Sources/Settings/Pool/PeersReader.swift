import Generation
import Peers
import Topology

/// `peers`: how the other Sites of the rings are asked for their state.
struct PeersReader {
    let reading: Reading

    /// Nil where the section is missing.
    /// - Parameters:
    ///   - healthCheck: where the nameservers ask, which is where Sites ask each other
    ///   - clockTolerance: of the Pool's markers, in seconds
    func read(
        _ pool: Section, _ topology: PoolTopology, _ healthCheck: HealthCheckPolicy,
        clockTolerance: Int64
    ) -> PeerPolicy? {
        let keys = ["interval", "timeout", "port", "path"]
        guard let section = pool.section("peers", keys: keys) else { return nil }
        var policy = PeerPolicy()
        policy.clockLimit = .seconds(clockTolerance) / 2
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

    /// `drain`: how many free Sites of each Group must remain where this one is emptied.
    /// - Parameter policy: nil where no Site asks another
    func readLeave(_ pool: Section, _ topology: PoolTopology, _ policy: PeerPolicy?) -> Int {
        guard let section = pool.section("drain", keys: ["leave"]) else { return 1 }
        let leave = section.integer("leave", in: 0...1000, default: 1)
        guard let node = section["leave"], leave > 0 else { return leave }
        if policy == nil {
            reading.error(
                "\"leave\" needs \"peers\": else nobody knows how many Sites are free", at: node)
        }
        let smallest =
            topology.groups.map(\.ring.members.count).min() ?? topology.sites.count
        if leave >= smallest {
            reading.warn(
                "no Site of a ring of \(smallest) can be drained without --force: "
                    + "at most \(smallest - 1) others can be free", at: node)
        }
        return leave
    }
}
