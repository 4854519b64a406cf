/// What came of a crowd.
package struct CrowdReport: Sendable {
    /// Those who stayed, and were not served.
    package var starving = 0
    private var served: [Int: Int] = [:]
    private var capacity: [Int: Double] = [:]
    /// Minutes in which a line stood all the time, by station.
    private var standing: [Int: Bool] = [:]
    /// By class and station, in the order in which they were served.
    private var arrivals: [Int: [Int64]] = [:]
    private var servedByClass: [Int: [Int: Int]] = [:]
    private var lastServed: Int64 = 0

    private static let minute: Int64 = 60_000
    /// More than there are stations.
    private static let stations = 4

    mutating func note(arrival: Int64, served now: Int64, admissionClass: Int, station: Int) {
        let minute = Int(now / CrowdReport.minute)
        served[minute * CrowdReport.stations + station, default: 0] += 1
        arrivals[admissionClass * CrowdReport.stations + station, default: []].append(arrival)
        servedByClass[minute, default: [:]][admissionClass, default: 0] += 1
        lastServed = now
    }

    mutating func note(isStanding: Bool, capacity: Double, at now: Int64, station: Int) {
        let key = Int(now / CrowdReport.minute) * CrowdReport.stations + station
        self.capacity[key, default: 0] += capacity
        standing[key] = (standing[key] ?? true) && isStanding
    }

    /// From the second minute on while a line stood: sessions of what the Site could start.
    private var uses: [Double] {
        standing.filter { $0.value && $0.key >= CrowdReport.stations && $0.key / 4 < minutes }
            .sorted { $0.key < $1.key }
            .map { Double(served[$0.key] ?? 0) / capacity[$0.key]! }
    }

    /// Over all these minutes.
    package var use: Double {
        let uses = uses
        return uses.isEmpty ? 1 : uses.reduce(0, +) / Double(uses.count)
    }

    package var fullestMinute: Double { uses.max() ?? 0 }
    package var emptiestMinute: Double { uses.min() ?? 0 }
    package var minutes: Int { Int(lastServed / CrowdReport.minute) }

    /// Seconds by which somebody of the same class who was served before arrived later, of 99 in 100.
    package var overtaken: Double {
        var all: [Int64] = []
        for arrivals in arrivals.values {
            var latest = Int64.min
            for arrival in arrivals {
                all.append(latest > arrival ? latest - arrival : 0)
                latest = max(latest, arrival)
            }
        }
        guard !all.isEmpty else { return 0 }
        all.sort()
        return Double(all[all.count * 99 / 100]) / 1000
    }

    /// The part of the sessions that the class had in the first ten minutes.
    package func part(of admissionClass: Int) -> Double {
        var (own, all) = (0, 0)
        for minute in 1..<11 {
            own += servedByClass[minute]?[admissionClass] ?? 0
            all += servedByClass[minute]?.values.reduce(0, +) ?? 0
        }
        return all == 0 ? 0 : Double(own) / Double(all)
    }
}
