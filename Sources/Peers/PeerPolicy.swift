/// How other Sites are asked for their state.
package struct PeerPolicy: Equatable, Sendable {
    /// Between two questions to the same Site; each time spread by a fifth.
    package var interval: Duration = .seconds(2)
    /// At most the interval.
    package var timeout: Duration = .seconds(1)
    /// Where the Sites' web servers answer the nameservers' health checks.
    package var port: UInt16 = 80
    package var path = "/distrib/ready"
    /// A difference of the clocks beyond this is warned of: half of what the Pool's markers tolerate.
    package var clockLimit: Duration = .milliseconds(2500)

    package init() {}
}
