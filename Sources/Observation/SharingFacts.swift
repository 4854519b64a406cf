/// How the machines of this Site share the rate of a Pool's sessions.
package struct SharingFacts: Equatable, Sendable {
    /// How many are configured.
    package var machines: Int
    /// Where they share it; nil where each has its even part at all times.
    package var redis: String?
    /// Whether Redis leases each machine its part now.
    package var isShared: Bool
    /// When that began, milliseconds since 1970.
    package var since: Int64
    /// Why Redis leases nothing; nil where it does, and where none was asked yet.
    package var reason: String?
    /// How many machines have a lease, with this one; nil where nobody knows.
    package var live: Int?
    /// Of the rate, what this machine may start now, 0 to 1.
    package var part: Double
    /// How often Redis gave no lease since the start.
    package var failures: Int

    package init(
        machines: Int, redis: String?, isShared: Bool, since: Int64, reason: String? = nil,
        live: Int? = nil, part: Double, failures: Int = 0
    ) {
        self.machines = machines
        self.redis = redis
        self.isShared = isShared
        self.since = since
        self.reason = reason
        self.live = live
        self.part = part
        self.failures = failures
    }
}
