/// What a crowd saw, computed from the record alone. A line knows nothing of these numbers, and they know nothing
/// of places and frontiers.
package struct CrowdMeasures: Sendable {
    let record: CrowdRecord
    /// When sessions started, by Site, in order.
    private let starts: [[Int64]]
    private let lastStart: Int64

    private static let minute: Int64 = 60_000

    package init(_ record: CrowdRecord) {
        self.record = record
        var starts: [[Int64]] = Array(repeating: [], count: record.sites)
        for person in record.people {
            if let served = person.served { starts[person.site].append(served) }
        }
        self.starts = starts.map { $0.sorted() }
        lastStart = self.starts.compactMap(\.last).max() ?? 0
    }

    private var served: [CrowdRecord.Person] {
        record.people.filter { $0.served != nil && !$0.isBot }
    }

    /// Those who stayed, and were not served.
    package var starving: Int {
        record.people.count { $0.served == nil && $0.leaves == nil }
    }

    /// How often somebody came with a place and was told that it is none.
    package var losses: Int { record.people.reduce(0) { $0 + $1.losses } }

    package var minutes: Double { Double(lastStart) / 60_000 }

    /// Requests of each person who was served.
    package var requests: Double {
        let served = served
        return Double(served.reduce(0) { $0 + $1.requests }) / Double(max(1, served.count))
    }

    // MARK: How much of what a Site can do is used

    /// Sessions of what the Sites could start, in all whole minutes from the second on during which somebody
    /// waited all the time.
    package var use: Double { use(standingMinutes) ?? 1 }

    /// The same of one Site; nil where there was no such minute.
    package func use(of site: Int) -> Double? { use(standingMinutes(of: site)) }

    private func use(_ minutes: [(site: Int, minute: Int64)]) -> Double? {
        var (sessions, capacity) = (0, 0.0)
        for (site, minute) in minutes {
            sessions += count(site, in: minute)
            capacity += self.capacity(site, in: minute)
        }
        return capacity == 0 ? nil : Double(sessions) / capacity
    }

    /// The least of these minutes.
    package var emptiestMinute: Double {
        standingMinutes.map { Double(count($0, in: $1)) / capacity($0, in: $1) }.min() ?? 1
    }

    /// The most sessions within any 60 seconds, of what the Site can start in them.
    package var fullestMinute: Double {
        var fullest = 0.0
        for (site, starts) in starts.enumerated() {
            var end = 0
            for (first, start) in starts.enumerated() {
                while end < starts.count, starts[end] < start + CrowdMeasures.minute { end += 1 }
                let whole = start + CrowdMeasures.minute
                // What a Site starts before it goes down is counted in the minutes before that.
                if record.capacity(site, from: whole, to: whole + 1) == 0 { break }
                let capacity = record.capacity(site, from: start, to: whole)
                fullest = max(fullest, Double(end - first) / capacity)
            }
        }
        return fullest
    }

    /// Sessions of all Sites in each minute.
    package var sessionsByMinute: [Int] {
        var sessions = Array(repeating: 0, count: Int(lastStart / CrowdMeasures.minute) + 1)
        for start in starts.joined() { sessions[Int(start / CrowdMeasures.minute)] += 1 }
        return sessions
    }

    private func count(_ site: Int, in minute: Int64) -> Int {
        starts[site].count { $0 / CrowdMeasures.minute == minute }
    }

    private func capacity(_ site: Int, in minute: Int64) -> Double {
        record.capacity(
            site, from: minute * CrowdMeasures.minute, to: (minute + 1) * CrowdMeasures.minute)
    }

    private var standingMinutes: [(site: Int, minute: Int64)] {
        (0..<record.sites).flatMap(standingMinutes)
    }

    private func standingMinutes(of site: Int) -> [(site: Int, minute: Int64)] {
        minutes { $0.site == site }.filter { $0 >= 1 && capacity(site, in: $0) > 0 }
            .map { (site, $0) }
    }

    /// The whole minutes in which so many of these people wait all the time.
    private func minutes(
        atLeast least: Int = 1, _ isCounted: (CrowdRecord.Person) -> Bool
    ) -> [Int64] {
        var changes: [(time: Int64, by: Int)] = []
        for person in record.people where !person.isBot && isCounted(person) {
            changes.append((person.arrival, 1))
            if let end = person.served ?? person.leaves { changes.append((end, -1)) }
        }
        changes.sort { ($0.time, $1.by) < ($1.time, $0.by) }
        var (waiting, since) = (0, Int64(0))
        var minutes: [Int64] = []
        for change in changes {
            let before = waiting
            waiting += change.by
            if before < least, waiting >= least { since = change.time }
            guard before >= least, waiting < least else { continue }
            let first = (since + CrowdMeasures.minute - 1) / CrowdMeasures.minute
            minutes += Array(first..<max(first, change.time / CrowdMeasures.minute))
        }
        return minutes
    }

    // MARK: Who is served first

    /// The part of the sessions that the priority class had, in the whole minutes in which at least as many of each
    /// class as a Site serves in a quarter of a minute waited all the time; nil where there is none.
    package var priorityPart: Double? {
        var (own, all) = (0, 0)
        for site in 0..<record.sites {
            let usual = record.capacities.first { $0.site == site }?.perSecond ?? 0
            let enough = Int(15 * usual)
            let both = Set(minutes(atLeast: enough) { $0.site == site && $0.admissionClass == 0 })
                .intersection(
                    minutes(atLeast: enough) { $0.site == site && $0.admissionClass == 1 })
            for person in record.people where person.site == site {
                guard let served = person.served, both.contains(served / CrowdMeasures.minute),
                    served >= CrowdMeasures.minute
                else { continue }
                all += 1
                if person.admissionClass == 0 { own += 1 }
            }
        }
        return all == 0 ? nil : Double(own) / Double(all)
    }

    /// Seconds by which somebody of the same class who was served earlier at the same Site arrived later, for 99 of
    /// 100 people at most.
    package var overtakenBySeconds: Double {
        var all: [Int64] = []
        for group in groups {
            var latest = Int64.min
            for person in group {
                all.append(latest > person.arrival ? latest - person.arrival : 0)
                latest = max(latest, person.arrival)
            }
        }
        return Double(all.of99In100) / 1000
    }

    /// How many of the same class arrived later and were served earlier at the same Site, for 99 of 100 people
    /// at most.
    package var overtakenByPeople: Int {
        var all: [Int] = []
        for group in groups {
            let order = group.map(\.arrival).sorted()
            var later = RankCounts(count: order.count)
            for person in group {
                // Those who arrived at the same instant overtake nobody.
                let rank = order.partitioningIndex { $0 > person.arrival }
                all.append(later.count(from: rank))
                later.add(rank - 1)
            }
        }
        return all.of99In100
    }

    /// Minutes that those waited at most who arrived first and were served at all.
    package func longestWait(ofFirst count: Int) -> Double {
        let first = served.sorted { $0.arrival < $1.arrival }.prefix(count)
        return Double(first.map { $0.served! - $0.arrival }.max() ?? 0) / 60_000
    }

    /// In the order in which they arrived: class, and minutes waited.
    package var waits: [(admissionClass: Int, minutes: Double)] {
        served.sorted { $0.arrival < $1.arrival }
            .map { ($0.admissionClass, Double($0.served! - $0.arrival) / 60_000) }
    }

    /// Those who were served, of one Site and class, in the order in which they were.
    private var groups: [[CrowdRecord.Person]] {
        Dictionary(grouping: served) { [$0.site, $0.admissionClass] }
            .values.map { $0.sorted { ($0.served!, $0.arrival) < ($1.served!, $1.arrival) } }
    }
}

/// How many of each rank were added; a Fenwick tree.
private struct RankCounts {
    private var sums: [Int]
    private var total = 0

    init(count: Int) { sums = Array(repeating: 0, count: count + 1) }

    mutating func add(_ rank: Int) {
        var index = rank + 1
        while index < sums.count {
            sums[index] += 1
            index += index & -index
        }
        total += 1
    }

    /// How many of that rank and higher ones.
    func count(from rank: Int) -> Int {
        var (index, below) = (rank, 0)
        while index > 0 {
            below += sums[index]
            index -= index & -index
        }
        return total - below
    }
}

extension [Int64] {
    /// In order: the index of the first that is so, where all after it are.
    fileprivate func partitioningIndex(_ isSo: (Int64) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isSo(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

extension Array where Element: Comparable & ExpressibleByIntegerLiteral {
    /// What 99 of 100 do not exceed.
    fileprivate var of99In100: Element { isEmpty ? 0 : sorted().most(of: 99) }
}

extension Array {
    /// What so many of 100 do not exceed, where they are sorted and not empty.
    func most(of hundredths: Int) -> Element {
        self[Swift.min(count - 1, count * hundredths / 100)]
    }
}
