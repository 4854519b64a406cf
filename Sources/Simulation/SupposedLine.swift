package import Distribution
package import Fields

/// A door with a line that is only supposed, for `explain` and `simulate`: it counts nobody, and says to all holders
/// of places the same.
package struct SupposedLine: Admitting {
    private let door: any Admitting
    /// Whether the holders of places are called.
    private let calls: Bool
    /// Classes that never wait.
    private let always: Set<Int>
    /// Milliseconds since 1970.
    private let now: Int64

    /// After how many milliseconds a client that waits asks again: as soon as one that is about to be called.
    package static let retryAfter: Int64 = 5000

    /// - Parameters:
    ///   - door: which newcomers are asked for
    ///   - now: seconds since 1970
    package init(_ door: any Admitting, calls: Bool, always: Set<Int> = [], at now: Int64) {
        self.door = door
        self.calls = calls
        self.always = always
        self.now = now &* 1000
    }

    package func ask(_ admissionClass: Int, client: IPAddress?) -> DoorRefusal? {
        door.ask(admissionClass, client: client)
    }

    package func look(_ admissionClass: Int, client: IPAddress?) -> DoorRefusal? {
        door.look(admissionClass, client: client)
    }

    package func present(_ place: Place, client: IPAddress?) -> PlaceAnswer {
        var renewed = place
        renewed.renewed = now
        let isCalled = calls || always.contains(place.admissionClass)
        renewed.isCalled = place.isCalled || isCalled
        // What refuses even those who are called comes first.
        var refusal = door.look(place.admissionClass, client: client)
        if refusal == nil {
            guard renewed.isCalled else { return .wait(.line, waiting(renewed)) }
            refusal = door.ask(place.admissionClass, client: client)
        }
        return refusal.map { .wait($0, waiting(renewed)) } ?? .start
    }

    package func join(_ admissionClass: Int) -> Waiting? {
        guard door.look(admissionClass, client: nil) != .draining else { return nil }
        return waiting(Place(admissionClass: admissionClass, time: now, renewed: now, counter: 0))
    }

    private func waiting(_ place: Place) -> Waiting {
        Waiting(place: place, ahead: 0, expectedWait: nil, retryAfter: SupposedLine.retryAfter)
    }
}

extension SimulatedRequest {
    /// The request with a place in its marker, as a Site of this Pool would have given it.
    package func holding(_ place: Place, by distributor: Distributor) -> SimulatedRequest {
        withView(distributor.markers) { view in
            let marking = Marking(timestamp: 0, keepsTrip: true, adds: .none, place: place)
            var location: [UInt8] = []
            distributor.appendLocation(
                toSite: distributor.site, marking, for: view, to: &location)
            var holder = self
            holder.target = following(location).target
            return holder
        }
    }
}
