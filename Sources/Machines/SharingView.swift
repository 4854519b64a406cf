/// How the machines of a Site share its rate at one moment: for status, metrics and log.
package struct SharingView: Equatable, Sendable {
    package enum State: Equatable, Sendable {
        /// Redis leases each machine its part. How many have one, with this one.
        case shared(live: Int)
        /// Each machine has its even part. Nil where no Redis is configured, or none was asked yet.
        case split(RedisFailure?)
    }

    package var policy: SharingPolicy
    package var state: State
    /// When that began, milliseconds since 1970.
    package var since: Int64
    /// How often Redis gave no lease since the start.
    package var failures: Int

    package init(_ policy: SharingPolicy, _ state: State, since: Int64, failures: Int = 0) {
        self.policy = policy
        self.state = state
        self.since = since
        self.failures = failures
    }

    package var isShared: Bool {
        if case .shared = state { true } else { false }
    }
}
