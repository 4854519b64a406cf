package import Probing

/// How the machines of a Site share the rate of its sessions.
package struct SharingPolicy: Equatable, Sendable {
    /// At least 2.
    package var machines: Int
    /// Nil where each machine has its even part, whatever the others do.
    package var redis: RedisPolicy?

    package init(machines: Int, redis: RedisPolicy? = nil) {
        self.machines = machines
        self.redis = redis
    }
}

/// The Redis, or Valkey, in which the machines keep what each may start.
package struct RedisPolicy: Equatable, Sendable {
    package var address: PeerAddress
    /// Nil for the one that Redis calls `default`.
    package var user: String?
    package var password: [UInt8]?
    package var database = 0

    package init(address: PeerAddress) { self.address = address }
}
