// A crowd before a Site, with a fake clock: who is served when, whatever holds back the others.

import Admission

/// One run of a case. The same seed gives the same run.
package struct Crowd<Random: RandomNumberGenerator> {
    private let crowdCase: CrowdCase
    private let discipline: Discipline
    private var generator: Random
    private var stations: [Station] = []
    private var record = CrowdRecord()
    private var tickets: [Ticket] = []
    /// Who reloads the page before they are told to.
    private var isEarly: [Bool] = []
    private var events = EventQueue<CrowdEvent>()
    /// Those who stay and were not served yet.
    private var staying = 0
    private var nextCounter: UInt32 = 1

    package init(_ crowdCase: CrowdCase, _ discipline: Discipline = .line, random: Random) {
        self.crowdCase = crowdCase
        self.discipline = discipline
        self.generator = random
    }

    /// Lets everything happen until all who stay are served, or eight hours are over.
    package mutating func run() -> CrowdRecord {
        prepare()
        while staying > 0, let (now, event) = events.next(), now < CrowdTime.longest {
            switch event {
            case .ask(let person): ask(person, at: now)
            case .move(let station): move(station, at: now)
            case .bots: sendBots(at: now)
            case .happening: happen(at: now)
            }
        }
        return record
    }

    // MARK: Before

    private mutating func prepare() {
        let perSecond = crowdCase.perSecond
        switch crowdCase.event {
        case .twoMachines:
            addStation(perSecond: perSecond / 2)
            addStation(perSecond: perSecond / 2)
        case .otherSiteDies(let after):
            addStation(perSecond: perSecond)
            addStation(perSecond: perSecond, site: 1)
            events.add(.happening, at: Int64(after * 1000))
        case .rate(_, let after), .restart(let after, _):
            addStation(perSecond: perSecond)
            events.add(.happening, at: Int64(after * 1000))
        case nil: addStation(perSecond: perSecond)
        }
        record.capacities = Set(stations.map(\.site)).sorted().map {
            CrowdRecord.Capacity(since: 0, site: $0, perSecond: perSecond)
        }
        for _ in 0..<crowdCase.people { addPerson() }
        if crowdCase.botsPerSecond > 0 { events.add(.bots, at: 0) }
    }

    private mutating func addStation(perSecond: Double, site: Int = 0) {
        let policy = LinePolicy(
            near: Int64(crowdCase.near * 1000), far: Int64(crowdCase.far * 1000),
            classes: [
                LineClass(name: "priority", share: crowdCase.priorityShare),
                LineClass(name: "normal"),
            ])
        let keeper: any CrowdKeeper =
            switch discipline {
            case .line: LineKeeper(policy, counter: counter(), at: CrowdTime.start)
            case .appointments: AppointmentKeeper(perSecond: perSecond)
            case .retries: RetryKeeper()
            }
        stations.append(
            Station(site: site, door: door(perSecond, at: 0), keeper: keeper, perSecond: perSecond))
        events.add(.move(station: stations.count - 1), at: 0)
    }

    private func door(_ perSecond: Double, continuing previous: Door? = nil, at now: Int64) -> Door
    {
        let priority = AdmissionClass(name: "priority", share: crowdCase.priorityShare)
        return Door(
            AdmissionPolicy(sessions: SessionRate(perSecond: perSecond), classes: [priority]),
            continuing: previous, at: (CrowdTime.start + now) * 1_000_000)
    }

    private mutating func counter() -> UInt32 {
        defer { nextCounter += 1 }
        return nextCounter
    }

    private mutating func addPerson() {
        let arrival = Int64(draw() * crowdCase.arrivalTime * 1000)
        let stays = draw() < crowdCase.stayingPart
        let leaves = arrival + Int64(draw() * 600_000)
        let admissionClass = draw() < crowdCase.priorityPart ? 0 : 1
        if stays { staying += 1 }
        isEarly.append(draw() < crowdCase.earlyPart)
        tickets.append(Ticket(admissionClass: admissionClass))
        record.people.append(
            CrowdRecord.Person(
                arrival: arrival, admissionClass: admissionClass, leaves: stays ? nil : leaves,
                site: stations[stationByChance()].site))
        events.add(.ask(person: tickets.count - 1), at: arrival)
    }

    // MARK: While they wait

    private mutating func ask(_ person: Int, at now: Int64) {
        guard record.people[person].served == nil, now <= record.people[person].leaves ?? .max
        else {
            return
        }
        let station = station(of: person)
        record.people[person].site = stations[station].site
        record.people[person].requests += 1
        let after = stations[station].ask(
            &tickets[person], at: CrowdTime.start + now, chance: draw())
        record.people[person].losses = tickets[person].losses
        if let after {
            guard !record.people[person].isBot else { return }
            let factor = isEarly[person] ? draw() : 1
            events.add(.ask(person: person), at: now + max(500, Int64(Double(after) * factor)))
        } else {
            record.people[person].served = now
            if record.people[person].leaves == nil { staying -= 1 }
        }
    }

    /// The machine that a request of somebody reaches.
    private mutating func station(of person: Int) -> Int {
        if crowdCase.event == .twoMachines { return stationByChance() }
        let own = stations.firstIndex { $0.site == record.people[person].site && $0.isUp }
        return own ?? stations.firstIndex { $0.isUp }!
    }

    private mutating func stationByChance() -> Int { Int(draw() * Double(stations.count)) }

    private mutating func move(_ station: Int, at now: Int64) {
        guard stations[station].isUp else { return }
        stations[station].move(at: CrowdTime.start + now)
        events.add(.move(station: station), at: now + 250)
    }

    private mutating func sendBots(at now: Int64) {
        for _ in 0..<crowdCase.botsPerSecond {
            isEarly.append(false)
            tickets.append(Ticket(admissionClass: 1))
            record.people.append(
                CrowdRecord.Person(arrival: now, admissionClass: 1, leaves: now, isBot: true))
            ask(tickets.count - 1, at: now)
        }
        guard now < Int64(crowdCase.botTime * 1000) else { return }
        events.add(.bots, at: now + 1000)
    }

    private mutating func happen(at now: Int64) {
        switch crowdCase.event {
        case .rate(let times, _):
            let perSecond = stations[0].perSecond * times
            stations[0].perSecond = perSecond
            stations[0].door = door(perSecond, continuing: stations[0].door, at: now)
            note(perSecond, of: 0, since: now)
        case .restart(_, let keepsState):
            stations[0].door = door(stations[0].perSecond, at: now)
            stations[0].keeper.restart(
                counter: counter(), keepsState: keepsState, at: CrowdTime.start + now)
        case .otherSiteDies:
            stations[1].isUp = false
            note(0, of: 1, since: now)
        case .twoMachines, nil: break
        }
    }

    private mutating func note(_ perSecond: Double, of site: Int, since now: Int64) {
        record.capacities.append(
            CrowdRecord.Capacity(since: now, site: site, perSecond: perSecond))
    }

    /// 0 to 1.
    private mutating func draw() -> Double { Double(generator.next() >> 11) * 0x1p-53 }
}

/// Milliseconds.
private enum CrowdTime {
    /// Since 1970.
    static let start: Int64 = 1_800_000_000_000
    static let longest: Int64 = 8 * 3600 * 1000
}

private enum CrowdEvent {
    case ask(person: Int)
    case move(station: Int)
    case bots
    case happening
}

/// A machine of a Site.
private struct Station {
    let site: Int
    var door: Door
    var keeper: any CrowdKeeper
    var perSecond: Double
    var isUp = true

    mutating func ask(_ ticket: inout Ticket, at now: Int64, chance: Double) -> Int64? {
        keeper.ask(&ticket, door, at: now, chance: chance)
    }

    mutating func move(at now: Int64) { keeper.move(door, perSecond: perSecond, at: now) }
}
