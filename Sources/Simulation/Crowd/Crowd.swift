// A crowd before a Site, with a fake clock: does the line use what the Site can do, in which order, for whom?

import Admission
import Distribution

/// One run of a case. The same seed gives the same run.
package struct Crowd {
    private let crowdCase: CrowdCase
    private var random: any RandomNumberGenerator
    private var stations: [Station] = []
    private var people: [Person] = []
    private var events = EventQueue<Event>()
    /// Those who stay and were not served yet.
    private var staying = 0
    private var report = CrowdReport()
    private var nextCounter: UInt32 = 1

    /// Sessions a second, before anything changes it.
    private static let perSecond = 100.0 / 60
    private static let start: Int64 = 1_800_000_000_000
    private static let longest: Int64 = 8 * 3600 * 1000

    private enum Event {
        case ask(person: Int)
        case move(station: Int)
        case bot
        case happening
    }

    /// A machine with a door and a line.
    private struct Station {
        var door: Door
        var line: WaitingLine
        var perSecond: Double
        var isUp = true
    }

    private struct Person {
        let arrival: Int64
        let admissionClass: Int
        /// Until when it waits.
        let stays: Int64
        let isEarly: Bool
        var station: Int
        var place: Place?
        var isServed = false
    }

    package init(_ crowdCase: CrowdCase, random: some RandomNumberGenerator) {
        self.crowdCase = crowdCase
        self.random = random
    }

    /// Lets everything happen until all who stay are served, or eight hours are over.
    package mutating func run() -> CrowdReport {
        prepare()
        while staying > 0, let (now, event) = events.next(), now < Crowd.start + Crowd.longest {
            switch event {
            case .ask(let person): ask(person, at: now)
            case .move(let station): move(station, at: now)
            case .bot: bot(at: now)
            case .happening: happen(at: now)
            }
        }
        report.starving = staying
        return report
    }

    // MARK: Before

    private mutating func prepare() {
        let isDouble = crowdCase.event == .twoMachines
        var isOther = false
        if case .otherSiteDies(let after) = crowdCase.event {
            isOther = true
            schedule(.happening, after: after)
        }
        if case .rate(_, let after) = crowdCase.event { schedule(.happening, after: after) }
        if case .restart(let after, _) = crowdCase.event { schedule(.happening, after: after) }
        for _ in 0..<(isDouble || isOther ? 2 : 1) {
            addStation(perSecond: Crowd.perSecond / (isDouble ? 2 : 1))
        }
        for _ in 0..<crowdCase.people { addPerson(isOther: isOther) }
        if crowdCase.botsPerSecond > 0 { schedule(.bot, after: 0) }
    }

    private mutating func addStation(perSecond: Double) {
        stations.append(
            Station(
                door: Crowd.door(perSecond, at: Crowd.start), line: newLine(at: Crowd.start),
                perSecond: perSecond))
        events.add(.move(station: stations.count - 1), at: Crowd.start)
    }

    private mutating func newLine(at now: Int64) -> WaitingLine {
        defer { nextCounter += 1 }
        return WaitingLine(policy, counter: nextCounter, steady: now)
    }

    private var policy: LinePolicy {
        LinePolicy(classes: [
            LineClass(name: "priority", share: crowdCase.priorityShare),
            LineClass(name: "normal"),
        ])
    }

    private static func door(
        _ perSecond: Double, continuing previous: Door? = nil, at now: Int64
    ) -> Door {
        Door(
            AdmissionPolicy(sessions: SessionRate(perSecond: perSecond)), continuing: previous,
            at: now * 1_000_000)
    }

    private mutating func addPerson(isOther: Bool) {
        let arrival = Crowd.start + Int64(draw() * crowdCase.arrivalTime * 1000)
        // Whoever does not stay leaves within ten minutes.
        let stays = draw() < crowdCase.stayingPart
        let person = Person(
            arrival: arrival, admissionClass: draw() < crowdCase.priorityPart ? 0 : 1,
            stays: stays ? .max : arrival + Int64(draw() * 600_000),
            isEarly: draw() < crowdCase.earlyPart, station: isOther ? Int(draw() * 2) : 0)
        if stays { staying += 1 }
        people.append(person)
        events.add(.ask(person: people.count - 1), at: arrival)
    }

    private mutating func schedule(_ event: Event, after seconds: Double) {
        events.add(event, at: Crowd.start + Int64(seconds * 1000))
    }

    // MARK: While they wait

    private mutating func ask(_ index: Int, at now: Int64) {
        let person = people[index]
        guard !person.isServed, now <= person.stays else { return }
        var station = person.station
        if crowdCase.event == .twoMachines { station = Int(draw() * 2) }
        if !stations[station].isUp { station = 1 - station }
        people[index].station = station
        guard let place = person.place else { return arrive(index, at: station, now) }
        let door = stations[station].door
        let answer = stations[station].line.present(place, at: now, chance: draw()) {
            door.ask(0, client: nil, at: now * 1_000_000)
        }
        switch answer {
        case .start: serve(index, at: station, now)
        case .lost:
            people[index].place = nil
            events.add(.ask(person: index), at: now + 1000)
        case .wait(_, let waiting): wait(index, waiting, now)
        }
    }

    private mutating func arrive(_ index: Int, at station: Int, _ now: Int64) {
        if !stations[station].line.isStanding,
            stations[station].door.ask(0, client: nil, at: now * 1_000_000) == nil
        {
            return serve(index, at: station, now)
        }
        let admissionClass = people[index].admissionClass
        let waiting = stations[station].line.join(admissionClass, at: now, chance: draw())
        if let waiting { wait(index, waiting, now) }
    }

    private mutating func wait(_ index: Int, _ waiting: Waiting, _ now: Int64) {
        people[index].place = waiting.place
        let factor = people[index].isEarly ? draw() : 1
        let after = Int64(Double(waiting.retryAfter) * factor)
        events.add(.ask(person: index), at: now + max(500, after))
    }

    private mutating func serve(_ index: Int, at station: Int, _ now: Int64) {
        people[index].isServed = true
        if people[index].stays == .max { staying -= 1 }
        report.note(
            arrival: people[index].arrival - Crowd.start, served: now - Crowd.start,
            admissionClass: people[index].admissionClass, station: station)
    }

    private mutating func move(_ station: Int, at now: Int64) {
        guard stations[station].isUp else { return }
        let tokens = stations[station].door.snapshot(at: now * 1_000_000).tokens ?? 0
        let supply = TokenSupply(
            tokens: tokens, perSecond: stations[station].perSecond, isOpen: [true, true])
        stations[station].line.move(at: now, steady: now, supply)
        report.note(
            isStanding: stations[station].line.isStanding,
            capacity: stations[station].perSecond / 4,
            at: now - Crowd.start, station: station)
        events.add(.move(station: station), at: now + 250)
    }

    private mutating func bot(at now: Int64) {
        for _ in 0..<crowdCase.botsPerSecond {
            _ = stations[0].line.join(1, at: now, chance: draw())
        }
        guard now < Crowd.start + 3_600_000 else { return }
        events.add(.bot, at: now + 1000)
    }

    private mutating func happen(at now: Int64) {
        switch crowdCase.event {
        case .rate(let times, _):
            stations[0].perSecond *= times
            stations[0].door = Crowd.door(
                stations[0].perSecond, continuing: stations[0].door, at: now)
        case .restart(_, let keepsState):
            let old = stations[0].line
            stations[0].line = newLine(at: now)
            if keepsState {
                stations[0].line = WaitingLine(
                    policy, resuming: old.state(at: now), counter: stations[0].line.counter,
                    steady: now)
            }
        case .otherSiteDies: stations[0].isUp = false
        case .twoMachines, nil: break
        }
    }

    /// 0 to 1.
    private mutating func draw() -> Double { Double.random(in: 0..<1, using: &random) }
}
