package import Distribution
import Generation
import Settings
import Topology

/// What is asked, and what the answers say of the wiring.
package struct WiringQuestion: Sendable {
    /// The web server's address.
    package let object: String
    /// The Host that is sent: the Name of a Site that may fail over to this one, with a port that nobody listens at.
    package let host: String
    /// Whether it is another Site's Name; else it is the Pool Name.
    package let isOfOtherSite: Bool
    /// This Site's Name.
    package let siteName: String
    /// That of the Location of a good wiring; nil where it is not judged.
    package let port: String?
    package let marker: (name: String, placement: MarkerPolicy.Placement)
    /// Whether some requests are exempt, of which the web server says nothing.
    package let mayBeExempt: Bool

    package init(
        object: String, host: String, isOfOtherSite: Bool, siteName: String, port: String?,
        marker: (name: String, placement: MarkerPolicy.Placement) = ("Distrib", .path),
        mayBeExempt: Bool = false
    ) {
        self.object = object
        self.host = host
        self.isOfOtherSite = isOfOtherSite
        self.siteName = siteName
        self.port = port
        self.marker = marker
        self.mayBeExempt = mayBeExempt
    }

    private static let strangePort = "8099"

    init(_ site: ExaminedSite, object: String) {
        let pool = site.pool
        let names = Set(site.wiring.names)
        let other = pool.sites.indices.first { index in
            Site.ID(index) != site.site && names.contains(pool.sites[index].name.withoutPort)
        }.map { pool.sites[$0].name }
        let asked = other ?? pool.name
        let takesPort = asked.port == nil && site.name.port == nil
        self.init(
            object: object, host: takesPort ? "\(asked):\(WiringQuestion.strangePort)" : "\(asked)",
            isOfOtherSite: other != nil, siteName: site.name.withoutPort,
            port: takesPort ? WiringQuestion.strangePort : nil,
            marker: ("\(site.settings.markers.name)", site.settings.markers.placement),
            mayBeExempt: !site.settings.exempt.isEmpty)
    }

    private static let oddPath = "/distrib-doctor/%2F%7e;p=1,+//x%20y%27%22%0D%0A'()$!*"
    private static let oddQuery = "a=%2B&&b=?c'&"
    /// Escapes in both letter cases, doubled slashes, line breaks and quotation marks that must stay encoded, and
    /// characters that have a meaning for shells and regular expressions.
    package static let oddTarget = "\(oddPath)?\(oddQuery)"

    /// - Parameter count: of its bytes
    package static func longTarget(_ count: Int) -> String {
        let start = "/distrib-doctor/"
        return start + String(repeating: "x", count: count - start.utf8.count)
    }
}
