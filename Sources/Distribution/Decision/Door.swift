public import Fields

/// The door of a Site: whether a session may start here now. It is asked once for each request, and only in
/// step 3 of the decision.
public protocol Admitting: Sendable {
    /// Asks for the start of a session. Where nothing refuses it, what it needs is taken.
    /// - Parameters:
    ///   - admissionClass: an index of the Distributor's classes; that of `normal` is their count
    ///   - client: the client's address; nil where nobody knows it
    /// - Returns: why no session may start; nil where one may.
    func ask(_ admissionClass: Int, client: IPAddress?) -> DoorRefusal?

    /// What `ask` would answer; nothing is taken.
    func look(_ admissionClass: Int, client: IPAddress?) -> DoorRefusal?

    /// Asks for the start of a session for the holder of a fresh place. Where it starts, the place is used up.
    func present(_ place: Place, client: IPAddress?) -> PlaceAnswer

    /// Gives a place to whoever was refused without one; nil where there is no line, or none is given now.
    func join(_ admissionClass: Int) -> Waiting?
}

/// A door without a line.
extension Admitting {
    public func present(_ place: Place, client: IPAddress?) -> PlaceAnswer { .lost }
    public func join(_ admissionClass: Int) -> Waiting? { nil }
}

/// Why the door refuses a request. Whatever the reason is, the decision table calls it busy.
public enum DoorRefusal: String, CaseIterable, Sendable {
    /// A signal says that this Site is too busy.
    case signal
    /// This Site is to be emptied.
    case draining
    /// A signal comes near its threshold, and this client is among the fraction that is refused meanwhile.
    case shed
    /// No token of the rate is left.
    case rate
    /// The class has used its share of the rate, and the tokens that are left are for others.
    case share
    /// Others wait, and were there before.
    case line
}

/// What the door said to a request.
public struct DoorAnswer: Equatable, Sendable {
    private let classNumber: UInt8
    /// An index of the Distributor's classes; that of `normal` is their count.
    public var admissionClass: Int { Int(classNumber) }
    /// Nil where the session may start.
    public let refusal: DoorRefusal?

    public init(admissionClass: Int, refusal: DoorRefusal?) {
        classNumber = UInt8(admissionClass)
        self.refusal = refusal
    }
}

/// The simplest door: open to all or to nobody.
public struct SwitchedDoor: Admitting {
    public var isBusy: Bool

    public init(isBusy: Bool) { self.isBusy = isBusy }

    public func ask(_ admissionClass: Int, client: IPAddress?) -> DoorRefusal? {
        isBusy ? .signal : nil
    }

    public func look(_ admissionClass: Int, client: IPAddress?) -> DoorRefusal? {
        isBusy ? .signal : nil
    }
}
