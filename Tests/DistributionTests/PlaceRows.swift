import Distribution
import Fields
import Topology

/// The request of a client that holds a place in the waiting line, or is given one, at a Site of a Pool that has a
/// line. Texts have these words: `HELD` for the place as its holder has it, `NOW` for the same place renewed by this
/// request, `OLD` for one that was renewed before its trip's Sites ceased to count, `NEW` for one that is given now,
/// and `#` for the signature of all that stands between "=" and it. `T` is now and `O` ten seconds ago.
struct PlaceRow: Sendable {
    let row: Row
    let label: String
    var grouped = false
    var site = Example.boston
    var proper: Group.ID?
    var maxSites = 8
    var placement = MarkerPolicy.Placement.path
    var goesBeyondGroup = false
    var host: String? = "boston.app.com"
    var target = "/x/Distrib=HELD#?q=1"
    var door = PlaceDoor(.wait(.line))
    var known: [Site.ID: SiteState] = [:]
    /// As `DecisionRow.outcome`; `wait LOCATION` for the waiting page.
    let outcome: String

    static let all =
        step1 + step2 + called + goingOn + goingOnLimits + draining + waiting + joining

    static let held = place(renewed: 10_000)
    static let now = place(renewed: 0)
    static let old = place(renewed: 61_000)
    static let new = place(time: 0, renewed: 0)

    /// - Parameters: milliseconds before now
    static func place(
        _ className: String = "normal", time: Int64 = 90_000, renewed: Int64,
        counter: String = "0000002a", state: String = "w"
    ) -> String {
        let now = Example.now * 1000
        return "~\(className)+\(now - time)+\(now - renewed)+\(counter)+\(state)"
    }

    static func expanded(_ text: String) -> String {
        var text = text
        for (word, place) in [("HELD", held), ("NOW", now), ("OLD", old), ("NEW", new)] {
            text = text.replacing(word, with: place)
        }
        return signed(DecisionRow.expanded(text))
    }

    /// Puts signatures where `#` stands.
    static func signed(_ text: String, keyID: String = "k1") -> String {
        var parts = text.split(separator: "#", omittingEmptySubsequences: false).map(String.init)
        for index in parts.indices.dropLast() {
            let start = parts[index].lastIndex(of: "=").map { parts[index].index(after: $0) }
            let signature = TestSigner().sign(Array(parts[index][start!...].utf8).span)
            parts[index] += ".\(keyID).\(DistributionTests.text(signature.text.span))"
        }
        return parts.joined()
    }
}

/// A door with a line of one thought: it says the same to every holder of a place.
struct PlaceDoor: Admitting {
    enum Answer: Sendable {
        case start, lost
        case wait(DoorRefusal)
    }

    var answer: Answer
    var givesPlaces = true
    /// The classes that it lets in without a place.
    var open: Set<Int> = []

    init(_ answer: Answer, givesPlaces: Bool = true, open: Set<Int> = []) {
        (self.answer, self.givesPlaces, self.open) = (answer, givesPlaces, open)
    }

    func ask(_ admissionClass: Int, client: IPAddress?) -> DoorRefusal? {
        look(admissionClass, client: client)
    }

    func look(_ admissionClass: Int, client: IPAddress?) -> DoorRefusal? {
        if open.contains(admissionClass) { return nil }
        if case .wait(let refusal) = answer { return refusal }
        return .line
    }

    func present(_ place: Place, client: IPAddress?) -> PlaceAnswer {
        switch answer {
        case .start: return .start
        case .lost: return .lost
        case .wait(let refusal):
            var renewed = place
            renewed.renewed = Example.now * 1000
            return .wait(refusal, waiting(renewed))
        }
    }

    func join(_ admissionClass: Int) -> Waiting? {
        guard givesPlaces else { return nil }
        let now = Example.now * 1000
        return waiting(
            Place(admissionClass: admissionClass, time: now, renewed: now, counter: 42))
    }

    private func waiting(_ place: Place) -> Waiting {
        Waiting(place: place, ahead: 3, expectedWait: 60_000, retryAfter: 30_000)
    }
}

/// Other Sites as a row supposes them.
struct SupposedSites: KnownSites {
    var states: [Site.ID: SiteState]
    var rooms: [Site.ID: Int] = [:]

    var knowsFreeSite: Bool { states.values.contains(.free) }
    func state(of site: Site.ID) -> SiteState { states[site] ?? .unknown }
    func room(of site: Site.ID) -> Int { rooms[site] ?? 0 }
}

extension SupposedSites {
    init(_ sites: [(Site.ID, SiteState, room: Int)]) {
        self.init(states: [:])
        for (site, state, room) in sites { (states[site], rooms[site]) = (state, room) }
    }
}
