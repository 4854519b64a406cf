internal import Logging
internal import Machines
internal import Topology

/// Says in words how the machines of a Site share its rate.
enum SharingLog {
    static func tell(_ view: SharingView, _ logger: Logger, _ pool: HostName) {
        guard let redis = view.policy.redis else { return }
        let machines = view.policy.machines
        let metadata: Logger.Metadata = ["pool": "\(pool)"]
        switch view.state {
        case .shared(let live) where live > machines:
            logger.warning(
                """
                \(live) machines share the rate by redis at \(redis.address), and "machines" is \(machines): \
                while redis fails, they would start more sessions than the rate allows
                """, metadata: metadata)
        case .shared(let live):
            logger.notice(
                """
                the rate is shared by redis at \(redis.address): \(live) of \(machines) machines answer
                """, metadata: metadata)
        case .split(let failure?):
            logger.warning(
                """
                the rate is split: redis at \(redis.address): \(failure); each of \(machines) machines starts \
                sessions at its even part of the rate, and redis is asked again every 0.5 to 10 s
                """, metadata: metadata)
        case .split(nil): break
        }
    }
}
