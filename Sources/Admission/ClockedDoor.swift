package import Distribution
package import Fields
internal import SystemCalls

/// A door with the clock by which it is asked, and with those who wait before it. The clock is read only where the
/// time makes a difference. It is an object, so that a request counts one reference to it and not one to each of
/// its parts.
package final class ClockedDoor: Admitting {
    package let door: Door
    /// Nil where nobody is told to wait.
    package let line: Line?
    /// How the line numbers classes, as long as this door is asked.
    private let numbering: Int
    private let now: @Sendable () -> Int64

    /// - Parameter now: nanoseconds on a clock that never goes back
    package init(
        _ door: Door, line: Line? = nil,
        now: @escaping @Sendable () -> Int64 = monotonicNanoseconds
    ) {
        self.door = door
        self.line = line
        self.now = now
        numbering = line?.numbering ?? 0
    }

    /// Whether newcomers are welcome, rate aside: what `ready` says.
    package var isOpen: Bool { door.isOpen && !othersWait }

    /// How many sessions may start at once; nil where they are not limited.
    package var room: Int? { door.tokens(at: now()).map { Int($0) } }

    private var othersWait: Bool { line?.isStanding ?? false }

    package func ask(_ admissionClass: Int, client: IPAddress?) -> DoorRefusal? {
        door.ask(
            admissionClass, client: client, at: door.looksAtTime ? now() : 0,
            othersWait: othersWait)
    }

    package func look(_ admissionClass: Int, client: IPAddress?) -> DoorRefusal? {
        door.look(
            admissionClass, client: client, at: door.looksAtTime ? now() : 0,
            othersWait: othersWait)
    }

    package func present(_ place: Place, client: IPAddress?) -> PlaceAnswer {
        guard let line else { return .lost }
        let index = place.admissionClass
        // Whoever came into such a class meanwhile has no need to wait.
        let answer =
            door.isAlways(index)
            ? .start
            : line.present(place, numbering, closed: door.closure(of: index)) { others in
                door.take(index, at: now(), leaving: others)
            }
        switch answer {
        case .start: door.count(index, nil)
        case .wait(let refusal, _): door.count(index, refusal)
        case .lost: break
        }
        return answer
    }

    package func join(_ admissionClass: Int) -> Waiting? {
        guard let line, door.closure(of: admissionClass) != .draining else { return nil }
        return line.join(admissionClass, numbering)
    }
}
