public import Topology

/// A row of the decision table. Its name is the same in code, tests, logs, `explain` and documents.
public enum Row: String, CaseIterable, Sendable {
    case row1a = "1a"
    case row1b = "1b"
    case row1c = "1c"
    case row1d = "1d"
    case row2a = "2a"
    case row2b = "2b"
    case row3a = "3a"
    case row3b = "3b"
    case row3c = "3c"
    case row3d = "3d"
    case row3e = "3e"

    /// What stands in `X-Distrib-Decision` and in the web server's log.
    public var label: StaticString {
        switch self {
        case .row1a, .row1c: "lockdown"
        case .row1b: "wrong-group"
        case .row1d: "failover"
        case .row2a, .row2b: "redistribution"
        case .row3a: "start"
        case .row3b, .row3d: "busy"
        case .row3c: "overflow"
        case .row3e: "overflow-on"
        }
    }
}

/// What to answer, and what it was decided on.
public struct Decision: Equatable, Sendable {
    public let row: Row
    public let action: Action
    /// What the Host stands for.
    public let host: HostMeaning
    /// Nil where no row that was tried looks at the marker.
    public let marker: MarkerState?
    /// Nil where no row that was tried asks for it.
    public let properGroup: ProperGroup?

    public init(
        row: Row, action: Action, host: HostMeaning, marker: MarkerState?, properGroup: ProperGroup?
    ) {
        self.row = row
        self.action = action
        self.host = host
        self.marker = marker
        self.properGroup = properGroup
    }

    public enum Action: Equatable, Sendable {
        /// To this Site's or another Site's Name, with a marker.
        case redirectToSite(Site.ID, Marking)
        /// To a Group's Name, URI unchanged.
        case redirectToGroup(Group.ID)
        case startSession
        /// The page; its retry goes to that Group's Name.
        case allSitesBusy(retry: Group.ID)
    }
}

/// What the Host of a request stands for at this Site.
public enum HostMeaning: Equatable, Sendable {
    case absent
    case poolName
    case groupName(Group.ID)
    case thisSite
    case otherSite(Site.ID)
    /// None of the Pool's names: an alias, a typo, an address.
    case unknown
}

/// The marker of a request, as it was judged.
public struct MarkerState: Equatable, Sendable {
    /// Nil where the request carries no marker.
    public let freshness: Freshness?
    /// The marker's timestamp, seconds since 1970; 0 without a marker.
    public let timestamp: Int64
    /// How many Sites a fresh marker names: more than none is a trip under way.
    public let triedSites: Int

    public var isFresh: Bool { freshness == .fresh }
    public var isTrip: Bool { isFresh && triedSites > 0 }
}

/// The marker that a redirect is to set.
public struct Marking: Equatable, Sendable {
    /// Seconds since 1970: now, or that of the trip.
    public let timestamp: Int64
    /// Whether the Sites that the request's marker names come first.
    public let keepsTrip: Bool
    /// The name that is added to them.
    public let adds: AddedName

    public init(timestamp: Int64, keepsTrip: Bool, adds: AddedName) {
        self.timestamp = timestamp
        self.keepsTrip = keepsTrip
        self.adds = adds
    }

    public enum AddedName: Equatable, Sendable {
        case none
        case site(Site.ID)
        /// The request's Host: another Site's Name of which this Site does not know.
        case host
    }
}
