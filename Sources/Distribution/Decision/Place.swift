/// A place in the waiting line (US 6,006,269). Nothing about it is kept but counts: its holder carries it in a
/// marker.
public struct Place: Equatable, Hashable, Sendable {
    /// When its holder arrived, milliseconds since 1970: unique at the Site that gave the place.
    public var time: Int64
    /// When it was last answered, milliseconds since 1970.
    public var renewed: Int64
    /// Names the process that counted it.
    public var counter: UInt32
    private var classNumber: UInt8
    /// Whether its holder was called and has seen so.
    public var isCalled: Bool

    /// An index of the Distributor's classes; that of `normal` is their count.
    public var admissionClass: Int {
        get { Int(classNumber) }
        set { classNumber = UInt8(newValue) }
    }

    public init(
        admissionClass: Int, time: Int64, renewed: Int64, counter: UInt32, isCalled: Bool = false
    ) {
        classNumber = UInt8(admissionClass)
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
    private let countAhead: UInt32
    private let retry: UInt32
    /// Less than 0 where nobody can tell.
    private let wait: Int64

    /// How many of its class stand before it and were not called yet.
    public var ahead: Int { Int(countAhead) }
    /// Milliseconds until it is probably called; nil while no sessions start, so that nobody can tell.
    public var expectedWait: Int64? { wait < 0 ? nil : wait }
    /// Milliseconds after which to ask again.
    public var retryAfter: Int64 { Int64(retry) }

    public init(place: Place, ahead: Int, expectedWait: Int64?, retryAfter: Int64) {
        self.place = place
        countAhead = UInt32(clamping: ahead)
        retry = UInt32(clamping: retryAfter)
        wait = expectedWait.map { max(0, $0) } ?? -1
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
