public import Topology

/// What is known of the other Sites of the Pool. It may be wrong: every trip ends all the same.
public protocol KnownSites: Sendable {
    func state(of site: Site.ID) -> SiteState
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
    public func state(of site: Site.ID) -> SiteState { .unknown }
}
