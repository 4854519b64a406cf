/// A place in the waiting line (US 6,006,269). Nothing about it is kept but counts: its holder carries it in a
/// marker.
public struct Place: Equatable, Hashable, Sendable {
    /// An index of the Distributor's classes; that of `normal` is their count.
    public var admissionClass: Int
    /// When its holder arrived, milliseconds since 1970: unique at the Site that gave the place.
    public var time: Int64
    /// When it was last answered, milliseconds since 1970.
    public var renewed: Int64
    /// Names the process that gave it.
    public var counter: UInt32
    /// Whether its holder was called and has seen so.
    public var isCalled: Bool

    public init(
        admissionClass: Int, time: Int64, renewed: Int64, counter: UInt32, isCalled: Bool = false
    ) {
        self.admissionClass = admissionClass
        self.time = time
        self.renewed = renewed
        self.counter = counter
        self.isCalled = isCalled
    }
}

extension Place {
    /// The place of a marker. A class that is unknown here counts as `normal`, so that no place is lost on a change
    /// of the configuration.
    init(_ text: borrowing PlaceText, of classes: [RequestClass]) {
        self.init(
            admissionClass: classes.index(named: text.className), time: text.time,
            renewed: text.renewed, counter: text.counter, isCalled: text.isCalled)
    }
}

/// What whoever waits is told.
public struct Waiting: Equatable, Sendable {
    /// Renewed.
    public let place: Place
    /// How many of its class stand before it and were not called yet.
    public let ahead: Int
    /// Milliseconds until it is probably called; nil while no sessions start, so that nobody can tell.
    public let expectedWait: Int64?
    /// Milliseconds after which to ask again.
    public let retryAfter: Int64

    public init(place: Place, ahead: Int, expectedWait: Int64?, retryAfter: Int64) {
        self.place = place
        self.ahead = ahead
        self.expectedWait = expectedWait
        self.retryAfter = retryAfter
    }
}

/// What becomes of a fresh place.
public enum PlaceAnswer: Equatable, Sendable {
    /// The session starts, and the place is used up.
    case start
    /// It waits on: for the reason that is told, and as it is told.
    case wait(DoorRefusal, Waiting)
    /// It is no place any more: it was used, or is too old to be counted.
    case lost
}
