// A Pool can be introduced without risk: first its decisions are only observed, then they are enforced for a few
// clients, then for all.

import CGI
public import Fields
public import Topology

/// For whom decisions are carried out. For all others they are only observed: decided, logged and counted, while the
/// session starts here all the same.
public struct Enforcement: Equatable, Sendable {
    /// Of all clients, 0 to 100.
    public let percent: Int
    private let salt: UInt64

    /// Decisions are carried out for everybody.
    public static let all = Enforcement(percent: 100, salt: 0)
    /// All decisions are only observed.
    public static let none = Enforcement(percent: 0, salt: 0)

    /// For a share of the clients: the same ones at every Site and after every restart, other ones in every Pool. A
    /// greater share includes all clients of a smaller one.
    public init(percent: Int, of pool: HostName) {
        let isByClient = (1..<100).contains(percent)
        self.init(percent: percent, salt: isByClient ? UInt64(hashing: pool.bytes) : 0)
    }

    private init(percent: Int, salt: UInt64) {
        precondition((0...100).contains(percent))
        self.percent = percent
        self.salt = salt
    }

    /// Whether the client's address decides.
    package var isByClient: Bool { percent > 0 && percent < 100 }

    /// - Parameter client: nil where nobody knows the address; then only `all` covers it, as nobody could tell
    ///   such clients apart
    public func covers(_ client: IPAddress?) -> Bool {
        guard isByClient else { return percent == 100 }
        guard let client else { return false }
        // The other half of an IPv6 address is another one every day (RFC 8981).
        let (high, low) = client.halves
        let draw = ((client.isIPv4 ? low : high) ^ salt).scattered
        return Int(((draw >> 32) &* 100) >> 32) < percent
    }
}

extension Enforcement: CustomStringConvertible {
    /// As the configuration file says it.
    public var description: String {
        switch percent {
        case 0: "observe"
        case 100: "enforce"
        default: "enforce \(percent)%"
        }
    }
}

/// A decision that was only observed.
public struct ObservedDecision: Equatable, Sendable {
    /// What it would have come to.
    public let decision: Decision
    /// The row of the redirect to this very Site that would have come before; nil where there would have been none.
    public let after: Row?

    /// Stands before the decision's label wherever that is told.
    public static var labelPrefix: StaticString { "observed-" }
}

extension Distributor {
    /// Whether the decision about this request is to be carried out. A client with a fresh marker was redirected
    /// because it was: what one Site began for it, the next one does not break off.
    public func enforces(_ request: borrowing SessionlessRequest, at now: Int64) -> Bool {
        switch enforcement.percent {
        case 100: true
        case 0: false
        default:
            enforcement.covers(request.client)
                || markers.judge(request.target.marker, at: now, classes: classes).isFresh
        }
    }

    /// Decides about a client whose session starts here all the same. A redirect to this very Site is followed at
    /// once, because nobody comes back from one that is not sent. The door is asked exactly once, as it counts the
    /// sessions that start here; whom it refuses is only counted, and gets no place in the line.
    /// - Parameters: those of `decide`
    public func observe(
        _ request: borrowing SessionlessRequest, at now: Int64, door: any Admitting,
        known: any KnownSites = NothingKnown()
    ) -> ObservedDecision {
        var look = look(at: request)
        let door = PlacelessDoor(door: door)
        let decision = decide(request, at: now, door, known, &look)
        if case .redirectToSite(site, _) = decision.action {
            return ObservedDecision(
                decision: startOrGoOn(request, at: now, door, known, &look), after: decision.row)
        }
        switch decision.row {
        case .row0, .row3a, .row3b, .row3c, .row3d, .row3e, .row3f, .row3g: break
        case .row1a, .row1b, .row1c, .row1d, .row1e, .row1f, .row2a, .row2b:
            _ = door.ask(admissionClass(of: request, at: now, &look), client: request.client)
        }
        return ObservedDecision(decision: decision, after: nil)
    }
}

/// A door that gives no places in the line: nobody shows whoever is let in that it has one.
private struct PlacelessDoor: Admitting {
    let door: any Admitting

    func ask(_ admissionClass: Int, client: IPAddress?) -> DoorRefusal? {
        door.ask(admissionClass, client: client)
    }

    func look(_ admissionClass: Int, client: IPAddress?) -> DoorRefusal? {
        door.look(admissionClass, client: client)
    }

    func present(_ place: Place, client: IPAddress?) -> PlaceAnswer {
        door.present(place, client: client)
    }

    func join(_ admissionClass: Int) -> Waiting? { nil }
}
