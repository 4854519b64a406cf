import Distribution
import Fields
import Simulation
import Topology

/// The door and the line of a Site in a walk, without a line: it says by itself who is called.
struct ModelDoor: Admitting {
    enum State: CaseIterable {
        /// Nobody waits.
        case free
        /// Others wait: newcomers are refused.
        case line
        case busy
        case draining
        case down
    }

    let state: State
    /// Whether the holders of places are called where others wait.
    var calls = false
    /// Whether it takes every place for one that is none any more.
    var loses = false
    /// Milliseconds since 1970.
    let now: Int64

    func ask(_ admissionClass: Int, client: IPAddress?) -> DoorRefusal? {
        switch state {
        case .free: nil
        case .line: .line
        case .busy, .down: .signal
        case .draining: .draining
        }
    }

    func look(_ admissionClass: Int, client: IPAddress?) -> DoorRefusal? {
        ask(admissionClass, client: client)
    }

    func present(_ place: Place, client: IPAddress?) -> PlaceAnswer {
        if loses { return .lost }
        guard !letsHoldersIn, let refusal = ask(place.admissionClass, client: client) else {
            return .start
        }
        var renewed = place
        renewed.renewed = now
        return .wait(refusal, waiting(renewed))
    }

    var letsHoldersIn: Bool { state == .free || state == .line && calls }

    func join(_ admissionClass: Int) -> Waiting? {
        guard state != .draining else { return nil }
        return waiting(Place(admissionClass: admissionClass, time: now, renewed: now, counter: 1))
    }

    private func waiting(_ place: Place) -> Waiting {
        Waiting(place: place, ahead: 0, expectedWait: nil, retryAfter: 5000)
    }
}

extension SimulatedPool {
    /// Gives each Site its door; newcomers find it busy wherever they are refused.
    mutating func setDoors(_ doors: [ModelDoor]) {
        admitting = doors
        busy = []
        down = []
        for (index, door) in doors.enumerated() {
            if door.state == .down {
                down.insert(Site.ID(index))
            } else if door.state != .free {
                busy.insert(Site.ID(index))
            }
        }
    }
}
