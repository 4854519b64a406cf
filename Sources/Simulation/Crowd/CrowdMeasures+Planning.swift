// What somebody wants to know who plans a sale.

/// One minute of a crowd.
package struct CrowdMinute: Equatable, Sendable {
    /// At its end.
    package internal(set) var waiting = 0
    /// That started in it, by class.
    package internal(set) var sessions: [Int]
}

extension CrowdMeasures {
    /// Those of a class whose sessions started when they came.
    package func startedAtOnce(_ admissionClass: Int) -> Int {
        record.people.count { $0.admissionClass == admissionClass && $0.served == $0.arrival }
    }

    /// Seconds that so many of 100 did not exceed, of those who waited and were served; nil where nobody was.
    /// - Parameter hundredths: 50 for the median
    package func wait(ofHundred hundredths: Int, _ admissionClass: Int) -> Double? {
        let waits = record.people.compactMap { person -> Int64? in
            guard person.admissionClass == admissionClass, let served = person.served,
                served > person.arrival
            else { return nil }
            return served - person.arrival
        }.sorted()
        return waits.isEmpty ? nil : Double(waits.most(of: hundredths)) / 1000
    }

    /// When the last one stopped waiting at a Site, in milliseconds; nil where nobody waited there. Later than the
    /// end of the record where some still wait.
    package func waitingEnds(at site: Int) -> Int64? {
        record.people.lazy.filter { $0.site == site && $0.waits }.map(\.waitsUntil).max()
    }

    /// - Parameters:
    ///   - classes: how many there are
    ///   - end: of the record, milliseconds
    package func minutes(classes: Int, until end: Int64) -> [CrowdMinute] {
        let count = Int(max(1, CrowdMeasures.wholeMinutes(end)))
        var minutes = Array(
            repeating: CrowdMinute(sessions: Array(repeating: 0, count: classes)), count: count)
        /// By how many more wait at the end of each minute than at that of the one before.
        var changes = Array(repeating: 0, count: count + 1)
        for person in record.people {
            if let served = person.served {
                minutes[min(count - 1, Int(served / 60_000))].sessions[person.admissionClass] += 1
            }
            guard person.waits else { continue }
            changes[CrowdMeasures.minute(of: person.arrival, count)] += 1
            changes[CrowdMeasures.minute(of: person.waitsUntil, count)] -= 1
        }
        var waiting = 0
        for index in minutes.indices {
            waiting += changes[index]
            minutes[index].waiting = waiting
        }
        return minutes
    }

    /// The first minute at whose end it is that time or later.
    private static func minute(of time: Int64, _ count: Int) -> Int {
        time > Int64(count) * 60_000 ? count : max(0, Int(wholeMinutes(time)) - 1)
    }

    private static func wholeMinutes(_ time: Int64) -> Int64 { (time + 59_999) / 60_000 }
}

extension CrowdRecord.Person {
    /// Milliseconds.
    var waitsUntil: Int64 { served ?? leaves ?? .max }
    fileprivate var waits: Bool { waitsUntil > arrival }
}
