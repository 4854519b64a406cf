import Simulation
import Testing

/// Records that are written by hand, of which every number is known.
@Suite struct CrowdMeasuresTests {
    /// At a Site that starts one session a second.
    private static func record(_ people: [CrowdRecord.Person]) -> CrowdMeasures {
        var record = CrowdRecord()
        record.people = people
        record.capacities = [CrowdRecord.Capacity(since: 0, site: 0, perSecond: 1)]
        return CrowdMeasures(record)
    }

    private static func person(
        _ arrival: Int64, served: Int64?, leaves: Int64? = nil, admissionClass: Int = 1
    ) -> CrowdRecord.Person {
        CrowdRecord.Person(
            arrival: arrival, admissionClass: admissionClass, leaves: leaves, served: served)
    }

    @Test("Whoever is served in order is overtaken by nobody")
    func inOrder() {
        let measures = Self.record((0..<200).map { Self.person($0, served: $0 * 1000) })
        #expect(measures.overtakenBySeconds == 0)
        #expect(measures.overtakenByPeople == 0)
        #expect(measures.starving == 0)
        #expect(measures.minutes == 199.0 / 60)
    }

    @Test(
        "Somebody who is served last though he came first was overtaken by all, by the whole time")
    func overtaken() {
        // Two of 100, or what 99 of 100 do not exceed would leave them out.
        let measures = Self.record(
            (0..<98).map { Self.person(5000 + $0 * 100, served: 20_000 + $0) }
                + [Self.person(0, served: 90_000), Self.person(0, served: 90_001)])
        #expect(measures.overtakenByPeople == 98)
        #expect(measures.overtakenBySeconds == 14.7)
    }

    @Test("Those who come at one instant, and those of another class, overtake nobody")
    func others() {
        let measures = Self.record([
            Self.person(0, served: 9), Self.person(0, served: 7), Self.person(0, served: 8),
            Self.person(5, served: 6, admissionClass: 0),
        ])
        #expect(measures.overtakenByPeople == 0)
        #expect(measures.overtakenBySeconds == 0)
    }

    @Test("Only those starve who stay and are not served; bots are nobody")
    func starving() {
        let bot = CrowdRecord.Person(arrival: 0, admissionClass: 1, isBot: true)
        let measures = Self.record([
            Self.person(0, served: nil), Self.person(0, served: nil, leaves: 9),
            Self.person(0, served: 1),
        ])
        #expect(measures.starving == 1)
        #expect(Self.record([bot, Self.person(0, served: 1)]).waits.count == 1)
    }

    @Test("Use counts the whole minutes from the second on in which somebody waits all the time")
    func use() {
        // One each second in the first two minutes, one every two seconds in the third, none in the fourth.
        let served = Array(0..<120) + stride(from: 120, to: 180, by: 2)
        var people = served.map { Self.person(0, served: Int64($0) * 1000) }
        people.append(Self.person(0, served: nil, leaves: 179_999))
        #expect(Self.record(people).use == 1)
        people.append(Self.person(0, served: nil, leaves: 240_000))
        let measures = Self.record(people)
        #expect(measures.use == 90.0 / 180)
        #expect(measures.emptiestMinute == 0)
        #expect(measures.sessionsByMinute == [60, 60, 30])
    }

    @Test("The fullest minute begins anywhere")
    func fullest() {
        // 60 at the end of a minute, and 60 at the beginning of the next.
        let people = (0..<120).map { Self.person(0, served: 30_000 + $0 * 500) }
        #expect(Self.record(people).fullestMinute == 2)
    }

    @Test("What a Site can start follows the rate, and ends with the Site")
    func capacity() {
        var record = CrowdRecord()
        record.capacities = [
            CrowdRecord.Capacity(since: 0, site: 0, perSecond: 1),
            CrowdRecord.Capacity(since: 60_000, site: 0, perSecond: 2),
            CrowdRecord.Capacity(since: 120_000, site: 0, perSecond: 0),
        ]
        record.people = (0..<180).map {
            Self.person(0, served: $0 < 60 ? $0 * 1000 : 60_000 + ($0 - 60) * 500)
        }
        record.people.append(Self.person(0, served: nil, leaves: 300_000))
        let measures = CrowdMeasures(record)
        #expect(measures.use == 1)
        #expect(measures.fullestMinute == 1)
    }

    @Test("The priority class's part is of those minutes in which enough of both wait")
    func priority() {
        // All arrive at once; every fourth of the first two minutes has priority, and 30 of both wait on.
        var people = (0..<120).map {
            Self.person(0, served: $0 * 1000, admissionClass: $0 % 4 == 0 ? 0 : 1)
        }
        #expect(Self.record(people).priorityPart == nil)
        for admissionClass in 0...1 {
            people += (0..<30).map { _ in
                Self.person(0, served: nil, leaves: 120_000, admissionClass: admissionClass)
            }
        }
        #expect(Self.record(people).priorityPart == 0.25)
    }

    @Test("The longest wait is that of those who came first")
    func first() {
        let measures = Self.record(
            (0..<10).map { Self.person($0, served: $0 + 60_000) } + [
                Self.person(20, served: 600_020)
            ])
        #expect(measures.longestWait(ofFirst: 10) == 1)
        #expect(measures.longestWait(ofFirst: 11) == 10)
    }

    @Test("Who started at once, and how long the others waited")
    func waits() {
        let measures = Self.record(
            (0..<100).map { Self.person(0, served: ($0 + 1) * 1000) }
                + [Self.person(5, served: 5), Self.person(9, served: nil, leaves: 60)])
        #expect(measures.startedAtOnce(1) == 1)
        #expect(measures.startedAtOnce(0) == 0)
        #expect(measures.wait(ofHundred: 50, 1) == 51)
        #expect(measures.wait(ofHundred: 99, 1) == 100)
        #expect(measures.wait(ofHundred: 50, 0) == nil)
    }

    @Test("How many wait after each minute, and who was served in it")
    func minutes() {
        let people = [
            Self.person(0, served: 0), Self.person(0, served: 60_000),
            Self.person(1, served: 60_001, admissionClass: 0),
            Self.person(60_000, served: nil, leaves: 120_000), Self.person(70_000, served: nil),
            // Turned away.
            Self.person(80_000, served: nil, leaves: 80_000),
        ]
        let measures = Self.record(people)
        let minutes = measures.minutes(classes: 2, until: 150_000)
        #expect(minutes.map(\.waiting) == [2, 1, 1])
        #expect(minutes.map(\.sessions) == [[0, 1], [1, 1], [0, 0]])
        #expect(measures.waitingEnds(at: 0) == .max)
        #expect(Self.record(Array(people[..<4])).waitingEnds(at: 0) == 120_000)
        #expect(Self.record([Self.person(9, served: 9)]).waitingEnds(at: 0) == nil)
    }
}
