package import Topology

/// How the names of a Pool are to resolve: the values of `dns:` in the configuration.
package struct DNSPolicy: Hashable, Sendable {
    /// The zone of the names below it, a name without a port; nil: the Pool Name's.
    package var zone: HostName?
    /// They answer for the Pool Name and the Group Names, and for the Site Names if no others do.
    package var nameservers: [Nameserver] = []
    /// They answer for the Site Names; empty if `nameservers` do.
    package var failoverNameservers: [Nameserver] = []
    /// Where the nameserver listens, `address` or `address:port`; empty means every address, port 53.
    package var listen: [String] = []
    package var failoverListen: [String] = []
    /// For the Pool Name and the Group Names; Site Names always have a single answer.
    package var answers = AnswerCount.single
    /// The TTL, in seconds, of every answer that may change.
    package var timeToLive: Int64 = 0
    package var healthCheck = HealthCheckPolicy()
    /// Further names that resolve like the Pool Name.
    package var aliases: [HostName] = []
    /// By Site Name: how often each of the Site's machines is answered for the Pool Name and the Group Names,
    /// in proportion to the machines of other Sites. A Site that is missing here has 1.
    package var weights: [HostName: Int] = [:]
    /// A file of further records of the zone, for the zone file's $INCLUDE.
    package var recordsFile: String?
    /// Further options of each program, in words that need no quoting.
    package var gdnsdOptions: [NameserverOption] = []
    package var powerDNSOptions: [NameserverOption] = []

    package init() {}
}

package struct Nameserver: Hashable, Sendable {
    /// Without a port.
    package let name: HostName
    package let address: String

    package init(name: HostName, address: String) {
        self.name = name
        self.address = address
    }
}

/// How many addresses stand in an answer.
package enum AnswerCount: String, CaseIterable, Sendable {
    case single
    case several
}

/// What a nameserver asks each machine of a Site, over HTTP.
package struct HealthCheckPolicy: Hashable, Sendable {
    package var port = 80
    /// In seconds.
    package var interval: Int64 = 2
    package var timeout: Int64 = 1
    /// How many failures in a row make a machine dead, or busy.
    package var downAfter = 2
    /// How many successes in a row make it live, or free, again.
    package var upAfter = 2
    package var healthPath = "/distrib/health"
    package var readyPath = "/distrib/ready"

    package init() {}
}

package struct NameserverOption: Hashable, Sendable {
    package let name: String
    package let value: String

    package init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}
