internal import Distribution
package import Topology

/// What is new of another Site, for the log.
package struct PeerEvent: Equatable, Sendable {
    package enum Weight: Sendable {
        /// Between free and busy a Site may go many times in an hour.
        case detail
        case notice
        case warning
    }

    package let site: HostName
    package let weight: Weight
    /// A whole sentence without its end.
    package let text: String

    /// What is new from one answer or failure to the next. What goes on is not told again.
    /// - Parameter policy: by which the Site is asked
    static func all(
        of site: HostName, from before: PeerView, to after: PeerView, _ policy: PeerPolicy
    ) -> [PeerEvent] {
        [state(of: site, before, after), clock(of: site, before, after, policy)]
            .compactMap { $0 }
    }

    /// A single failure in between changes nothing, and is told by the status only.
    private static func state(
        of site: HostName, _ before: PeerView, _ after: PeerView
    ) -> PeerEvent? {
        let isFirstTrouble =
            after.state == .unknown && before.trouble == nil && after.trouble != nil
        guard before.state != after.state || isFirstTrouble else { return nil }
        let text =
            switch after.state {
            case .down: "\(site) is down: \(after.trouble ?? "")"
            case .unknown: "\(site) has no known state: \(after.trouble ?? "")"
            case .free, .busy, .draining: "\(site) is \(after.state.rawValue)"
            }
        let isUsual = [before.state, after.state].allSatisfy { $0 == .free || $0 == .busy }
        return PeerEvent(site: site, weight: isUsual ? .detail : .notice, text: text)
    }

    private static func clock(
        of site: HostName, _ before: PeerView, _ after: PeerView, _ policy: PeerPolicy
    ) -> PeerEvent? {
        guard before.isClockDoubtful != after.isClockDoubtful, let clock = after.clock else {
            return nil
        }
        guard after.isClockDoubtful else {
            return PeerEvent(
                site: site, weight: .notice,
                text: "the clock of \(site) agrees with this one's again")
        }
        let limit = Double((policy.clockLimit * 2) / .seconds(1))
        return PeerEvent(
            site: site, weight: .warning,
            text: "the clock of \(site) is \(clock.words) this one's, which is more than half of "
                + "clock_tolerance (\(limit) s): beyond it, Sites do not believe each other's markers; "
                + "see that both are set by NTP")
    }
}
