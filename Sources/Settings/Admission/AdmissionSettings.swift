package import Admission
package import Distribution
package import Machines
package import Topology

/// `admission` of a pool: how many sessions may start at a Site, and whose go first.
package struct AdmissionSettings: Sendable {
    package var policy = AdmissionPolicy()
    /// Who belongs to the policy's classes, without `normal`.
    package var classes: [RequestClass] = []
    /// How the machines of a Site share the rate; nil where each Site is one machine.
    package var sharing: SharingPolicy?
    /// The Sites of several machines; nil where all are.
    package var sharingSites: [HostName]?
    /// Nil where clients show no class.
    package var indicator: IndicatorPolicy?
    /// The classes in words, in their order: `customer when indicator [customer]`.
    package var classTexts: [String] = []
    /// The lines at which they stand in the file.
    package var classLines: [Int] = []
    /// Whether everybody is supposed to be of one class, for `explain`.
    package var isSupposed = false

    package init() {}

    /// Nil where that Site is one machine.
    package func sharing(at site: HostName) -> SharingPolicy? {
        sharingSites?.contains(site) ?? true ? sharing : nil
    }

    /// For the door of one machine of that Site.
    package func policy(at site: HostName) -> AdmissionPolicy {
        var policy = policy
        policy.machines = sharing(at: site)?.machines ?? 1
        return policy
    }
}
