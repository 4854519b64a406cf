public import Topology

/// What to answer, and what it was decided on.
///
/// It is copied several times for each request. What it holds is laid out so that it has at most 128 bytes, which the
/// compiler copies without a call.
public struct Decision: Equatable, Sendable {
    public let action: Action
    public let row: Row
    /// What the door said; nil where it was not asked.
    public let door: DoorAnswer?
    /// What the Host stands for.
    public let host: HostMeaning
    private let waited: UInt32
    /// Nil where no row that was tried looks at the marker.
    public let marker: MarkerState?
    /// Nil where no row that was tried asks for it.
    public let properGroup: ProperGroup?

    /// For how many seconds the holder of a place waited whose session starts.
    public var secondsWaited: Int64 { Int64(waited) }

    public init(
        row: Row, action: Action, host: HostMeaning, marker: MarkerState?,
        properGroup: ProperGroup?, door: DoorAnswer? = nil, secondsWaited: Int64 = 0
    ) {
        self.row = row
        self.action = action
        self.host = host
        self.marker = marker
        self.properGroup = properGroup
        self.door = door
        waited = UInt32(clamping: secondsWaited)
    }

    public enum Action: Equatable, Sendable {
        /// To this Site's or another Site's Name, with a marker.
        case redirectToSite(Site.ID, Marking)
        /// To a Group's Name, URI unchanged; or without its markers, of which one holds a place that is none any more.
        case redirectToGroup(Group.ID, deletesMarkers: Bool = false)
        case startSession
        /// The page; its retry goes to that Group's Name.
        case allSitesBusy(retry: Group.ID)
        /// The waiting page: it goes on to this Site's Name with the place; whoever would rather try all Sites
        /// again goes to that Group's Name.
        case wait(Waiting, retry: Group.ID)
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
    /// The marker's timestamp, seconds since 1970: with a place, when it was renewed; 0 without a well-formed marker.
    public let timestamp: Int64
    /// The place in the waiting line that the marker holds, be it fresh or not.
    public internal(set) var place: Place?
    /// Nil where the request carries no marker.
    public internal(set) var freshness: Freshness?
    /// Whether the marker names Sites to which this client must not be led again. That is so even where this
    /// Site cannot verify it (a foreign key, a clock that is wrong), unless it is more than ten minutes off:
    /// such names say only where not to lead the client, so that forging them harms nobody but the forger.
    public let hasTripToKeep: Bool
    private let siteCount: UInt16
    /// How many Sites the marker names, be it fresh or not.
    public var namedSites: Int { Int(siteCount) }

    init(freshness: Freshness?, timestamp: Int64, namedSites: Int, hasTripToKeep: Bool) {
        self.freshness = freshness
        self.timestamp = timestamp
        // So many Sites stand in no target that a web server takes.
        siteCount = UInt16(clamping: namedSites)
        self.hasTripToKeep = hasTripToKeep
    }

    public var isFresh: Bool { freshness == .fresh }
    /// A trip under way.
    public var isTrip: Bool { isFresh && hasTripToKeep }
    /// How many Sites were tried on a trip under way.
    public var triedSites: Int { isTrip ? namedSites : 0 }
    /// The place of a client that waits.
    public var freshPlace: Place? { isFresh ? place : nil }
}

/// The marker that a redirect is to set.
public struct Marking: Equatable, Sendable {
    /// Seconds since 1970: now, or that of the trip.
    public let timestamp: Int64
    /// Stands in the place of the timestamp where it is not nil.
    public let place: Place?
    /// Whether the Sites that the request's marker names come first.
    public let keepsTrip: Bool
    /// The Sites that are added to them.
    public let adds: AddedSites

    public init(timestamp: Int64, keepsTrip: Bool, adds: AddedSites, place: Place? = nil) {
        self.timestamp = timestamp
        self.keepsTrip = keepsTrip
        self.adds = adds
        self.place = place
    }

    /// A marker names every Site that the client was led to, in that order.
    public enum AddedSites: Equatable, Sendable {
        case none
        /// The Site that the redirect leads to.
        case destination
        /// This Site, and then the one that the redirect leads to.
        case thisSiteAndDestination
    }
}
