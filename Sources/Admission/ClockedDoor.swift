package import Distribution
package import Fields
internal import SystemCalls

/// A door with the clock by which it is asked. The clock is read only where the time makes a difference. It is an
/// object, so that a request counts one reference to it and not one to each of its parts.
package final class ClockedDoor: Admitting {
    package let door: Door
    private let now: @Sendable () -> Int64

    /// - Parameter now: nanoseconds on a clock that never goes back
    package init(_ door: Door, now: @escaping @Sendable () -> Int64 = monotonicNanoseconds) {
        self.door = door
        self.now = now
    }

    package func ask(_ admissionClass: Int, client: IPAddress?) -> DoorRefusal? {
        door.ask(admissionClass, client: client, at: door.looksAtTime ? now() : 0)
    }

    package func look(_ admissionClass: Int, client: IPAddress?) -> DoorRefusal? {
        door.look(admissionClass, client: client, at: door.looksAtTime ? now() : 0)
    }
}
