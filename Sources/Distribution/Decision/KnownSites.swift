public import Topology

/// What is known of the other Sites of the Pool. It may be wrong: every trip ends all the same.
public protocol KnownSites: Sendable {
    /// Whether any Site is known to be free: asked first, because it costs less than to ask for each Site.
    var knowsFreeSite: Bool { get }

    func state(of site: Site.ID) -> SiteState

    /// How many sessions may start at once at a Site that is known to be free, 0 to 1000.
    func room(of site: Site.ID) -> Int
}

extension KnownSites {
    /// Whether sessions of that Site may go on there: it is not known to be down, or about to be.
    func mayBeServing(_ site: Site.ID) -> Bool {
        switch state(of: site) {
        case .free, .unknown, .busy: true
        case .draining, .down: false
        }
    }
}

/// The state of another Site, as far as it is known here.
public enum SiteState: String, CaseIterable, Sendable {
    case free
    case unknown
    case busy
    case draining
    case down
}

/// Nothing is known of any other Site.
public struct NothingKnown: KnownSites {
    public init() {}
    public var knowsFreeSite: Bool { false }
    public func state(of site: Site.ID) -> SiteState { .unknown }
    public func room(of site: Site.ID) -> Int { 0 }
}
