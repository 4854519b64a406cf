import Admission
import Distribution
import Testing

/// A line with fake clocks, and a door that has the tokens it is given.
struct LineBench {
    var line: WaitingLine
    /// The wall clock, which may be set back or on, and the one that never goes back.
    var now: Int64 = 1_800_000_000_000
    var steady: Int64 = 5_000_000
    var tokens = 0
    var isOpen: [Bool]

    init(_ policy: LinePolicy = LinePolicy(), counter: UInt32 = 1) {
        line = WaitingLine(policy, counter: counter, steady: steady)
        isOpen = policy.classes.map { _ in true }
    }

    static let classes = [LineClass(name: "gold", share: 0.3), LineClass(name: "normal")]

    mutating func join(_ admissionClass: Int = 0) throws -> Place {
        let waiting = line.join(admissionClass, at: now, chance: 0.5)
        return try #require(waiting).place
    }

    mutating func present(_ place: Place) -> PlaceAnswer {
        var left = tokens
        defer { tokens = left }
        let closed: DoorRefusal? = isOpen[place.admissionClass] ? nil : .signal
        return line.present(place, at: now, chance: 0.5, closed: closed) { _ in
            guard left > 0 else { return .rate }
            left -= 1
            return nil
        }
    }

    /// Lets time pass in steps of 250 ms.
    mutating func pass(_ milliseconds: Int64, perSecond: Double) {
        let end = steady + milliseconds
        while steady < end {
            steady += 250
            now += 250
            line.move(
                at: now, steady: steady,
                TokenSupply(tokens: Double(tokens), perSecond: perSecond, isOpen: isOpen))
        }
    }

    /// Lets so many seconds pass, with so many tokens each. All places ask all the time.
    /// - Returns: the places of those who were served, in that order.
    mutating func serve(_ places: [Place], seconds: Int, perSecond: Int) -> [Place] {
        var waiting = places
        var served: [Place] = []
        for _ in 0..<seconds {
            tokens += perSecond
            pass(1000, perSecond: Double(perSecond))
            waiting.removeAll { place in
                guard present(place) == .start else { return false }
                served.append(place)
                return true
            }
        }
        return served
    }
}

extension PlaceAnswer {
    /// What whoever waits is told; nil for those who do not.
    var waiting: Waiting? {
        if case .wait(_, let waiting) = self { waiting } else { nil }
    }

    var refusal: DoorRefusal? {
        if case .wait(let refusal, _) = self { refusal } else { nil }
    }
}
