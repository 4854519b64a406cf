// What holds back those who can't be served at once: a line whose head is called; or, to compare, fixed
// appointments, and nothing at all.

internal import Admission
import Distribution

/// How a Site treats those whom it can't serve at once.
package enum Discipline: CaseIterable, Sendable {
    /// As this program does with `waiting`.
    case line
    /// Whoever comes is told a time that stays. The slot of whoever does not come is lost.
    case appointments
    /// Everybody asks again, every ten seconds: as this program does without `waiting`.
    case retries
}

/// What one client holds.
struct Ticket {
    let admissionClass: Int
    var place: Place?
    /// Milliseconds.
    var appointment: Int64?
    /// How often it was told that its place is none.
    var losses = 0
}

/// One machine's way with those whom it can't serve at once. Times are milliseconds.
protocol CrowdKeeper {
    /// - Returns: after how many milliseconds the client is to ask again; nil where its session starts
    mutating func ask(_ ticket: inout Ticket, _ door: Door, at now: Int64, chance: Double) -> Int64?
    /// Every 250 ms.
    mutating func move(_ door: Door, perSecond: Double, at now: Int64)
    /// The machine's program was ended and started again.
    mutating func restart(counter: UInt32, keepsState: Bool, at now: Int64)
}

extension Ticket {
    /// Takes a token, or says why there is none.
    /// - Parameter now: milliseconds
    fileprivate func refusal(of door: Door, at now: Int64) -> DoorRefusal? {
        door.ask(admissionClass, client: nil, at: now * 1_000_000)
    }
}

/// What `ClockedDoor` and `Line` do, for one thread and a fake clock.
struct LineKeeper: CrowdKeeper {
    private var line: WaitingLine

    init(_ policy: LinePolicy, counter: UInt32, at now: Int64) {
        line = WaitingLine(policy, counter: counter, steady: now)
    }

    mutating func ask(_ ticket: inout Ticket, _ door: Door, at now: Int64, chance: Double) -> Int64?
    {
        guard let place = ticket.place else {
            return arrive(&ticket, door, at: now, chance: chance)
        }
        let admissionClass = ticket.admissionClass
        let answer = line.present(place, at: now, chance: chance) { others in
            door.take(admissionClass, at: now * 1_000_000, leaving: others)
        }
        switch answer {
        case .start: return nil
        case .wait(_, let waiting):
            ticket.place = waiting.place
            return waiting.retryAfter
        case .lost:
            // It follows a redirect, and is a newcomer.
            ticket.place = nil
            ticket.losses += 1
            return 1000
        }
    }

    private mutating func arrive(
        _ ticket: inout Ticket, _ door: Door, at now: Int64, chance: Double
    ) -> Int64? {
        if !line.isStanding, ticket.refusal(of: door, at: now) == nil { return nil }
        let waiting = line.join(ticket.admissionClass, at: now, chance: chance)
        ticket.place = waiting?.place
        // Where the line is as long as can be, the busy page tries again.
        return waiting?.retryAfter ?? 10_000
    }

    mutating func move(_ door: Door, perSecond: Double, at now: Int64) {
        line.move(at: now, steady: now, door.supply(at: now * 1_000_000))
    }

    mutating func restart(counter: UInt32, keepsState: Bool, at now: Int64) {
        line =
            keepsState
            ? WaitingLine(
                line.policy, resuming: line.state(at: now), counter: counter, at: now, steady: now)
            : WaitingLine(line.policy, counter: counter, steady: now)
    }
}

struct AppointmentKeeper: CrowdKeeper {
    /// The next time that nobody was told.
    private var free = 0.0
    /// Milliseconds for each session.
    private var slot: Double

    init(perSecond: Double) { slot = 1000 / perSecond }

    mutating func ask(_ ticket: inout Ticket, _ door: Door, at now: Int64, chance: Double) -> Int64?
    {
        if let appointment = ticket.appointment, appointment > now { return appointment - now }
        let isDue = ticket.appointment != nil || free <= Double(now)
        if isDue, ticket.refusal(of: door, at: now) == nil { return nil }
        // The Site can't keep what it promised, or promised nothing yet.
        free = max(free, Double(now)) + slot
        ticket.appointment = Int64(free.rounded(.up))
        return ticket.appointment! - now
    }

    mutating func move(_ door: Door, perSecond: Double, at now: Int64) { slot = 1000 / perSecond }

    mutating func restart(counter: UInt32, keepsState: Bool, at now: Int64) {
        if !keepsState { free = 0 }
    }
}

struct RetryKeeper: CrowdKeeper {
    mutating func ask(_ ticket: inout Ticket, _ door: Door, at now: Int64, chance: Double) -> Int64?
    {
        // People's browsers are never quite in step.
        ticket.refusal(of: door, at: now) == nil ? nil : Int64(8_000 + 4_000 * chance)
    }

    mutating func move(_ door: Door, perSecond: Double, at now: Int64) {}
    mutating func restart(counter: UInt32, keepsState: Bool, at now: Int64) {}
}
